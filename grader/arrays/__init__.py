"""Turns a seed and a way of drawing into input arrays, the same bits everywhere, as docs/draws.md says."""
