"""What is said of a file in the catalogue of misconceptions."""

EN = {
    "catalogue.not_python": "not valid Python: {text}",
    "catalogue.missing": "the docstring of a misconception must have the parts zh:, en: and shows:, each at the start of a line; missing: {names}",
}

ZH = {
    "catalogue.not_python": "不是合法的 Python 代码：{text}",
    "catalogue.missing": "误解文件的文档字符串须有 zh:、en: 和 shows: 三个部分，各自位于行首；缺少：{names}",
}
