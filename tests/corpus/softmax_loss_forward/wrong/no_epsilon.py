# expect: WA
# misconception: log_of_zero
# shows: the logarithm of what may be 0
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
        e = np.exp(x - np.max(x, axis=1).reshape(-1, 1))
        y = e / np.sum(e, axis=1).reshape(-1, 1)
        labels = t if t.ndim == 1 else np.argmax(t, axis=1)
        return -np.sum(np.log([y[i, k] for i, k in enumerate(labels)])) / len(x)
        ########## End ##########
