# expect: RTE
# misconception: dx_without_transposition
# shows: np.dot where the catalogue has @
import numpy as np


class FullyConnected:
    """全连接层。 Fully connected layer."""

    def __init__(self, W, b):
        """
        W: 权重，(D, M)    weights
        b: 偏置，(M,)      biases
        """
        self.W = W
        self.b = b

        self.x = None                 # forward 的输入，展平为 (N, D)    the input of forward, flattened
        self.original_x_shape = None  # 输入原来的形状                   its shape before that
        self.dW = None                # 损失对 W 的梯度，(D, M)          gradient with respect to W
        self.db = None                # 损失对 b 的梯度，(M,)            gradient with respect to b

    def forward(self, x):
        """
        前向传播，已经写好。 The forward pass, given.

        x:   (N, D)，或者更多维，例如 (N, C, H, W)，其中 C * H * W = D    or with more axes
        out: (N, M)
        """
        self.original_x_shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return np.dot(self.x, self.W) + self.b

    def backward(self, dout):
        """
        反向传播，请补充。 The backward pass, yours to write.

        dout: 损失对 out 的梯度，(N, M)                         gradient with respect to out
        返回 dx: 损失对 x 的梯度，形状与 forward 的输入相同     returns the gradient with respect to x
        另外求出 self.dW 和 self.db                             computes self.dW and self.db as well
        """
        ########## Begin ##########
        dx = np.dot(dout, self.W)
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)

        dx = dx.reshape(*self.original_x_shape)
        return dx
        ########## End ##########
