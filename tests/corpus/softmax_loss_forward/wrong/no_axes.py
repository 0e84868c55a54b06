# expect: WA
# misconception: softmax_without_axes
# shows: the softmax of a single sample, for the whole batch
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
        self.t = t
        x = x - np.max(x)
        self.y = np.exp(x) / np.sum(np.exp(x))
        if t.ndim == 1:
            label = t
        else:
            label = t.argmax(axis=1)
        N = x.shape[0]
        self.loss = -np.sum(np.log(self.y[np.arange(N), label] + 1e-7)) / N
        return self.loss
        ########## End ##########
