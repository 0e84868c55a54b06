"""Throws hostile bytes at the parts of the grader that read what a submission or a file says.

run           all targets in turn, each in a process of its own: `python fuzz/run.py --seconds N`
engines       one target: by coverage where atheris is installed, else by random mutation
trail         what was tried, in a file that outlives the process
bites         bytes into numbers, choices and texts

A target is a module with `examine(data)`, which raises when something is wrong, `WORDS` that are worth trying
and `BYTES_MAX`. The corpus holds a few small inputs for each to begin with.
"""
