# attack: defines nothing of what is asked for
# expect: not-full
MaxPooling = maxPool = None
