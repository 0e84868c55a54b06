# attack: defines classes with names like the missing one, full of codes
# expect: not-full
globals().update({name: type(name, (), {}) for name in ("MaxPoo1\x1b[2J", "MaxPol\n::error::x", "MaxPool\u202e", "Max<b>Pool</b>", "=MaxPool")})
