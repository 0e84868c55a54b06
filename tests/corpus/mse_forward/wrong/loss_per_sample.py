# expect: WA
# misconception: per_sample
# shows: a sum along axis 1
import numpy as np


class MeanSquaredError:
    """均方误差损失。 The squared error loss."""

    def __init__(self):
        self.loss = None  # forward 的结果         the result of forward
        self.y = None     # 网络的输出             the output of the network
        self.t = None     # 目标，形状与 y 相同    the target, of the shape of y

    def forward(self, y, t):
        """
        前向传播，请补充。 The forward pass, yours to write.

        y: 网络的输出，(N, D) 或者更多维       the output of the network, of two axes or more
        t: 目标，形状与 y 相同                 the target, of the shape of y
        返回 loss: 一个数，整批的损失          returns a number, the loss of the whole batch
        """
        ########## Begin ##########
        return 0.5 * np.square(t - y).sum(1)
        ########## End ##########
