# expect: AC
# score: 100
# shows: parameters in a class of their own, gradients as properties
import numpy as np


class Param:
    """A value and its gradient."""

    def __init__(self, value):
        self.value = value
        self.grad = np.zeros_like(value, dtype=float)


class FullyConnected:
    def __init__(self, W, b):
        self._W, self._b = Param(W), Param(b)

    @property
    def dW(self):
        return self._W.grad

    @property
    def db(self):
        return self._b.grad

    def forward(self, x):
        self._shape = x.shape
        self._x = x.reshape(x.shape[0], -1)
        return self._x @ self._W.value + self._b.value

    def backward(self, dout):
        self._W.grad = self._x.T @ dout
        self._b.grad = dout.sum(axis=0)
        return (dout @ self._W.value.T).reshape(self._shape)
