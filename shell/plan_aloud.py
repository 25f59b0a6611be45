"""What a question says aloud of a plan that the screen shows: the same act, in words that an ear can follow."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from shell.sanitize import visible

_SAID: Final = 400
"""Characters of a plan that are said, about half a minute; its first line always is, whole."""
_REST: Final = "The rest is on the screen."


def aloud(plan: str, home: Path) -> str:
    """Every line of `plan` as far as somebody can be asked to listen; what is left out is said to be.

    A path stays whole, so that two files of one name are two to the ear as well: only the way to `home`, which everyone
    knows of themselves, is said as “your home”.
    """
    at_home = re.compile(rf"(?<![^\s'\"]){re.escape(str(home))}(?=[/'\"\s.]|$)")
    first, *others = [visible(at_home.sub("your home", line)) for line in plan.split("\n")]
    said = [first]
    for line in others:
        if sum(map(len, said)) + len(line) > _SAID:
            return " ".join([*map(_ended, said), _REST])
        said.append(line)
    return " ".join([*map(_ended, said[:-1]), said[-1]])


def _ended(line: str) -> str:
    """A line that another follows, with the pause between them."""
    return line if line.endswith((".", "!", "?", ":", ";", ",")) else f"{line}."
