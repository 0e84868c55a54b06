"""Turns a class's submissions into pairs that are alike: something to look at, never a verdict."""
