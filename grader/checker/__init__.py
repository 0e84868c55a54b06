"""Turns an observed value and the expected array into their difference, or into nothing when they agree."""
