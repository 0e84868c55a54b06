"""What is said about the secret of a course, and never of what is in it."""

EN = {
    "secret.twice": "GRADE_SECRET and GRADE_SECRET_FILE are both set: expected one of them",
    "secret.no_file": "GRADE_SECRET_FILE: there is no regular file {path!r}",
    "secret.unreadable": "GRADE_SECRET_FILE: {path!r} cannot be read: {reason}",
    "secret.length": 'the course secret has {count} bytes: expected {least} to {most}. `python -c "import secrets; print(secrets.token_hex(32))"` makes a good one',
    "secret.in_force": "hidden cases are drawn with the course secret {fingerprint}",
    "secret.none": "hidden cases are drawn without a course secret (GRADE_SECRET is not set)",
}

ZH = {
    "secret.twice": "GRADE_SECRET 和 GRADE_SECRET_FILE 同时设置了：只应设置其中一个",
    "secret.no_file": "GRADE_SECRET_FILE：没有普通文件 {path!r}",
    "secret.unreadable": "GRADE_SECRET_FILE：无法读取 {path!r}：{reason}",
    "secret.length": '课程密钥有 {count} 个字节：应为 {least} 到 {most} 个。可用 `python -c "import secrets; print(secrets.token_hex(32))"` 生成',
    "secret.in_force": "隐藏测试集的输入由课程密钥 {fingerprint} 参与抽取",
    "secret.none": "隐藏测试集的输入没有使用课程密钥（未设置 GRADE_SECRET）",
}
