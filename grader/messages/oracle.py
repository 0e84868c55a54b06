"""What is said when the reference of an exercise fails."""

EN = {
    "oracle.raised": "the reference raised on case {name!r}: {type_name}: {text}",
    "oracle.not_loaded": "the reference cannot be loaded: {type_name}: {text}",
}

ZH = {
    "oracle.raised": "参考实现在测试集 {name!r} 上出错：{type_name}: {text}",
    "oracle.not_loaded": "无法加载参考实现：{type_name}: {text}",
}
