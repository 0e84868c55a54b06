# expect: AC
# score: 100
# shows: lines end in CR LF
import numpy as np

from utils import im2col, col2im


class MaxPool:
    """最大池化层。 Max pooling layer."""

    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h = pool_h
        self.pool_w = pool_w
        self.stride = stride
        self.pad = pad

        self.x = None
        self.arg_max = None

    def forward(self, x):
        N, C, H, W = x.shape
        out_h = (H + 2 * self.pad - self.pool_h) // self.stride + 1
        out_w = (W + 2 * self.pad - self.pool_w) // self.stride + 1

        col = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad)
        col = col.reshape(-1, self.pool_h * self.pool_w)

        self.x = x
        self.arg_max = np.argmax(col, axis=1)
        out = np.max(col, axis=1)
        return out.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        ########## Begin ##########
        # 第一步：取出输入的形状，方便后面使用
        n, c, h, w = self.x.shape
        梯度 = dout.transpose(0, 2, 3, 1).ravel()   # 变量名也可以是中文
        # 第二步：每个窗口占一行，先全部填 0，再把梯度放到最大值的位置
        dcol = np.zeros((梯度.size, self.pool_h * self.pool_w))
        dcol[np.arange(梯度.size), self.arg_max] = 梯度
        # 第三步：用 col2im 还原，重叠的部分会自动相加（★重点★）
        return col2im(dcol, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
        ########## End ##########
