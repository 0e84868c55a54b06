# expect: AC
# score: 100
# shows: a backward of its own, with places in a dictionary
import numpy as np

class MaxPool:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.ph, self.pw, self.s, self.p = pool_h, pool_w, stride, pad

    def forward(self, x):
        self.x_shape = x.shape
        N, C, H, W = x.shape
        p, s = self.p, self.s
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        oh = (H + 2*p - self.ph)//s + 1
        ow = (W + 2*p - self.pw)//s + 1
        self.where = {}
        out = np.zeros((N, C, oh, ow))
        for n in range(N):
            for c in range(C):
                for i in range(oh):
                    for j in range(ow):
                        w = xp[n, c, i*s:i*s+self.ph, j*s:j*s+self.pw]
                        k = np.unravel_index(np.argmax(w), w.shape)
                        self.where[n, c, i, j] = (i*s + k[0], j*s + k[1])
                        out[n, c, i, j] = w[k]
        return out

    def backward(self, dout):
        N, C, H, W = self.x_shape
        p = self.p
        dx = np.zeros((N, C, H + 2*p, W + 2*p))
        for (n, c, i, j), (a, b) in self.where.items():
            dx[n, c, a, b] += dout[n, c, i, j]
        return dx[:, :, p:p+H, p:p+W]
