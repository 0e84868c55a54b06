"""What the sandbox says when it fails itself."""

EN = {
    "sandbox.no_worker": "the machine has no room for another process: {detail}",
    "sandbox.zygote_lost": "the process that workers are forked from died {tries} times",
    "sandbox.not_set_up": "a worker could not be set up, so the submission was not run: {detail}",
}

ZH = {
    "sandbox.no_worker": "系统无法再创建进程：{detail}",
    "sandbox.zygote_lost": "用于派生评测进程的母进程连续 {tries} 次异常退出",
    "sandbox.not_set_up": "评测进程无法完成准备，因此没有运行提交的代码：{detail}",
}
