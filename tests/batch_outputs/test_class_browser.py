"""The instructor's and a student's page in a real browser: they sort, fetch nothing, and are accessible.

Skipped where Chromium or what drives it is not installed, as the tests of the report's page are.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.batch_outputs.conftest import Build, Write

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)
PHONE, DESK = 360, 1280
TABLE = "section[aria-labelledby=students] "


class Seen(NamedTuple):
    """A page that was opened, and what the browser had to say and to fetch meanwhile."""

    page: Page
    complaints: list[str]
    requests: list[str]

    def column(self, number: int) -> list[str]:
        """The texts of a column of the table of students."""
        texts: list[str] = self.page.locator(f"{TABLE}tbody tr > :nth-child({number})").all_inner_texts()
        return texts

    def sort(self, heading: str) -> str | None:
        """Press a heading; how the column is sorted then."""
        self.page.click(f"{TABLE}thead button:text-is('{heading}')")
        sorted_as: str | None = self.page.locator(f"{TABLE}th[aria-sort]").get_attribute("aria-sort")
        return sorted_as


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


@pytest.fixture
def see(browser: Browser) -> Iterator[Callable[..., Seen]]:
    contexts = []

    def opened(path: Path, *, dark: bool = False, width: int = DESK, script: bool = True) -> Seen:
        context = browser.new_context(
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
        )
        contexts.append(context)
        seen = Seen(context.new_page(), [], [])
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.goto(path.as_uri())
        return seen

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def folder(build: Build, write: Write) -> Path:
    return write(build.everything(), lang="en")


def test_table_is_sorted_by_numbers_and_back(folder: Path, see: Callable[..., Seen]) -> None:
    seen = see(folder / "index.html")
    assert seen.sort("score") == "descending"
    assert seen.column(3) == ["30", "30", "20", "10", "10", "10", "0", "0", "–"]
    assert seen.sort("score") == "ascending"
    assert seen.column(3) == ["0", "0", "10", "10", "10", "20", "30", "30", "–"]
    assert seen.sort("time") == "descending"
    assert seen.column(8)[0] == "20.1 s"
    assert seen.complaints == []


def test_who_has_no_score_comes_last_either_way(build: Build, write: Write, see: Callable[..., Seen]) -> None:
    outcomes = [
        build.outcome("a"),
        *(build.outcome(id_, build.document()) for id_ in "bc"),
        build.outcome("d"),
    ]
    seen = see(write(outcomes, lang="en") / "index.html")
    for _ in range(2):
        seen.sort("score")
        assert seen.column(3) == ["30", "30", "–", "–"]


def test_ids_are_sorted_as_people_count(build: Build, write: Write, see: Callable[..., Seen]) -> None:
    seen = see(write([build.outcome(f"s{number}") for number in (10, 9, 1)], lang="en") / "index.html")
    assert seen.sort("id") == "ascending"
    assert seen.column(1) == ["s1", "s9", "s10"]


def test_page_says_the_same_without_a_script(folder: Path, see: Callable[..., Seen]) -> None:
    seen = see(folder / "index.html", script=False)
    assert seen.page.locator("button").count() == 0
    assert len(seen.column(1)) == 9


@pytest.mark.parametrize(("dark", "width"), [(False, DESK), (True, PHONE)])
@pytest.mark.parametrize("name", ["index.html", "reports/2022003.html", "reports/2022008.html"])
def test_pages_are_accessible_fit_and_fetch_nothing(
    folder: Path, see: Callable[..., Seen], name: str, *, dark: bool, width: int
) -> None:
    checker = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    seen = see(folder / name, dark=dark, width=width)
    found = checker.Axe().run(seen.page)
    assert found.violations_count == 0, found.generate_report()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.complaints == []
    assert [url.partition(":")[0] for url in seen.requests if not url.startswith("data:")] == ["file"]


def test_hostile_text_does_nothing_in_a_browser(
    build: Build, write: Write, hostile_texts: dict[str, str], see: Callable[..., Seen]
) -> None:
    folder = write([build.hostile(text)[0] for text in hostile_texts.values() if text], lang="en")
    reports = sorted((folder / "reports").glob("*.html"))
    assert len(reports) == len(hostile_texts) - 1
    for path in (folder / "index.html", *reports[::4]):
        seen = see(path, width=PHONE)
        assert seen.complaints == []
        assert [url.partition(":")[0] for url in seen.requests if not url.startswith("data:")] == ["file"]
        assert not seen.page.title().startswith("hacked")
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= PHONE
