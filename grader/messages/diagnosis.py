"""What a failure looks like."""

EN = {
    "diagnosis.all_zeros": "{value} is zero everywhere: was it never filled, or rounded to whole numbers?",
    "diagnosis.equal_to_input": "{value} is exactly the input {name}",
    "diagnosis.opposite_sign": "{value} is right but for its sign",
    "diagnosis.constant_factor": "{value} is {factor} times what it should be, everywhere",
    "diagnosis.transposed_axes": "{value} is right but for the order of its axes: it comes as transpose{order} of what it should be",
    "diagnosis.same_numbers_elsewhere": "{value} holds the right numbers in wrong places: look at the order in which they are laid out",
    "diagnosis.whole_numbers": "{value} holds whole numbers only: was it made with an integer dtype?",
    "diagnosis.only_first_right": "only the first index of axis {axis} of {value} is right",
    "diagnosis.only_last_right": "only the last index of axis {axis} of {value} is right",
    "diagnosis.only_first_wrong": "only the first index of axis {axis} of {value} is wrong",
    "diagnosis.only_last_wrong": "only the last index of axis {axis} of {value} is wrong",
    "diagnosis.border_only": "{value} is wrong at the border only",
    "diagnosis.second_call": "right as long as everything is called once, wrong when something is called again: the result depends on earlier calls",
    "diagnosis.same_for_all": "{value} stays the same when {name} changes",
    "diagnosis.not_linear": "{value} does not double when {name} doubles, although a gradient is linear in what comes from above",
    "diagnosis.call_order": "on its own the case is right: the result depends on what was called before",
}

ZH = {
    "diagnosis.all_zeros": "{value} 全是 0：是不是没有填入任何值，或者小数被取整了？",
    "diagnosis.equal_to_input": "{value} 就是输入 {name} 本身",
    "diagnosis.opposite_sign": "{value} 只差一个负号",
    "diagnosis.constant_factor": "{value} 处处都是应有值的 {factor} 倍",
    "diagnosis.transposed_axes": "{value} 只是轴的顺序不对：它是应有结果的 transpose{order}",
    "diagnosis.same_numbers_elsewhere": "{value} 里的数都对，但位置不对：请检查数据排列的顺序",
    "diagnosis.whole_numbers": "{value} 里全是整数：它的 dtype 是不是整数类型？",
    "diagnosis.only_first_right": "{value} 沿轴 {axis} 只有第一个下标处是对的",
    "diagnosis.only_last_right": "{value} 沿轴 {axis} 只有最后一个下标处是对的",
    "diagnosis.only_first_wrong": "{value} 沿轴 {axis} 只有第一个下标处出错",
    "diagnosis.only_last_wrong": "{value} 沿轴 {axis} 只有最后一个下标处出错",
    "diagnosis.border_only": "{value} 只在边缘出错",
    "diagnosis.second_call": "只调用一次时是对的，再次调用就错了：结果受到了之前调用的影响",
    "diagnosis.same_for_all": "{name} 变了，{value} 却没有变",
    "diagnosis.not_linear": "{name} 变为两倍时 {value} 没有变为两倍，而梯度对上游传来的值应当是线性的",
    "diagnosis.call_order": "单独运行这个测试集是对的：结果受到了之前调用的影响",
}
