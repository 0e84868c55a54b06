# expect: CE
# score: 0
# shows: line numbers before each line
  1  import numpy as np
  2  
  3  from utils import im2col, col2im
  4  
  5  
  6  class MaxPool:
  7      """最大池化层。 Max pooling layer."""
  8  
  9      def __init__(self, pool_h, pool_w, stride=1, pad=0):
 10          """
 11          pool_h, pool_w: 池化窗口的高和宽    height and width of the window
 12          stride: 窗口每次移动的步幅          how far the window moves each time
 13          pad: 四周填充 0 的圈数              how many rings of zeros are put around x
 14          """
 15          self.pool_h = pool_h
 16          self.pool_w = pool_w
 17          self.stride = stride
 18          self.pad = pad
 19  
 20          self.x = None        # forward 的输入，形状 (N, C, H, W)    the input of forward
 21          self.arg_max = None  # 每个窗口中最大值的下标，一维，按 (N, out_h, out_w, C) 的顺序
 22                               # where each window has its maximum, 1-D, in (N, out_h, out_w, C) order
 23  
 24      def forward(self, x):
 25          """
 26          前向传播，已经写好。 The forward pass, given.
 27  
 28          x:   (N, C, H, W)
 29          out: (N, C, out_h, out_w)
 30          """
 31          N, C, H, W = x.shape
 32          out_h = (H + 2 * self.pad - self.pool_h) // self.stride + 1
 33          out_w = (W + 2 * self.pad - self.pool_w) // self.stride + 1
 34  
 35          # 每一行是一个窗口的 pool_h * pool_w 个数    one window a row
 36          col = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad)
 37          col = col.reshape(-1, self.pool_h * self.pool_w)
 38  
 39          self.x = x
 40          self.arg_max = np.argmax(col, axis=1)
 41          out = np.max(col, axis=1)
 42          return out.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)
 43  
 44      def backward(self, dout):
 45          """
 46          反向传播，请补充。 The backward pass, yours to write.
 47  
 48          dout: 损失对 out 的梯度，(N, C, out_h, out_w)    gradient with respect to out
 49          返回 dx: 损失对 x 的梯度，(N, C, H, W)           returns the gradient with respect to x
 50          """
 51          ########## Begin ##########
 52          dout = dout.transpose(0, 2, 3, 1)
 53  
 54          pool_size = self.pool_h * self.pool_w
 55          dmax = np.zeros((dout.size, pool_size))
 56          dmax[np.arange(self.arg_max.size), self.arg_max.flatten()] = dout.flatten()
 57          dmax = dmax.reshape(dout.shape + (pool_size,))
 58  
 59          dcol = dmax.reshape(dmax.shape[0] * dmax.shape[1] * dmax.shape[2], -1)
 60          dx = col2im(dcol, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
 61  
 62          return dx
 63          ########## End ##########
