# expect: WA
# misconception: sigmoid_without_dout
# shows: the same mistake in both classes; the first is told
import numpy as np


class Sigmoid:
    """Sigmoid 激活函数。 The sigmoid activation function."""

    def __init__(self):
        self.out = None  # forward 的输出，形状与 x 相同    the output of forward, of the shape of x

    def forward(self, x):
        """
        前向传播，已经写好。 The forward pass, given.

        x, out: 任意形状    any shape
        """
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout):
        """
        反向传播，请补充。 The backward pass, yours to write.

        dout: 损失对 out 的梯度，形状与 x 相同       gradient with respect to out
        返回 dx: 损失对 x 的梯度，形状与 x 相同      returns the gradient with respect to x
        """
        ########## Begin ##########
        return self.out*(1-self.out)
        ########## End ##########


class Relu:
    """ReLU 激活函数。 The ReLU activation function."""

    def __init__(self):
        self.mask = None  # x <= 0 的位置为 True，形状与 x 相同    True where x <= 0, of the shape of x

    def forward(self, x):
        """
        前向传播，已经写好。 The forward pass, given.

        x, out: 任意形状    any shape
        """
        self.mask = x <= 0
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        """
        反向传播，请补充。 The backward pass, yours to write.

        dout: 损失对 out 的梯度，形状与 x 相同       gradient with respect to out
        返回 dx: 损失对 x 的梯度，形状与 x 相同      returns the gradient with respect to x
        """
        ########## Begin ##########
        dx = np.ones_like(dout)
        dx[self.mask]=0
        return dx
        ########## End ##########
