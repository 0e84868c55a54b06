"""Turns source text into a module: the submission, and the modules that it is given to import."""

from __future__ import annotations

import sys
from marshal import loads
from types import CodeType, ModuleType
from typing import Any

from .memory_files import serve_sources, serve_temporary_files

SUBMISSION_NAME = "submission"
SUBMISSION_FILE = "/submission.py"
"""Absolute, so that `os.path.abspath(__file__)` asks nobody, and the same for everyone."""


class _SourceLoader:
    """What `inspect` and `linecache` ask of a module that has no file."""

    def __init__(self, source: str) -> None:
        self._source = source

    def get_source(self, name: str) -> str:
        del name
        return self._source


def unpack_job(payload: bytearray) -> dict[str, Any]:
    """Read a job frame, which the grader made; of the given modules it holds what was compiled, too."""
    job: dict[str, Any] = loads(payload)  # noqa: S302 - from the grader
    for given in job["modules"]:
        given["code"] = loads(given["code"]) if given["code"] else None  # noqa: S302 - compiled by the grader
    return job


def load_submission(job: dict[str, Any]) -> ModuleType:
    """Compile and run a submission; whatever that raises is the submission's own.

    Parameters
    ----------
    job : dict
        `source`: text of the submission; `modules`: a list of `name`, `aliases`, `source` and `code`, or None
        in its place, of what it may import; `result_bytes`: see `cases.run_case`.
    """
    files = {SUBMISSION_FILE: job["source"]}
    files.update({f"/{given['name']}.py": given["source"] for given in job["modules"]})
    serve_sources(files)
    serve_temporary_files()
    for given in job["modules"]:
        module = _make(given["name"], f"/{given['name']}.py", given["source"], given["code"])
        for alias in given["aliases"]:
            _register(alias, module)
    return _make(SUBMISSION_NAME, SUBMISSION_FILE, job["source"])


def _make(name: str, filename: str, source: str, code: CodeType | None = None) -> ModuleType:
    module = ModuleType(name)
    module.__file__ = filename
    module.__loader__ = _SourceLoader(source)  # type: ignore[assignment]  # get_source is all that is asked for
    _register(name, module)
    exec(code or compile(source, filename, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - the very purpose
    return module


def _register(name: str, module: ModuleType) -> None:
    package, _, last = name.rpartition(".")
    sys.modules[name] = module
    if package:
        parent = sys.modules.get(package) or ModuleType(package)
        parent.__path__ = []
        setattr(parent, last, module)
        _register(package, parent)
