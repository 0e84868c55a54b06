"""What is said about a file that cannot be read as a submission."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "submission.no_file": "there is no file {path!r}",
    "submission.no_file_near": "there is no file {path!r}, did you mean {near!r}?",
    "submission.directory": "this is a directory: expected one Python file (.py) or notebook (.ipynb)",
    "submission.device": "this is a device: expected an ordinary file",
    "submission.fifo": "this is a named pipe: expected an ordinary file; "
    "what comes through a pipe can be graded as `-`",
    "submission.socket": "this is a socket: expected an ordinary file",
    "submission.link": "this is a symbolic link: links are not followed, name the file itself",
    "submission.link_dangling": "this is a symbolic link to a file that is not there",
    "submission.link_loop": "this is a symbolic link that leads back to itself",
    "submission.no_permission": "no permission to read this file",
    "submission.unreadable": "the file cannot be read: {error}",
    "submission.empty": "the file is empty",
    "submission.too_large": "the file is too large: expected at most {limit_mib} MiB",
    "submission.binary": "this is {what} and no Python source: "
    "expected a text file (.py) or a notebook (.ipynb)",
    "submission.kind_picture": "a picture",
    "submission.kind_zip": "a zip archive (or a Word or Excel document)",
    "submission.kind_office": "a document of a word processor",
    "submission.kind_pdf": "a PDF document",
    "submission.kind_archive": "a compressed archive",
    "submission.kind_npy": "an array saved by numpy",
    "submission.kind_program": "a compiled program",
    "submission.kind_pyc": "compiled Python (.pyc)",
    "submission.kind_binary": "binary data",
    "submission.nul": "line {line} holds a NUL byte, which Python source must not: "
    "delete it, or save the file again as UTF-8 text",
    "submission.wide": "the file is encoded as {encoding}, which Python does not read: "
    "save it again as UTF-8",
    "submission.bom_conflict": "the coding line says {encoding!r}, but the file begins with the mark "
    "of UTF-8 (a BOM): delete the coding line",
    "submission.unknown_encoding": "the coding line names {encoding!r}, "
    "which is no text encoding for source: save the file as UTF-8 and delete the coding line",
    "submission.unknown_encoding_near": "the coding line names {encoding!r}, "
    "which is no text encoding for source, did you mean {near!r}?",
    "submission.undecodable": "line {line} cannot be decoded as {encoding}: "
    "byte {byte} does not belong there; save the file again as UTF-8",
    "submission.gbk": "line {line} is not UTF-8; the file seems to be encoded as GBK: save it as UTF-8, "
    "or make `# -*- coding: gbk -*-` its first line",
    "submission.pasted_fence": "line {line} is a fence of Markdown and no Python: "
    "delete it, the one at the end and all text around the code",
    "submission.pasted_prompt": "line {line} begins with the prompt of a console (>>> or In [1]:), which is no part of the code: "
    "delete the prompts, and what the console answered",
    "submission.pasted_magic": "line {line} is a command to a notebook or a shell and no Python: "
    "delete it, or hand in the notebook itself (.ipynb)",
    "submission.pasted_numbers": "from line {line} on every line begins with its number: "
    "delete the numbers, or copy the code without them",
    "submission.no_notebook": "the file is called .ipynb but is no notebook: "
    "expected JSON with a list of cells (format 4)",
    "submission.notebook_nested": "the notebook's JSON is nested too deeply to be read",
    "submission.notebook_empty": "the notebook has no code: expected a code cell that is not empty",
    "submission.notebook_code": "the notebook holds too much code: "
    "expected at most {limit_mib} MiB in at most {limit_cells} cells",
    "submission.notebook_nul": "cell {cell} holds a NUL character, which Python source must not: delete it",
}

ZH: Final = {
    "submission.no_file": "文件 {path!r} 不存在",
    "submission.no_file_near": "文件 {path!r} 不存在，是不是想写 {near!r}？",
    "submission.directory": "这是一个文件夹：应为一个 Python 文件（.py）或笔记本（.ipynb）",
    "submission.device": "这是一个设备：应为普通文件",
    "submission.fifo": "这是一个命名管道：应为普通文件；要从管道读入，请写 `-` 并使用标准输入",
    "submission.socket": "这是一个套接字：应为普通文件",
    "submission.link": "这是一个符号链接：评测时不跟随链接，请直接给出文件本身",
    "submission.link_dangling": "这是一个符号链接，它指向的文件不存在",
    "submission.link_loop": "这是一个绕回自身的符号链接",
    "submission.no_permission": "没有读取该文件的权限",
    "submission.unreadable": "无法读取该文件：{error}",
    "submission.empty": "文件是空的",
    "submission.too_large": "文件太大：最多 {limit_mib} MiB",
    "submission.binary": "这是{what}，不是 Python 源代码：应为文本文件（.py）或笔记本（.ipynb）",
    "submission.kind_picture": "一张图片",
    "submission.kind_zip": "一个 zip 压缩包（或 Word、Excel 文档）",
    "submission.kind_office": "一个文字处理软件的文档",
    "submission.kind_pdf": "一个 PDF 文档",
    "submission.kind_archive": "一个压缩包",
    "submission.kind_npy": "一个用 numpy 保存的数组",
    "submission.kind_program": "一个编译好的程序",
    "submission.kind_pyc": "编译后的 Python 文件（.pyc）",
    "submission.kind_binary": "二进制数据",
    "submission.nul": "第 {line} 行含有 NUL 字节，Python 源代码里不允许出现："
    "请删除它，或把文件重新保存为 UTF-8 文本",
    "submission.wide": "文件的编码是 {encoding}，Python 无法读取：请重新保存为 UTF-8",
    "submission.bom_conflict": "编码声明写的是 {encoding!r}，但文件开头带有 UTF-8 的标记（BOM）："
    "请删除编码声明",
    "submission.unknown_encoding": "编码声明里的 {encoding!r} 不是可用于源代码的文本编码："
    "请把文件保存为 UTF-8，并删除编码声明",
    "submission.unknown_encoding_near": "编码声明里的 {encoding!r} 不是可用于源代码的文本编码，"
    "是不是想写 {near!r}？",
    "submission.undecodable": "第 {line} 行无法按 {encoding} 解码：不该出现字节 {byte}；"
    "请把文件重新保存为 UTF-8",
    "submission.gbk": "第 {line} 行不是 UTF-8；文件看起来是 GBK 编码：请另存为 UTF-8，"
    "或者在第一行写上 `# -*- coding: gbk -*-`",
    "submission.pasted_fence": "第 {line} 行是 Markdown 的代码块标记，不是 Python："
    "请删除它、末尾的标记和代码以外的文字",
    "submission.pasted_prompt": "第 {line} 行开头是命令行的提示符（>>> 或 In [1]:），它不是代码的一部分："
    "请删除提示符和命令行的输出",
    "submission.pasted_magic": "第 {line} 行是笔记本或命令行的命令，不是 Python："
    "请删除它，或直接提交笔记本文件（.ipynb）",
    "submission.pasted_numbers": "从第 {line} 行起，每行开头都带着行号：请删除行号，或重新复制不带行号的代码",
    "submission.no_notebook": "文件名是 .ipynb，但内容不是笔记本：应为含有 cells 列表的 JSON（第 4 版格式）",
    "submission.notebook_nested": "笔记本的 JSON 嵌套太深，无法读取",
    "submission.notebook_empty": "笔记本里没有代码：至少应有一个非空的代码单元格",
    "submission.notebook_code": "笔记本里的代码太多：最多 {limit_cells} 个单元格，共 {limit_mib} MiB",
    "submission.notebook_nul": "第 {cell} 个单元格含有 NUL 字符，Python 源代码里不允许出现：请删除它",
}
