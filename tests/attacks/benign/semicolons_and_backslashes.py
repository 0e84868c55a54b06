# right: is written in as few lines as it can be
import numpy as np; from utils import *
class MaxPool:
  def __init__(s, pool_h, pool_w, stride=1, pad=0): s.a = pool_h, pool_w, stride, pad; s.k = pool_h * pool_w
  def forward(s, x): s.x = x; c = im2col(x, *s.a).reshape(-1, s.k); s.m = c.argmax(1); \
    n, d, h, w = x.shape; i, j, t, p = s.a; return c.max(1).reshape(n, (h + 2 * p - i) // t + 1, -1, d).transpose(0, 3, 1, 2)
  def backward(s, g): r = np.zeros((g.size, s.k)); r[range(g.size), s.m] = g.transpose(0, 2, 3, 1).flat; return \
    col2im(r.reshape(-1, g.shape[1] * s.k), s.x.shape, *s.a)
