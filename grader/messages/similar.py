"""What `grade similar` says."""

from __future__ import annotations

EN = {
    "similar.help": "List submissions that are alike, to look at them. It is never a verdict: short exercises converge.",
    "similar.option_threshold": "From which share, in percent, a pair is listed; 80 unless said.",
    "similar.page_title": "Similar submissions: {title}",
    "similar.look": "Look at these; they are not a verdict. Short exercises have few solutions, and many students arrive at the same one by themselves.",
    "similar.explained": "Compared is what students wrote themselves: without the template, the reference and what more than half of the class wrote, and without comments, layout and the names of variables. The percentage is the part of the shorter one that the other has too; listed from {threshold} %.",
    "similar.compared": "{count} compared; {too_short} more have too little of their own to say anything.",
    "similar.usual": "What is usual in this class",
    "similar.usual_explained": "For every submission, how close the one most like it is. A pair says something only where it stands apart from this.",
    "similar.nearest": "nearest other",
    "similar.submissions": "submissions",
    "similar.groups": "The same but for names, comments and layout: {count}",
    "similar.group": "{count} submissions",
    "similar.pairs": "Pairs that come close: {count}",
    "similar.more": "{count} more are not shown.",
    "similar.left_out": "{count} more lines",
    "similar.text_group": "the same but for names, comments and layout: {ids}",
    "similar.none": "nothing is alike from {threshold} % on",
    "similar.too_few": "at least two submissions are needed; found: {count}",
    "similar.skipped": "left out: {shown}: {told}",
}

ZH = {
    "similar.help": "列出彼此相似的提交，供人工查看。这不是结论：短小的练习写出来往往差不多。",
    "similar.option_threshold": "相似度达到百分之几才列出，默认 80。",
    "similar.page_title": "相似的提交：{title}",
    "similar.look": "请人工查看，这不是结论。短小的练习解法有限，许多学生会各自写出同样的代码。",
    "similar.explained": "只比较学生自己写的部分：去掉模板、参考答案以及全班一半以上的人都写了的内容，并忽略注释、排版和变量名。百分比是较短的一份中另一份也有的部分；从 {threshold} % 起列出。",
    "similar.compared": "比较了 {count} 份；另有 {too_short} 份自己写的内容太少，无法判断。",
    "similar.usual": "这个班的一般情况",
    "similar.usual_explained": "每份提交与最像它的那一份有多接近。只有明显高于这里的一般情况，才值得注意。",
    "similar.nearest": "与最像的一份",
    "similar.submissions": "提交数",
    "similar.groups": "除名称、注释和排版外完全相同：{count} 组",
    "similar.group": "{count} 份提交",
    "similar.pairs": "比较接近的：{count} 对",
    "similar.more": "另有 {count} 项未显示。",
    "similar.left_out": "另有 {count} 行",
    "similar.text_group": "除名称、注释和排版外完全相同：{ids}",
    "similar.none": "没有相似度达到 {threshold} % 的提交",
    "similar.too_few": "至少需要两份提交；找到：{count}",
    "similar.skipped": "未计入：{shown}：{told}",
}
