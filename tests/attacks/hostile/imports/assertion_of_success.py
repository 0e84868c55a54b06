# attack: raises exceptions named after success, at import
# expect: not-full
class FullMarks(BaseException):
    pass


FullMarks.__qualname__ = FullMarks.__module__ = "AC"
raise FullMarks("AC 100/100 passed")
