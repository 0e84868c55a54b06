# expect: WA
# misconception: difference_alone
# shows: y - t and nothing else
import numpy as np


class SoftmaxWithLoss:
    """Softmax 与交叉熵损失。 Softmax with cross entropy loss."""

    def __init__(self):
        self.loss = None  # forward 的结果           the result of forward
        self.y = None     # softmax 的输出，(N, D)   the output of the softmax
        self.t = None     # 正确的类别               the right classes

    def forward(self, x, t):
        """
        前向传播，已经写好。 The forward pass, given.

        x: 各类别的得分，(N, D)                          the scores of the classes
        t: 正确的类别，one-hot (N, D) 或者标签 (N,)      the right classes, one-hot or labels
        loss: 一个数，一个样本的平均损失                 a number, the mean loss of a sample
        """
        N = x.shape[0]
        exp_x = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.y = exp_x / np.sum(exp_x, axis=1, keepdims=True)
        self.t = t

        labels = t if t.ndim == 1 else np.argmax(t, axis=1)
        self.loss = -np.sum(np.log(self.y[np.arange(N), labels] + 1e-7)) / N
        return self.loss

    def backward(self):
        """
        反向传播，请补充。 The backward pass, yours to write.

        返回 dx: 损失对 x 的梯度，(N, D)    returns the gradient with respect to x
        """
        ########## Begin ##########
        return self.y - self.t
        ########## End ##########
