# attack: defines an object that calls itself a class
# expect: not-full
class Everything:
    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self

    __class__ = type


MaxPool = Everything()
