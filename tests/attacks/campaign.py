"""Turns the whole set into a table of defects: `python -m tests.attacks.campaign`, in the project's root.

--user NAME|UID       become that user first; needs root, and a Python that the user may read
--without-layer NAME  leave out a layer of isolation, to see that the others hold; may be repeated
--only GLOB           only entries whose `category/name` matches; may be repeated
--command             by the command line instead of in this process; slower, in hostile surroundings
--verbose             name each entry when its turn comes
--unsealed            go on below level B; the attacks that get through are bounded, but they do get through
"""

from __future__ import annotations

import argparse
import fnmatch
import os
import pwd
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.attacks.arena import Arena
from tests.attacks.corpus import Entry, benign_entries, hostile_entries
from tests.attacks.graders import WarmGrader
from tests.attacks.made import MADE, try_made
from tests.attacks.trial import KINDS, Defect, try_command, try_others, try_warm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_OTHERS_EVERY: Final = 10
_SEALED: Final = ("A", "B")


def main() -> int:
    """Run the campaign; 0 without a defect, 1 with any, 5 below the isolation that it asks for."""
    options = _options()
    if options.user is not None:
        become(options.user)
    started, counts, defective = time.monotonic(), Counter[tuple[str, str]](), 0
    with tempfile.TemporaryDirectory(prefix="layergrade-arena-") as folder:
        arena = Arena(Path(folder))
        with WarmGrader(arena, without=options.without) as grader:
            if grader.level not in _SEALED and not options.unsealed:
                _say(f"isolation {grader.level}: not with attacks that would get through")
                return 5
            arena.settle()
            for category, name, found in _results(options, grader, arena):
                counts[category, "files"] += 1
                counts.update({(category, kind) for kind, _ in found})
                if found:
                    defective += 1
                    _say(f"{name}: {'; '.join(map(str, found))}")
        arena.close()
    _print_table(counts)
    seconds = time.monotonic() - started
    _say(f"user {os.getuid()}, isolation {grader.level}, {seconds:.0f} s, {defective} with a defect")
    return 1 if defective else 0


def become(user: str) -> None:
    """Change to an ordinary user, for good."""
    uid = int(user) if user.isdigit() else pwd.getpwnam(user).pw_uid
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--user")
    parser.add_argument("--without-layer", dest="without", action="append", default=[])
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--command", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--unsealed", action="store_true")
    return parser.parse_args()


def _results(
    options: argparse.Namespace, grader: WarmGrader, arena: Arena
) -> Iterator[tuple[str, str, Sequence[Defect]]]:
    chosen = [each for each in (*hostile_entries(), *benign_entries()) if _wanted(each.name, options.only)]
    grade: Callable[[Entry], list[Defect]] = lambda entry: try_warm(entry, grader, arena)  # noqa: E731 - one of two
    if options.command:
        grade = lambda entry: try_command(entry, arena, without=options.without)  # noqa: E731 - one of two
    for number, entry in enumerate(chosen, start=1):
        if options.verbose:
            _say(entry.name)
        found = grade(entry)
        if number % _OTHERS_EVERY == 0 or number == len(chosen):
            found += try_others(grader, arena)
        yield entry.category, entry.name, found
    for name in MADE:
        if _wanted(f"made/{name}", options.only):
            yield "made", f"made/{name}", try_made(name, arena, without=options.without)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _wanted(name: str, patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatch.fnmatch(name, pattern) for pattern in patterns)


def _print_table(counts: Counter[tuple[str, str]]) -> None:
    columns = ("files", *KINDS)
    categories = sorted({category for category, _ in counts})
    _say(f"{'':16}" + "".join(f"{column:>10}" for column in columns))
    for category in categories:
        _say(f"{category:16}" + "".join(f"{counts[category, column] or '.':>10}" for column in columns))
    totals = [sum(counts[category, column] for category in categories) for column in columns]
    _say(f"{'all':16}" + "".join(f"{total or '.':>10}" for total in totals))


if __name__ == "__main__":
    sys.exit(main())
