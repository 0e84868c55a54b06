"""What `grade collect` says."""

EN = {
    "collect.no_list": "cannot read the list of forks {path!r}: {detail}",
    "collect.bad_line": "{path}:{line}: expected `name URL [ref]`, with a name of ASCII letters, digits, dots and dashes that occurs once",
    "collect.bad_file": "{file!r} is no path of a file within a repository",
    "collect.not_fetched": "cannot fetch {url!r}",
    "collect.no_git": "git is needed to collect submissions, and was not found or does not work here",
    "collect.one_of": "say where to collect from: either --pulls URL or --forks FILE",
    "collect.line": "{name}: {status}",
    "collect.status_collected": "collected",
    "collect.status_not_fetched": "cannot be fetched",
    "collect.status_no_file": "no such file in it",
    "collect.status_no_plain_file": "not an ordinary file",
    "collect.status_too_large": "too large",
    "collect.done": "collected {count} of {total} into {folder}",
}

ZH = {
    "collect.no_list": "无法读取 fork 列表 {path!r}：{detail}",
    "collect.bad_line": "{path}:{line}：应为 `name URL [ref]`，name 由英文字母、数字、点和横线组成，且不能重复",
    "collect.bad_file": "{file!r} 不是仓库内的文件路径",
    "collect.not_fetched": "无法获取 {url!r}",
    "collect.no_git": "收集提交需要 git，但没有找到或无法运行",
    "collect.one_of": "请说明从哪里收集：--pulls URL 或 --forks FILE 二选一",
    "collect.line": "{name}：{status}",
    "collect.status_collected": "已收集",
    "collect.status_not_fetched": "无法获取",
    "collect.status_no_file": "其中没有这个文件",
    "collect.status_no_plain_file": "不是普通文件",
    "collect.status_too_large": "文件太大",
    "collect.done": "共 {total} 份，收集到 {count} 份，保存在 {folder}",
}
