"""Text can be read on what is behind it (WCAG 2, level AA), in light and dark."""

from __future__ import annotations

import re
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from grader.report.html.palette import DARK, LIGHT, css_class, hexadecimal, palette_css
from grader.report.shades import NOT_FINITE, STEPS

if TYPE_CHECKING:
    from grader.report.html.palette import Colour, Scheme

TEXT_CONTRAST = 4.5
SCHEMES = {"light": LIGHT, "dark": DARK}
PAIRS = [
    *[("ink", ground) for ground in ("page", "panel", "good-soft", "bad-soft", "warn-soft", "hint-soft")],
    *[("quiet", ground) for ground in ("page", "panel", "bad-soft", "hint-soft")],
    *[("link", ground) for ground in ("page", "panel", "hint-soft")],
    *[(tone, "panel") for tone in ("good", "bad", "warn", "ours", "hint")],
    *[(tone, f"{tone}-soft") for tone in ("good", "bad", "warn", "ours", "hint")],
]


def variables(scheme: str) -> dict[str, str]:
    style = resources.files("grader.report.html").joinpath("style.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light if scheme == "light" else dark))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = variables(scheme)
    assert contrast(colours[text], colours[ground]) >= TEXT_CONTRAST


def test_both_schemes_have_the_same_variables() -> None:
    assert variables("light").keys() == variables("dark").keys()


def test_numbers_and_outlines_can_be_read_on_every_step(scheme: str) -> None:
    colours, scale = variables(scheme), SCHEMES[scheme]
    for step in (*range(-STEPS, STEPS + 1), NOT_FINITE):
        ground = hexadecimal(scale.colour(step))
        assert contrast(colours["ink"], ground) >= TEXT_CONTRAST
    assert contrast(colours["quiet"], hexadecimal(scale.zero)) >= TEXT_CONTRAST


def test_every_step_has_a_colour_of_its_own(scheme: str) -> None:
    palette = SCHEMES[scheme].palette()
    assert len(set(palette)) == len(palette) == 2 * STEPS + 2


def test_steps_go_away_from_zero(scheme: str) -> None:
    scale = SCHEMES[scheme]
    for sign in (1, -1):
        distances = [distance(scale.zero, scale.colour(sign * step)) for step in range(STEPS + 1)]
        assert all(before < after for before, after in pairwise(distances))


def distance(one: Colour, other: Colour) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def test_style_sheet_has_a_rule_for_every_step_in_both_schemes() -> None:
    css = palette_css()
    for step in (*range(-STEPS, STEPS + 1), NOT_FINITE):
        assert css.count(f".{css_class(step)}{{") == 2


def test_ends_of_the_scale_can_be_told_apart_without_red_and_green(scheme: str) -> None:
    assert blue_against_yellow(SCHEMES[scheme]) > 150


def blue_against_yellow(scale: Scheme) -> int:
    blues = [colour[2] - (colour[0] + colour[1]) // 2 for colour in (scale.negative, scale.positive)]
    return blues[0] - blues[1]
