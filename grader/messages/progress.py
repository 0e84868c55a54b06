"""What `grade progress` says."""

EN = {
    "progress.help": "Grade all that a student has in FOLDER, and show how far through the course it goes.",
    "progress.no_folder": "{path!r} is no folder",
    "progress.closed": "{path!r} cannot be opened: {detail}",
    "progress.too_many": "{path!r} holds more than {limit} scripts and notebooks: expected the folder of one student",
    "progress.level": "level {number}",
    "progress.not_handed_in": "nothing handed in",
    "progress.passed_of": "levels passed: {passed} of {count}",
    "progress.others": "the best of several, and the newest of those; also {files}",
    "progress.left_over": "for no exercise: {files}",
    "progress.begin_with": "to see why, run: {command}",
    "progress.column_level": "level",
    "progress.column_exercise": "exercise",
    "progress.column_file": "file",
    "progress.window_title": "{title}: {passed} of {count}",
    "progress.levels": "Levels",
}

ZH = {
    "progress.help": "评测学生文件夹 FOLDER 中的全部练习，显示课程进度。",
    "progress.no_folder": "{path!r} 不是文件夹",
    "progress.closed": "无法打开 {path!r}：{detail}",
    "progress.too_many": "{path!r} 中的脚本和 notebook 超过 {limit} 个：这里应是一名学生的文件夹",
    "progress.level": "第 {number} 关",
    "progress.not_handed_in": "未提交",
    "progress.passed_of": "通过 {passed} 关，共 {count} 关",
    "progress.others": "有多个文件，取得分最高且最新的；另有 {files}",
    "progress.left_over": "不属于任何一关：{files}",
    "progress.begin_with": "想知道原因，请运行：{command}",
    "progress.column_level": "关卡",
    "progress.column_exercise": "练习",
    "progress.column_file": "文件",
    "progress.window_title": "{title}：{passed}/{count}",
    "progress.levels": "关卡",
}
