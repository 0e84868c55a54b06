"""What is said about inputs that cannot be drawn."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "draws.empty_shape": "an input of shape {shape!r} has no values to draw: every size must be at least 1",
    "draws.range": "low must be a number below high, but low is {low!r} and high is {high!r}",
    "draws.integer_range": "there are {choices} integers from low {low!r} up to, but not including, "
    "high {high!r}: expected 1 to 4294967296",
    "draws.needs_float": "{distribution} gives fractions, which dtype {dtype} cannot hold: "
    "use distribution integers, or a float dtype",
    "draws.do_not_fit": "the integers from {first} to {last} do not fit into dtype {dtype}, "
    "which holds those from {smallest} to {largest} exactly",
    "draws.not_distinct": "dtype {dtype} cannot hold {count} distinct values between {low!r} and {high!r}, "
    "none of them zero: use a wider dtype or range, or another distribution",
    "draws.overflow": "values between low {low!r} and high {high!r} overflow dtype {dtype}",
    "draws.one_hot_scalar": "one_hot needs a shape with at least one axis",
}

ZH: Final = {
    "draws.empty_shape": "形状为 {shape!r} 的输入没有元素可抽取：每一维的大小至少为 1",
    "draws.range": "low 必须是小于 high 的数，但 low 是 {low!r}，high 是 {high!r}",
    "draws.integer_range": "从 low {low!r} 到 high {high!r}（不含）共有 {choices} 个整数，"
    "应为 1 到 4294967296 个",
    "draws.needs_float": "{distribution} 产生小数，dtype {dtype} 存不下："
    "请改用 integers 分布，或改用浮点 dtype",
    "draws.do_not_fit": "从 {first} 到 {last} 的整数超出了 dtype {dtype} 的范围，"
    "它能精确表示的整数是 {smallest} 到 {largest}",
    "draws.not_distinct": "dtype {dtype} 无法在 {low!r} 与 {high!r} 之间表示 {count} 个互不相同且不为零的值："
    "请改用更宽的 dtype 或更大的范围，或换一种分布",
    "draws.overflow": "low {low!r} 与 high {high!r} 之间的值超出了 dtype {dtype} 的范围",
    "draws.one_hot_scalar": "one_hot 要求形状至少有一维",
}
