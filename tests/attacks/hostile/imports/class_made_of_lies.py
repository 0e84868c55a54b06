# attack: gives all names to everyone who looks at the module
# expect: not-full
import sys


class Module(type(sys)):
    def __getattribute__(self, name):
        return 1


sys.modules[__name__].__class__ = Module
sys.modules[__name__] = None
