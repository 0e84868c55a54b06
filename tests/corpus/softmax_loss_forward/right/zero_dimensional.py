# expect: AC
# score: 100
# shows: the loss is an array without axes
import numpy as np


class SoftmaxWithLoss:
    """Softmax 与交叉熵损失。 Softmax with cross entropy loss."""

    def __init__(self):
        self.loss = None  # forward 的结果           the result of forward
        self.y = None     # softmax 的输出，(N, D)   the output of the softmax
        self.t = None     # 正确的类别               the right classes

    def forward(self, x, t):
        """
        前向传播，请补充。 The forward pass, yours to write.

        x: 各类别的得分，(N, D)                          the scores of the classes
        t: 正确的类别，one-hot (N, D) 或者标签 (N,)      the right classes, one-hot or labels
        返回 loss: 一个数，一个样本的平均损失            returns a number, the mean loss of a sample
        """
        ########## Begin ##########
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.y = e / e.sum(axis=-1, keepdims=True)
        self.t = t
        p = self.y[np.arange(t.shape[0]), t] if t.ndim == 1 else (self.y * t).sum(axis=-1)
        self.loss = np.array(-np.log(p + 1e-7).mean())
        return self.loss
        ########## End ##########
