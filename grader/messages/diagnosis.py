"""What a failure looks like."""

EN = {
    "diagnosis.all_zeros": "{value} is zero everywhere: is it filled at all?",
    "diagnosis.equal_to_input": "{value} is exactly the input {name}",
    "diagnosis.opposite_sign": "{value} is right but for its sign",
    "diagnosis.constant_factor": "{value} is {factor} times what it should be, everywhere",
    "diagnosis.transposed_axes": "{value} is right but for the order of its axes: it comes as transpose{order} of what it should be",
    "diagnosis.same_numbers_elsewhere": "{value} holds the right numbers in wrong places: look at the order in which they are laid out",
    "diagnosis.only_first_right": "only the first index of axis {axis} of {value} is right",
    "diagnosis.only_last_right": "only the last index of axis {axis} of {value} is right",
    "diagnosis.border_only": "{value} is wrong at the border only",
    "diagnosis.not_linear": "{value} does not double when {name} doubles, although a gradient is linear in what comes from above",
    "diagnosis.call_order": "on its own the case is right: the result depends on what was called before",
}

ZH = {
    "diagnosis.all_zeros": "{value} 全是 0：是不是没有填入任何值？",
    "diagnosis.equal_to_input": "{value} 就是输入 {name} 本身",
    "diagnosis.opposite_sign": "{value} 只差一个负号",
    "diagnosis.constant_factor": "{value} 处处都是应有值的 {factor} 倍",
    "diagnosis.transposed_axes": "{value} 只是轴的顺序不对：它是应有结果的 transpose{order}",
    "diagnosis.same_numbers_elsewhere": "{value} 里的数都对，但位置不对：请检查数据排列的顺序",
    "diagnosis.only_first_right": "{value} 只有第 {axis} 轴的第一个下标是对的",
    "diagnosis.only_last_right": "{value} 只有第 {axis} 轴的最后一个下标是对的",
    "diagnosis.border_only": "{value} 只在边缘出错",
    "diagnosis.not_linear": "{name} 变为两倍时 {value} 没有变为两倍，而梯度对上游传来的值应当是线性的",
    "diagnosis.call_order": "单独运行这个测试集是对的：结果受到了之前调用的影响",
}
