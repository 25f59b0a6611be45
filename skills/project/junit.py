"""A report in JUnit's XML, read by the standard library's parser with everything refused that a report has no use for.

The file comes from the project's own code. A document type, and with it every entity and every reference outwards, ends
the reading at once; so do more bytes, depth or failures than any report has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat  # the document type, and so every entity, is refused below

from skills.project.results import (
    MOST_DETAILS,
    MOST_FAILURES,
    Failure,
    Results,
    failure,
    kept,
    place_in,
    place_told,
)

MOST_BYTES: Final = 32 << 20
"""A longer report is not read."""
_DEEPEST: Final = 32


class ReportFault(ValueError):
    """A report that is none; `str()` says why."""


@dataclass
class _Case:
    """One test case while it is read."""

    attributes: dict[str, str]
    failed: bool = False
    skipped: bool = False
    message: str = ""
    text: list[str] = field(default_factory=list)


class _Reader:
    """Takes the parser's events."""

    def __init__(self, tool: str, folder: Path) -> None:
        self._tool, self._folder = tool, folder
        self._depth = 0
        self._case: _Case | None = None
        self._in_failure = False
        self.ran = 0
        self.failures: list[Failure] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ReportFault("it is nested too deep")
        if name == "testcase":
            self._case = _Case(attributes)
        elif self._case is not None and name in {"failure", "error"}:
            self._in_failure = True
            self._case.failed = True
            self._case.message = self._case.message or attributes.get("message", "")
        elif self._case is not None and name == "skipped":
            self._case.skipped = True

    def text(self, data: str) -> None:
        if self._case is not None and self._in_failure and sum(map(len, self._case.text)) < MOST_DETAILS:
            self._case.text.append(data)

    def end(self, name: str) -> None:
        self._depth -= 1
        if name in {"failure", "error"}:
            self._in_failure = False
        elif name == "testcase" and self._case is not None:
            self._note(self._case)
            self._case = None

    def _note(self, case: _Case) -> None:
        self.ran += not case.skipped
        if not case.failed or len(self.failures) >= MOST_FAILURES:
            return
        details, said = "".join(case.text), case.attributes
        number = said.get("line", "")
        at = (
            int(number) + 1 if number.isascii() and number.isdigit() and len(number) < 8 else None
        )  # pytest counts from 0
        own = place_in(self._folder, said["file"], at) if said.get("file") else None
        place = place_told(self._folder, details) or own
        self.failures.append(failure(_name(said), case.message or details, details, place))


def read(report: bytes, tool: str, folder: Path) -> Results:
    """What a report tells of a run of `tool` in a project's `folder`. Raises ReportFault."""
    if len(report) > MOST_BYTES:
        raise ReportFault(f"it has more than {MOST_BYTES >> 20} MiB")
    reader = _Reader(tool, folder)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = lambda *_told: 0
    try:
        parser.Parse(report, True)
    except expat.ExpatError as error:
        raise ReportFault(f"it is no XML: {error}") from error
    return Results(tool, folder, reader.ran, kept(reader.failures))


def _refuse(*_told: object) -> None:
    raise ReportFault("it has a document type, which no report needs")


def _name(said: dict[str, str]) -> str:
    """The test's name as pytest takes it, where the report tells enough: `tests/test_a.py::TestX::test_b[1]`."""
    file, case, class_ = said.get("file", ""), said.get("name", ""), said.get("classname", "")
    if not file.endswith(".py"):
        return "::".join(part for part in (class_, case) if part) or "a test without a name"
    module = file.removesuffix(".py").replace("/", ".")
    classes = class_.removeprefix(module).strip(".").split(".") if class_.startswith(module) else []
    return "::".join([file, *filter(None, classes), *([case] if case else [])])
