"""What failed and where, read from what a tool printed, for the tools that write no report; pure but for `stat`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from skills.outcomes import Outcome, lines_of
from skills.project.reading import text_of
from skills.project.results import MOST_FAILURES, Failure, Results, failure, first_told, kept, place_in, place_told

_CARGO: Final = re.compile(r"^---- (\S+) stdout ----$")
_PANIC: Final = re.compile(r"panicked at (?:'.*', )?(\S+?):(\d+):\d+")
_GO_CURRENT: Final = re.compile(r"^=== (?:RUN|NAME|CONT)\s+(\S+)")
_GO_RESULT: Final = re.compile(r"^\s*--- (PASS|FAIL|SKIP): (\S+)")
_GO_LINE: Final = re.compile(r"^\s+([\w.-]+\.go):(\d+): (.*)")
_GO_PACKAGE: Final = re.compile(r"^(?:ok|FAIL)\s+(\S+)\s")
_TAP: Final = re.compile(r"^\s*not ok \d+(?: -)? ?(.*?)(?: # .*)?$")
_HEAD: Final = re.compile(
    "^\\s*(?:\N{BLACK CIRCLE}|\N{BULLET}|\\d+\\)|\N{BALLOT X}|\N{HEAVY BALLOT X}|\N{MULTIPLICATION X}) (.+)$"
)
_NODE_TOOK: Final = re.compile(r"\([\d.]+m?s\)$")
_MOST_LINES: Final = 80
"""Lines of output that are taken for one failure's."""


def read(tool: str, output: str, folder: Path, outcome: Outcome) -> Results:
    """What a run of `tool` in a project's `folder` printed of its failures; those that `outcome` names, at least."""
    lines = lines_of(output)
    found = {"cargo": _cargo, "go": _go, "npm": _node}.get(tool, _pytest)(lines, folder)
    told = kept(found)
    named = {one.name for one in told}
    rest = (Failure(name) for name in outcome.failures if name not in named)
    return Results(tool, folder, outcome.ran, kept([*told, *rest]))


def _cargo(lines: list[str], folder: Path) -> Iterator[Failure]:
    for name, block in _blocks(lines, _CARGO):
        text = "\n".join(block)
        panic = _PANIC.search(text)
        place = place_in(folder, panic[1], int(panic[2])) if panic else None
        after = text[panic.end() :].lstrip(":") if panic else text
        yield failure(name, after, text, place)


def _go(lines: list[str], folder: Path) -> Iterator[Failure]:
    """Lines belong to the test that was last named; a package's name comes after its tests."""
    module = next((line.split()[1] for line in text_of(folder / "go.mod").splitlines() if _says_module(line)), "")
    current, told, failed = "", dict[str, list[str]](), list[str]()
    for line in lines:
        if named := _GO_CURRENT.match(line):
            current = named[1]
        elif result := _GO_RESULT.match(line):
            current = result[2]
            failed += [current] if result[1] == "FAIL" else []
        elif package := _GO_PACKAGE.match(line):
            below = package[1].removeprefix(module).lstrip("/")
            yield from (_go_failure(name, told.get(name, []), folder, below) for name in failed)
            current, told, failed = "", {}, []
        elif len(told.setdefault(current, [])) < _MOST_LINES:
            told[current].append(line)
    yield from (_go_failure(name, told.get(name, []), folder, "") for name in failed)


def _says_module(line: str) -> bool:
    return line.startswith("module ") and len(line.split()) > 1


def _go_failure(name: str, lines: list[str], folder: Path, below: str) -> Failure:
    places = [found for line in lines if (found := _GO_LINE.match(line))]
    at = place_in(folder, f"{below}/{places[0][1]}" if below else places[0][1], int(places[0][2])) if places else None
    return failure(name, places[0][3] if places else "", "\n".join(lines), at)


def _node(lines: list[str], folder: Path) -> Iterator[Failure]:
    """node's TAP; else what jest, mocha, vitest and node's own lists print, a mark and a name above each failure."""
    tap = list(_blocks(lines, _TAP))
    for name, block in tap or _blocks(lines, _HEAD):
        text = "\n".join(block)
        if tap and "failureType: 'subtestsFailed'" in text:
            continue
        stack = text.partition("stack:")[2]
        error = re.search(r"error: (?:\|-\n)?\s*'?(.+?)'?$", text, re.M) if tap else None
        message = error[1] if error else text
        yield failure(_NODE_TOOK.sub("", name).rstrip().rstrip(":"), message, text, first_told(folder, stack or text))


def _pytest(lines: list[str], folder: Path) -> Iterator[Failure]:
    """Under make or tox, which pass no option on: the last lines name each test, the text above its places."""
    named = [line.partition(" ")[2] for line in lines if line.startswith(("FAILED ", "ERROR ")) and "::" in line]
    failing = Counter(name.partition("::")[0] for name in named)
    told = {file: list[str]() for file in failing}
    for line in lines:
        file = line.partition(":")[0]
        if file in told and len(told[file]) < _MOST_LINES:
            told[file].append(line)
    for line in named[:MOST_FAILURES]:
        name, _dash, message = line.partition(" - ")
        file = name.partition("::")[0]
        text = "\n".join(told[file])
        place = place_told(folder, text) if failing[file] == 1 else place_in(folder, file, None)
        yield failure(name.strip(), message, text, place)


def _blocks(lines: list[str], head: re.Pattern[str]) -> Iterator[tuple[str, list[str]]]:
    """Each head's name with the lines below it, to the next head."""
    name, block = None, list[str]()
    for line in lines:
        found = head.match(line)
        if found:
            if name is not None:
                yield name, block
            name, block = found[1].strip(), []
        elif len(block) < _MOST_LINES:
            block.append(line)
    if name is not None:
        yield name, block
