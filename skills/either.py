"""Several programs that do one thing, of which a machine has one or another: the first that is here and does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from skills.context import Completed, Context
from skills.process import ProcessFault, ProgramMissing
from skills.programs import PACKAGES
from skills.wording import listed

_SHOWN_CHARS = 200


def first(
    context: Context,
    purpose: str,
    ways: Sequence[Sequence[str]],
    *,
    start: Callable[[Sequence[str]], Completed] | None = None,
    well: Callable[[Completed], bool] = lambda done: done.returncode == 0,
) -> tuple[str, Completed]:
    """The name of the first program that is installed and ends `well`, and how it ended; a way is an argument list.

    `purpose` is what needs one of them, for the fault: "Volume". `start` starts it, `context.run` unless said. Raises
    ProcessFault where none is installed, or none does it, with the words of the first that was there.
    """
    failed: Completed | None = None
    for argv in ways:
        try:
            done = (start or context.run)(argv)
        except ProgramMissing:
            continue
        if well(done):
            return argv[0], done
        failed = failed or done
    if failed is not None:
        raise ProcessFault(f"{failed.argv[0]} could not do it: {complaint(failed)}")
    names = listed(tuple(dict.fromkeys(argv[0] for argv in ways)), "or")
    mend = f"install one, for example with: sudo apt-get install {PACKAGES.get(ways[0][0], ways[0][0])}"
    raise ProcessFault(f"{purpose} needs {names}, and none is installed here; {mend}")


def complaint(done: Completed) -> str:
    """What a program that failed said, in a line: foreign text."""
    said = next((line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()), "")
    return said[:_SHOWN_CHARS].rstrip(".") or f"it ended with {done.returncode}"


def cells(output: str, columns: int) -> list[list[str]]:
    """The lines of an output as cells parted by tabs, those with fewer left out."""
    rows = (line.split("\t") for line in output.splitlines())
    return [row for row in rows if len(row) == columns]
