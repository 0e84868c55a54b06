# expect: CE
# score: 0
# shows: functions only, no class
import numpy as np
from utils import im2col, col2im


def forward(self, x):
    return x


def backward(self, dout):
    return dout
