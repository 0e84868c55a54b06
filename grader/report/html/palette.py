"""Turns the steps of the colour scale into colours of light and of dark pages, as CSS and for images."""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

from grader.report.shades import NOT_FINITE, STEPS

Colour: TypeAlias = tuple[int, int, int]

# The weakest step must already be told from zero.
WEAKEST: Final = 0.2


class Scheme(NamedTuple):
    """The ends and the middle of the scale. Blue and orange look different to the colour-blind too."""

    zero: Colour
    positive: Colour
    negative: Colour
    not_finite: Colour

    def colour(self, step: int) -> Colour:
        """Give the colour of a step."""
        if step == NOT_FINITE:
            return self.not_finite
        if step == 0:
            return self.zero
        end = self.positive if step > 0 else self.negative
        part = WEAKEST + (1 - WEAKEST) * (abs(step) - 1) / (STEPS - 1)
        red, green, blue = (round(a + (b - a) * part) for a, b in zip(self.zero, end, strict=True))
        return red, green, blue

    def palette(self) -> tuple[Colour, ...]:
        """Give the colours of all steps in order, from the most negative; what is not finite comes last."""
        return tuple(self.colour(step) for step in (*range(-STEPS, STEPS + 1), NOT_FINITE))


LIGHT: Final = Scheme((238, 240, 244), (240, 130, 46), (84, 152, 232), (214, 180, 242))
DARK: Final = Scheme((40, 45, 54), (176, 74, 8), (28, 94, 184), (104, 54, 150))


def css_class(step: int) -> str:
    """Name the class of a step in the style sheet: `n8` to `n1`, `z`, `p1` to `p8`, `nf`."""
    if step == NOT_FINITE:
        return "nf"
    return "z" if step == 0 else f"{'p' if step > 0 else 'n'}{abs(step)}"


def palette_css() -> str:
    """Write the colours of all steps as rules of a style sheet."""
    return f"{_rules(LIGHT)}@media (prefers-color-scheme:dark){{{_rules(DARK)}}}"


def _rules(scheme: Scheme) -> str:
    steps = (*range(-STEPS, STEPS + 1), NOT_FINITE)
    return "".join(f".{css_class(step)}{{fill:{hexadecimal(scheme.colour(step))}}}" for step in steps)


def hexadecimal(colour: Colour) -> str:
    """Write a colour as CSS does."""
    return "#" + "".join(f"{part:02x}" for part in colour)
