"""Turns an exercise, its cases and its known wrong solutions into proof that the cases tell right from wrong.

`ties`, `facts` and `soundness` look at the cases themselves, `proof` at the reference, `matrix` at which case
catches which misconception, `extra` for the case that would catch what survives.
"""
