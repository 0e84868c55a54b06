"""The page in a real browser: nothing is fetched, nothing complains, and it is accessible.

Skipped where Chromium or what drives it is not installed: `pip install 'layergrade[browser]'`, and Debian's
`chromium`.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

from grader.model.diagnosis import Clue, Diagnosis
from grader.model.exercise import Text
from grader.model.judgement import Verdict
from grader.model.observation import Captured, TraceLine
from grader.model.submission import TemplateState
from grader.report.html import render_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Literal

    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import Browser, Page

    from grader.model.report import Report
    from tests.report.conftest import Build
    from tests.report.html.conftest import Hostile

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESK = 360, 1280


class Seen(NamedTuple):
    """A page that was opened, and what the browser had to say and to fetch meanwhile."""

    page: Page
    complaints: list[str]
    requests: list[str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    with driver.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def axe() -> Axe:
    checker = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    made: Axe = checker.Axe()
    return made


@pytest.fixture
def see(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Seen]]:
    contexts = []

    def opened(html: str, *, scheme: Literal["light", "dark"] = "light", width: int = DESK) -> Seen:
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
        contexts.append(context)
        seen = Seen(context.new_page(), [], [])
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        file = tmp_path / "report.html"
        file.write_text(html, encoding="utf-8")
        seen.page.goto(file.as_uri())
        return seen

    yield opened
    for context in contexts:
        context.close()


def everything(build: Build) -> Report:
    """A report with each kind of thing that a page can show."""
    large = np.zeros((40, 40))
    small = np.eye(2)
    inputs = {"x": small, "dout": small}
    told = {"explain": Text(zh="说明", en="about"), "tags": ("overlap", "padding")}
    clue = Clue(id="border", told=Text(zh="只在边缘出错", en="wrong at the border only"))
    return build.report(
        build.result("passed", printed=Captured(text="hello\n")),
        build.result("small", Verdict.WA, *build.wrong_values(small * 2, small), inputs=inputs, **told),
        build.result("large", Verdict.WA, *build.wrong_values(large + 1, large), inputs=inputs),
        build.result("raised", Verdict.RTE, build.raised("no"), trace=(TraceLine(line=16, function="f"),)),
        build.result("late", Verdict.TLE, build.raised("no")),
        build.result("not_run", Verdict.SC, usage=None),
        build.hidden("hidden", Verdict.WA, tags=("ties",)),
        build.hidden("hidden_too"),
        diagnosis=Diagnosis(clues=(clue,)),
        template=TemplateState(markers=True, modified_outside_markers=True),
    )


@pytest.fixture(params=["everything", "syntax", "internal_error", "right"])
def shown(request: pytest.FixtureRequest, build: Build) -> Report:
    return (build.reports | {"everything": lambda: everything(build)})[str(request.param)]()


def test_browser_fetches_nothing_and_has_no_complaint(shown: Report, see: Callable[..., Seen]) -> None:
    seen = see(render_html(shown, lang="zh"))
    assert seen.complaints == []
    assert [url.partition(":")[0] for url in seen.requests if not url.startswith("data:")] == ["file"]


@pytest.mark.parametrize(("scheme", "width"), [("light", DESK), ("dark", DESK), ("dark", PHONE)])
def test_page_is_accessible(
    shown: Report, see: Callable[..., Seen], axe: Axe, scheme: str, width: int
) -> None:
    seen = see(render_html(shown, lang="zh"), scheme=scheme, width=width)
    found = axe.run(seen.page)
    assert found.violations_count == 0, found.generate_report()


def test_page_fits_a_phone(shown: Report, see: Callable[..., Seen]) -> None:
    page = see(render_html(shown, lang="en"), width=PHONE).page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_style_is_permitted_and_follows_the_scheme(build: Build, see: Callable[..., Seen]) -> None:
    html = render_html(build.reports["right"](), lang="zh")
    grounds = [
        see(html, scheme=scheme).page.evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(245, 246, 248)", "rgb(16, 19, 23)"]


def test_link_to_a_line_opens_what_it_is_folded_in(build: Build, see: Callable[..., Seen]) -> None:
    page = see(render_html(build.reports["exception"](), lang="zh")).page
    page.click('a[href="#line-16"]')
    assert page.is_visible("#line-16")


def test_hostile_text_does_nothing_in_a_browser(
    build: Build, hostile: Hostile, hostile_text: str, see: Callable[..., Seen]
) -> None:
    seen = see(render_html(hostile.graded(build, hostile_text), lang="en"), width=PHONE)
    assert seen.complaints == []
    assert [url.partition(":")[0] for url in seen.requests if not url.startswith("data:")] == ["file"]
    assert "hacked" not in seen.page.title().replace(hostile_text[:20], "").split()
    assert seen.page.evaluate("document.scripts.length") == 0
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= PHONE
