"""What is said of a file in the catalogue of misconceptions."""

EN = {
    "catalogue.not_python": "not valid Python: {text}",
    "catalogue.missing": "the docstring of a misconception must have the parts zh:, en: and shows:, each at the start of a line; missing: {names}",
    "catalogue.no_class": "a misconception must define a class of the exercise: {names}",
    "catalogue.clue_parameters": "a clue takes one or more parameters of {names}; {name}() takes others, or none",
    "catalogue.clue_missing": "the docstring of a clue must have the parts zh: and en:, each at the start of a line; in that of {name}() there is no {names}",
    "catalogue.clue_raised": "the clue {name}() raised {text}",
    "catalogue.clue_answer": "the clue {name}() must return True or False, not {found}",
}

ZH = {
    "catalogue.not_python": "不是合法的 Python 代码：{text}",
    "catalogue.missing": "误解文件的文档字符串须有 zh:、en: 和 shows: 三个部分，各自位于行首；缺少：{names}",
    "catalogue.no_class": "误解文件须定义题目中的一个类：{names}",
    "catalogue.clue_parameters": "线索函数的参数只能取自 {names}，且至少有一个；{name}() 不是这样",
    "catalogue.clue_missing": "线索函数的文档字符串须有 zh: 和 en: 两个部分，各自位于行首；{name}() 缺少：{names}",
    "catalogue.clue_raised": "线索函数 {name}() 出错：{text}",
    "catalogue.clue_answer": "线索函数 {name}() 须返回 True 或 False，而不是 {found}",
}
