"""What is said when the comparison itself cannot be made."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "checker.expected_not_finite": "the reference gave {count} values of {size} that are NaN or infinite: "
    "nothing can be compared with them",
}

ZH: Final = {
    "checker.expected_not_finite": "参考答案的 {size} 个元素里有 {count} 个是 NaN 或无穷大，无法与之比较",
}
