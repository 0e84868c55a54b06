"""What is said about submissions of a class while they are looked for, and about its roster."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "intake.at": "{path!r}: {told}",
    "intake.folder_closed": "the folder cannot be opened: {detail}",
    "intake.folder_empty": "the folder is empty",
    "intake.archive_empty": "the archive is empty",
    "intake.link_to_folder": "this is a link to a folder: links are not followed, name the folder itself",
    "intake.too_deep": "folders are nested more than {limit} deep here: what is below is not looked at",
    "intake.too_many_files": "{path!r} holds more than {limit} files: name the folder of the submissions",
    "intake.unpack_first": "{path!r} is an archive that cannot be read: expected .zip, a folder or files; "
    "unpack it first",
    "intake.archive_broken": "this is no zip archive, or a damaged one",
    "intake.archive_members": "the archive holds too much: expected at most {limit} members, with names of "
    "ordinary length",
    "intake.archive_bomb": "the archive claims to hold {gib} GiB, far more than submissions of its size can: "
    "it is not opened",
    "intake.member_broken": "the file is damaged in the archive: length or checksum are not what they should be",
    "intake.member_twice": "the archive holds this file more than once: the last one counts",
    "intake.member_path": "the name in the archive leads out of it, or is no name: this file is left out",
    "intake.member_link": "this is a symbolic link in an archive: links are not followed",
    "intake.member_special": "this is no ordinary file in the archive",
    "intake.member_encrypted": "the file is encrypted in the archive: expected one without a password",
    "intake.member_method": "the file is compressed in a way that cannot be read: expected an ordinary zip archive",
    "intake.member_overlaps": "the file shares its bytes with another one in the archive, which no ordinary "
    "program makes",
    "intake.member_bomb": "the file claims to be far larger than its compressed form can hold",
    "intake.gone": "the file was there and is gone",
    "intake.several_files": "{id!r} has handed in several files of which each may be the submission: {files}; "
    "say which by --pattern, or take the others away",
    "intake.no_file": "nothing of {id!r} can be graded: expected a .py or .ipynb file, found {files}",
    "intake.only_archive": "nothing of {id!r} can be graded: an archive was handed in that is not opened here "
    "({files}); unpack it first",
    "intake.no_match": "nothing of {id!r} matches --pattern: found {files}",
    "intake.earlier_attempt": "an earlier attempt of {id!r}: {graded!r} is graded",
    "intake.other_form": "{id!r} has handed in a notebook and a script of the same name: {graded!r} is graded",
    "intake.same_id": "another PATH holds a submission of {id!r} as well: this one is called {other!r}",
    "intake.no_id": "--id-from {regex!r} finds no id in this path",
    "intake.bad_pattern": "--pattern {pattern!r} cannot match anything: expected a path below the folder, such as "
    "'*/layer.py' or '**/*.py'",
    "intake.bad_regex": "--id-from {regex!r} is no regular expression: {detail}",
    "intake.long_regex": "--id-from is too long: expected at most {limit} characters",
    "intake.regex_without_id": "--id-from {regex!r} does not say which part is the id: expected one group (...), "
    "or one that is named (?P<id>...)",
    "intake.slow_regex": "--id-from {regex!r} takes longer than {seconds} seconds: expected an expression without "
    "repetitions within repetitions",
    "intake.regex_failed": "the process that searches for ids ended with code {code}",
    "intake.roster_encoding": "the roster cannot be decoded: save it as CSV UTF-8",
    "intake.roster_not_csv": "this is no CSV file: save the table as CSV UTF-8",
    "intake.roster_empty": "the roster is empty: expected a header such as id,name and a line for each student",
    "intake.roster_quotes": "the line that begins here is no CSV, perhaps for a quote that is not closed: {detail}",
    "intake.roster_no_id": "no column holds ids: expected a header with id, student id or 学号 in the first line, "
    "found {columns}",
    "intake.roster_column_twice": "two columns are called {column!r}",
    "intake.roster_wide": "the line has {found} cells, expected {expected} as in the header",
    "intake.roster_row_without_id": "the line has nothing in column {column!r}",
    "intake.roster_exponent": "{id!r} is no id any more: a spreadsheet has rounded it; make the column text "
    "there, enter the ids again and save",
    "intake.roster_twice": "{id!r} stands in line {line} already",
}

ZH: Final = {
    "intake.at": "{path!r}：{told}",
    "intake.folder_closed": "无法打开该文件夹：{detail}",
    "intake.folder_empty": "文件夹是空的",
    "intake.archive_empty": "压缩包是空的",
    "intake.link_to_folder": "这是一个指向文件夹的链接：不跟随链接，请直接给出该文件夹",
    "intake.too_deep": "这里的文件夹嵌套超过 {limit} 层，更深处不再查找",
    "intake.too_many_files": "{path!r} 里的文件超过 {limit} 个：请给出存放学生提交的文件夹",
    "intake.unpack_first": "{path!r} 是无法读取的压缩包：应为 .zip、文件夹或文件，请先解压",
    "intake.archive_broken": "这不是 zip 压缩包，或者已经损坏",
    "intake.archive_members": "压缩包里的内容太多：最多 {limit} 个文件，且文件名长度应正常",
    "intake.archive_bomb": "压缩包声称含有 {gib} GiB 的内容，远超同样大小的作业所能有的：不打开",
    "intake.member_broken": "该文件在压缩包里已损坏：长度或校验和不符",
    "intake.member_twice": "压缩包里有多个同名的该文件：以最后一个为准",
    "intake.member_path": "压缩包里的文件名指向包外，或不是合法的名字：该文件不评测",
    "intake.member_link": "这是压缩包里的符号链接：不跟随链接",
    "intake.member_special": "这不是压缩包里的普通文件",
    "intake.member_encrypted": "该文件在压缩包里是加密的：应为没有密码的文件",
    "intake.member_method": "该文件的压缩方式无法读取：应为普通的 zip 压缩包",
    "intake.member_overlaps": "该文件与压缩包里的另一个文件共用数据，正常的软件不会这样压缩",
    "intake.member_bomb": "该文件声称的大小远超其压缩数据所能含有的",
    "intake.gone": "该文件原来在，现在不见了",
    "intake.several_files": "{id!r} 交了多个文件，无法确定评测哪一个：{files}；请用 --pattern 指明，或移走其他文件",
    "intake.no_file": "{id!r} 没有可评测的文件：应为 .py 或 .ipynb 文件，找到的是 {files}",
    "intake.only_archive": "{id!r} 没有可评测的文件：交的是这里不会打开的压缩包（{files}），请先解压",
    "intake.no_match": "{id!r} 没有符合 --pattern 的文件：找到的是 {files}",
    "intake.earlier_attempt": "{id!r} 较早的一次提交：评测的是 {graded!r}",
    "intake.other_form": "{id!r} 交了同名的笔记本和脚本：评测的是 {graded!r}",
    "intake.same_id": "另一个 PATH 里也有 {id!r} 的提交：这一份改称 {other!r}",
    "intake.no_id": "--id-from {regex!r} 在该路径里找不到学号",
    "intake.bad_pattern": "--pattern {pattern!r} 不可能匹配任何文件：应为文件夹之下的路径，例如 '*/layer.py' 或 '**/*.py'",
    "intake.bad_regex": "--id-from {regex!r} 不是正则表达式：{detail}",
    "intake.long_regex": "--id-from 太长：最多 {limit} 个字符",
    "intake.regex_without_id": "--id-from {regex!r} 没有说明哪一部分是学号：应有一个分组 (...)，"
    "或命名分组 (?P<id>...)",
    "intake.slow_regex": "--id-from {regex!r} 用时超过 {seconds} 秒：请不要在重复之内再用重复",
    "intake.regex_failed": "查找学号的进程以退出码 {code} 结束",
    "intake.roster_encoding": "名单无法解码：请另存为 CSV UTF-8",
    "intake.roster_not_csv": "这不是 CSV 文件：请把表格另存为 CSV UTF-8",
    "intake.roster_empty": "名单是空的：应有表头（例如 学号,姓名），之后每个学生一行",
    "intake.roster_quotes": "从这一行起不是 CSV，也许有引号没有配对：{detail}",
    "intake.roster_no_id": "没有学号这一列：第一行应是表头，其中有 学号、id 或 student id，找到的是 {columns}",
    "intake.roster_column_twice": "有两列都叫 {column!r}",
    "intake.roster_wide": "这一行有 {found} 格，表头是 {expected} 格",
    "intake.roster_row_without_id": "这一行的 {column!r} 是空的",
    "intake.roster_exponent": "{id!r} 已经不是学号：表格软件把它四舍五入了；请把该列设为文本，重新填写后保存",
    "intake.roster_twice": "{id!r} 在第 {line} 行已经出现过",
}
