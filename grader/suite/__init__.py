"""Turns the files of a course into an exercise and its suite of cases, or says every problem with its place.

A file goes through `text` (bytes to text), `tree` (text to a tree whose parts know their place, with
`wording` for what does not parse), `readers` (parts of the tree to checked values) and `problems` (mistakes
to problems with their line). On these stand `course` (where the course is), `exercise` (with `params`,
`draws`, `rules`, `protocol`) and `cases` (with `inputs`, `literals`, `shapes`): what other layers call.
"""
