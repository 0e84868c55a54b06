# expect: AC
# score: 100
# shows: functions beside the class, with labels made of one-hot
import numpy as np


def softmax(x):
    if x.ndim == 2:
        x = x.T
        x = x - np.max(x, axis=0)
        y = np.exp(x) / np.sum(np.exp(x), axis=0)
        return y.T
    x = x - np.max(x)
    return np.exp(x) / np.sum(np.exp(x))


def cross_entropy_error(y, t):
    if y.ndim == 1:
        t = t.reshape(1, t.size)
        y = y.reshape(1, y.size)
    if t.size == y.size:
        t = t.argmax(axis=1)
    batch_size = y.shape[0]
    return -np.sum(np.log(y[np.arange(batch_size), t] + 1e-7)) / batch_size


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
        self.t = t
        self.y = softmax(x)
        self.loss = cross_entropy_error(self.y, self.t)
        return self.loss
        ########## End ##########
