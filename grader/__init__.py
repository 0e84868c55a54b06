"""Grades "implement this layer" exercises: fair, fast, and it says why."""

__version__ = "0.1.0"
