# expect: WA
# misconception: not_shifted
# shows: exp without a shift
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
        self.y = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
        labels = t if t.ndim == 1 else np.argmax(t, axis=1)
        return -np.log(self.y[np.arange(x.shape[0]), labels] + 1e-7).mean()
        ########## End ##########
