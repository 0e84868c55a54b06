"""What `grade course` says."""

EN = {
    "course.help": "Make a course of your own.",
    "course.help_new": "Write a course with one small exercise into DIR, to be changed.",
    "course.option_like": "Take this exercise of the installed course as the first one.",
    "course.not_empty": "{path!r} is not empty, and nothing in it is overwritten: expected a new folder",
    "course.made": "wrote\n{files}\nChange them, and check as you go: grade exercise check {id} --course {root}",
}

ZH = {
    "course.help": "建立自己的课程。",
    "course.help_new": "在 DIR 中建立一个课程，带有一个小练习，供修改。",
    "course.option_like": "以随程序安装的课程中的这个练习作为第一个练习。",
    "course.not_empty": "{path!r} 不是空文件夹，其中的内容不会被覆盖：请给出新的文件夹",
    "course.made": "已写入\n{files}\n请修改这些文件，并随时检查：grade exercise check {id} --course {root}",
}
