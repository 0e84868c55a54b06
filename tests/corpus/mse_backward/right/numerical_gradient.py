# expect: AC
# score: 100
# shows: a numerical gradient
import numpy as np


class MeanSquaredError:
    """均方误差损失。 The squared error loss."""

    def __init__(self):
        self.loss = None  # forward 的结果         the result of forward
        self.y = None     # 网络的输出             the output of the network
        self.t = None     # 目标，形状与 y 相同    the target, of the shape of y

    def forward(self, y, t):
        """
        前向传播，已经写好。 The forward pass, given.

        y: 网络的输出，(N, D) 或者更多维    the output of the network, of two axes or more
        t: 目标，形状与 y 相同              the target, of the shape of y
        loss: 一个数，整批的损失            a number, the loss of the whole batch
        """
        self.y = y
        self.t = t
        self.loss = 0.5 * np.sum((y - t) ** 2)
        return self.loss

    def backward(self):
        """
        反向传播，请补充。 The backward pass, yours to write.

        返回 dy: 损失对 y 的梯度，形状与 y 相同    returns the gradient with respect to y
        """
        ########## Begin ##########
        h = 1e-4
        grad = np.zeros_like(self.y, dtype=float)
        y = self.y.astype(float)
        it = np.nditer(y, flags=['multi_index'])
        while not it.finished:
            i = it.multi_index
            old = y[i]
            y[i] = old + h
            a = 0.5 * np.sum((y - self.t) ** 2)
            y[i] = old - h
            b = 0.5 * np.sum((y - self.t) ** 2)
            grad[i] = (a - b) / (2 * h)
            y[i] = old
            it.iternext()
        return grad
        ########## End ##########
