"""What is said of how an exercise was chosen."""

EN = {
    "choosing.found": "exercise {id}, as the file shows (--exercise ID decides)",
    "choosing.usual": "exercise {id}, the course's default; the file fits {others} as well (--exercise ID decides)",
    "choosing.nothing_fits": "exercise {id}, the course's default; the file fits none (--exercise ID decides)",
    "choosing.several": "the file fits several exercises: name one with --exercise ({ids})",
    "choosing.none": "the file fits no exercise of the course: name one with --exercise ({ids})",
    "choosing.ask": "The file fits several exercises:\n{lines}\nWhich one is it? (1 to {count})",
}

ZH = {
    "choosing.found": "练习：{id}（根据文件内容判断，可用 --exercise ID 指定）",
    "choosing.usual": "练习：{id}（课程的默认练习；文件也符合 {others}，可用 --exercise ID 指定）",
    "choosing.nothing_fits": "练习：{id}（课程的默认练习；文件不符合任何练习，可用 --exercise ID 指定）",
    "choosing.several": "这个文件符合多个练习，请用 --exercise 指定一个（{ids}）",
    "choosing.none": "这个文件不符合课程中的任何练习，请用 --exercise 指定一个（{ids}）",
    "choosing.ask": "这个文件符合多个练习：\n{lines}\n是哪一个？（1 到 {count}）",
}
