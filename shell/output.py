"""What the commands print: with `shell.tables`, `shell.terminal` and `shell.prompt`, the only ways to the screen.

Whatever is printed goes through `shell.sanitize.clean` here; a test holds that nothing else in Golem prints. A program
that is lent the terminal (an editor) writes to it by itself.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import IO, Any, Final, NoReturn, Protocol

from shell.sanitize import clean

_NOT_PLAIN: Final = re.compile(r"[^\x20-\x7e]")


def tell(text: str = "", *, to: IO[str] | None = None, end: str = "\n") -> None:
    """Print a line (or several), cleaned, at once; to standard output unless another stream is given."""
    stream = to if to is not None else sys.stdout
    stream.write(clean(text) + end)
    stream.flush()


def warn(text: str) -> None:
    """Print a line to standard error."""
    tell(text, to=sys.stderr)


def tell_json(value: object, *, to: IO[str] | None = None) -> None:
    """Print a value as JSON on one line: every character as it is, or as an escape where `clean` would drop it."""
    text = json.dumps(value, ensure_ascii=False)
    tell(_NOT_PLAIN.sub(lambda odd: odd.group() if clean(odd.group()) else _escaped(odd.group()), text), to=to)


def _escaped(char: str) -> str:
    """A character as JSON writes it in ASCII: beyond the first 65,536 as two."""
    return json.dumps(char)[1:-1]


class Advance(Protocol):
    """How far something is that goes on."""

    def __call__(self, by: float = 0.0, note: str = "") -> None:
        """So much more is done; `note` is what to show beside it."""
        ...


def silent(by: float = 0.0, note: str = "") -> None:
    """An `Advance` that shows nothing."""
    del by, note


@contextmanager
def working(what: str, *, total: float | None = None, drawn: bool = True) -> Iterator[Advance]:
    """Show, on a terminal's standard error, that something goes on and for how long; nothing of it stays.

    Where there is a `total`, what this gives is called with how much of it is done, and a bar fills. What is not to be
    `drawn`, for a screen reader, is told in one line.
    """
    if not sys.stderr.isatty() or not drawn:
        if sys.stderr.isatty():
            warn(f"{what}.")
        yield silent
        return
    from rich.console import Console  # noqa: PLC0415 - not for a start that waits for nothing
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - as above

    text, bar = TextColumn("{task.description}", markup=False), BarColumn(bar_width=24)
    columns = (SpinnerColumn(), text, *((bar,) if total is not None else ()), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(clean(what), total=total)

        def advance(by: float = 0.0, note: str = "") -> None:
            progress.update(task, advance=by, description=clean(f"{what} {note}".rstrip()))

        yield advance


class CleanParser(argparse.ArgumentParser):
    """An argument parser whose complaints, which quote what was given, are cleaned."""

    def error(self, message: str) -> NoReturn:
        """Print usage and message to standard error, and end with 2."""
        super().error(clean(message))


class CleanFormatter(logging.Formatter):
    """What libraries log, cleaned."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line, or several with a traceback."""
        return clean(super().format(record))


def clean_tracebacks() -> None:
    """Print what nobody caught, on any thread, cleaned: a message may quote a program's output or a file's name."""

    def tell_fault(kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None) -> None:
        warn("".join(traceback.format_exception(kind, fault, trace)).rstrip("\n"))

    def tell_thread(caught: threading.ExceptHookArgs) -> None:
        tell_fault(caught.exc_type, caught.exc_value, caught.exc_traceback)

    sys.excepthook = tell_fault
    threading.excepthook = tell_thread


def log_to_stderr(level: int) -> None:
    """Let libraries log to standard error, cleaned, from this level on."""
    handler: logging.StreamHandler[Any] = logging.StreamHandler()
    handler.setFormatter(CleanFormatter("%(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
