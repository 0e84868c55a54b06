"""What is said when the reference of an exercise fails."""

EN = {
    "oracle.raised": "the reference raised on case {name!r}: {type_name}: {text}",
    "oracle.misnamed": "case {name!r}: the reference's {target!r} has no {found!r}{hint}",
    "oracle.not_loaded": "the reference cannot be loaded: {type_name}: {text}",
    "oracle.no_numbers": "the reference's {value!r} in case {name!r} is {found}; expected finite real numbers",
    "oracle.undrawable": "case {case!r}: input {name!r} cannot be drawn: {reason}",
}

ZH = {
    "oracle.raised": "参考答案在测试集 {name!r} 上出错：{type_name}: {text}",
    "oracle.misnamed": "测试集 {name!r}：参考答案的 {target!r} 没有 {found!r}{hint}",
    "oracle.not_loaded": "无法加载参考答案：{type_name}: {text}",
    "oracle.no_numbers": "参考答案在测试集 {name!r} 上给出的 {value!r} 是 {found}，应为有限的实数",
    "oracle.undrawable": "测试集 {case!r}：无法生成输入 {name!r}：{reason}",
}
