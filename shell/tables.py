"""Listings: a table where a person looks at a terminal, lines of cells with tabs between where a program reads them.

What a table cannot hold is folded, never cut; where the terminal is too narrow to fold it between words, each row is a
few lines of its own, a cell each. For a screen reader, too, it is lines with tabs, the headings first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import IO, Final

from shell.output import tell, warn
from shell.sanitize import clean

LONGEST_WHOLE: Final = 24
"""Longer words, which are mostly paths, may be broken to fit."""
NARROW: Final = 20
"""Columns of a terminal up to which one of a table is narrow: a date, a state, a name."""
GAP: Final = 2
"""Columns of a terminal between two of a table."""


def tell_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    notes: Sequence[str] = (),
    drawn: bool = True,
    to: IO[str] | None = None,
) -> None:
    """Print rows with these columns; of a heading that ends in `>` the cells stand to the right.

    A program gets the rows and nothing else: `notes`, lines to be read below them, then go to standard error. With
    `drawn` false, for a screen reader, nothing is laid out in columns.
    """
    stream = to if to is not None else sys.stdout
    names, cells = [heading.removesuffix(">") for heading in headings], [[*row] for row in rows]
    person = stream.isatty()
    if person and drawn:
        _draw(headings, cells, stream)
    else:
        for row in [names, *cells] if person else cells:
            tell("\t".join(_flat(cell) for cell in row), to=stream)
    for note in notes:
        tell(note, to=stream) if person else warn(note)


def _flat(cell: str) -> str:
    """A cell in one piece, whatever it holds."""
    return " ".join(clean(cell).split())


def _draw(headings: Sequence[str], rows: Sequence[Sequence[str]], stream: IO[str]) -> None:
    from rich.cells import cell_len  # noqa: PLC0415 - not for a start that prints no table
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    console = Console(file=stream, highlight=False, markup=False)
    names = [heading.removesuffix(">") for heading in headings]
    columns = [[clean(cell) for cell in column] for column in zip(names, *rows, strict=True)]
    wanted = [max(cell_len(line) for cell in column for line in cell.split("\n")) for column in columns]
    whole = [max((cell_len(word) for cell in column for word in cell.split()), default=0) for column in columns]
    given = widths(wanted, [min(LONGEST_WHOLE, each) for each in whole], console.width - GAP * (len(names) - 1))
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_header=given is not None)
    if given is None:
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for place, row in enumerate(rows):
            if place:
                table.add_row()
            for name, cell in zip(names, row, strict=True):
                if cell:
                    table.add_row(name, Text(clean(cell)))
    else:
        for heading, name, width in zip(headings, names, given, strict=True):
            table.add_column(name, justify="left" if heading == name else "right", overflow="fold", width=width)
        for row in rows:
            table.add_row(*(Text(clean(cell)) for cell in row))
    console.print(table)


def widths(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """Columns for each of a table's: as many as `wanted`, less for the widest, none below its `least`. Pure.

    Narrow ones are left as they are as long as that will do. None where there is no room for all.
    """
    if sum(least) > room:
        return None
    given = list(wanted)
    while sum(given) > room:
        more = [place for place, width in enumerate(given) if width > least[place]]
        wide = [place for place in more if given[place] > NARROW]
        if wide:
            given[max(wide, key=lambda place: given[place])] -= 1
        else:
            folded = [place for place in more if given[place] < wanted[place]]  # rather one twice than two once
            given[max(folded or more, key=lambda place: given[place] - least[place])] -= 1
    return given
