"""Runs student code: the far side of the trust boundary.

The modules of this folder import the standard library, numpy and each other, and nothing else of the grader:
they run in processes of their own, started with `-I -S`, where this folder is the top-level package `inside`.

    zygote   imports what submissions may import, then forks one worker after another
    worker   one process, one submission: loads it, runs one case at a time, sends what came out
    seal     what a worker gives up before it looks at a submission
    spawned  a worker that was started and not forked; `spawned_probe` tries what such a one can do

A worker talks in frames: one byte of kind, four bytes of length (little-endian), then the payload.

    to the worker     J  the job: a JSON header with the submission's source and the modules given to it,
                         then what the grader has compiled of these
                      C  a case: a token, a JSON header, then the bytes of its arrays
    from the worker   S  set up and sealed; the submission is not touched yet
                      F  could not be set up                                         text
                      N  an allowed module is not loaded: start again with all of them
                      E  the submission does not load                                exception
                      R  the submission is loaded
                      A  no such class, or no such method             token, texts: the name, then near ones
                      X  a call raised                                token, call index, exception
                      V  every call returned                          token, the observed values

S or F is the first frame, and the only one that is believed: all later ones are bytes that the submission may
have written. A worker that has not the memory to answer ends with a status of its own.
"""
