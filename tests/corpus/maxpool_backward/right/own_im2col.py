# expect: AC
# score: 100
# shows: pasted its own im2col and col2im under other names, utils is not imported
import numpy as np


def unfold(a, kh, kw, s=1, p=0):
    a = np.pad(a, [(0, 0), (0, 0), (p, p), (p, p)], 'constant')
    n, c, h, w = a.shape
    oh, ow = (h - kh) // s + 1, (w - kw) // s + 1
    rows = []
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                rows.append(a[b, :, i * s:i * s + kh, j * s:j * s + kw].reshape(-1))
    return np.array(rows)


def fold(rows, shape, kh, kw, s=1, p=0):
    n, c, h, w = shape
    a = np.zeros((n, c, h + 2 * p, w + 2 * p))
    oh, ow = (h + 2 * p - kh) // s + 1, (w + 2 * p - kw) // s + 1
    rows = iter(np.asarray(rows).reshape(-1, c, kh, kw))
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                a[b, :, i * s:i * s + kh, j * s:j * s + kw] += next(rows)
    return a[:, :, p:p + h, p:p + w]


class MaxPool:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h, self.pool_w, self.stride, self.pad = pool_h, pool_w, stride, pad

    def forward(self, x):
        N, C, H, W = x.shape
        out_h = (H + 2 * self.pad - self.pool_h) // self.stride + 1
        out_w = (W + 2 * self.pad - self.pool_w) // self.stride + 1
        rows = unfold(x, self.pool_h, self.pool_w, self.stride, self.pad)
        rows = rows.reshape(-1, self.pool_h * self.pool_w)
        self.x, self.arg_max = x, rows.argmax(axis=1)
        return rows.max(axis=1).reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        ########## Begin ##########
        grad = np.zeros((self.arg_max.size, self.pool_h * self.pool_w))
        grad[range(self.arg_max.size), self.arg_max] = dout.transpose(0, 2, 3, 1).reshape(-1)
        return fold(grad, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
        ########## End ##########
