"""The tasks in a Makefile and in a justfile, read line by line; pure.

`make -pn` would list every target, and run `$(shell …)` to do so: so a Makefile is only read. What make would have to
compute (a target with a variable in its name, an included file, a pattern) is left out rather than guessed.
"""

from __future__ import annotations

import re
from typing import Final

from skills.project.reading import NAME

_COMPUTED: Final = frozenset("=#$%")
"""Signs before a rule's colon that make it an assignment, a comment, a variable or a pattern."""
_BEGINS: Final = re.compile(r"\s*(?:override\s+|export\s+)?define\b")
_ENDS: Final = re.compile(r"\s*endef\b")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
"""A recipe that can be named; one that begins with an underscore is private."""
_SETS: Final = re.compile(r"(?:set|alias|export|import|mod|unexport)\s")


def make_targets(text: str) -> dict[str, str]:
    """The targets of a Makefile that can be named, in its order, each with what `##` says of it."""
    found: dict[str, str] = {}
    defining = False
    for line in text.replace("\\\n", " ").splitlines():
        if defining or _BEGINS.match(line):
            defining = not _ENDS.match(line)
            continue
        head, colon, rest = line.partition(":")
        if not colon or line[:1].isspace() or rest.lstrip(":").startswith("=") or not _COMPUTED.isdisjoint(head):
            continue
        says = rest.partition("##")[2].strip()
        for name in head.split():
            if NAME.fullmatch(name) and "." not in name[-3:] and "/" not in name:  # main.o and build/x are files
                found.setdefault(name, says)
    return found


def just_recipes(text: str) -> dict[str, str]:
    """The recipes of a justfile that need no argument, in its order, each with the comment above it."""
    found: dict[str, str] = {}
    says, private = "", False
    for line in text.splitlines():
        head, colon, rest = line.partition(":")
        name, *parameters = head.removeprefix("@").split() or [""]
        is_rule = colon and not line[:1].isspace() and not rest.startswith("=") and not _SETS.match(line)
        if is_rule and not private and _NAME.fullmatch(name) and not _needs_arguments(parameters):
            found.setdefault(name, says)
        if line.startswith("#"):
            says = line.lstrip("#! ").strip()
        elif line.startswith("["):
            private = private or "private" in line
        elif not line[:1].isspace():
            says, private = "", False
    return found


def _needs_arguments(parameters: list[str]) -> bool:
    return any("=" not in one and not one.startswith("*") for one in parameters)
