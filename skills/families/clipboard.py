"""The clipboard: put something there, and tell what is there, by the programs of Wayland or of X."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from skills import either
from skills.author import Capabilities, Completed, Context, Effect, ExistingPath, FreeText, ProcessFault, Reply, skill
from skills.masking import mask
from skills.sayings.clipboard import SAYINGS
from skills.ways import WHAT_IS
from skills.wording import count

NEEDS: Final = Capabilities(reads=(), binaries=("wl-copy", "wl-paste", "xclip", "xsel"), services=("screen",))
_COPIES: Final = (
    ("wl-copy", "--type=text/plain"),
    ("xclip", "-selection", "clipboard", "-in"),
    ("xsel", "--clipboard", "--input"),
)
_PASTES: Final = (
    ("wl-paste", "--no-newline", "--type=text"),
    ("xclip", "-selection", "clipboard", "-out"),
    ("xsel", "--clipboard", "--output"),
)
_EMPTY = ("nothing is copied", "no selection", "not available", "no suitable type")
"""What they say where there is no text."""
MOST_CHARS: Final = 100_000
_SAID_CHARS = 200
_SHOWN_CHARS = 4_000
_NAME = re.compile(r"[\w./~-]*\.\w{1,5}|\w+://\S+|\S+@\S+\.\w+")
"""What has signs, letters and digits and is no password: a file, an address."""
_CLIPBOARD = "(to|on|onto|into|in) (the|my) clipboard"


def looks_secret(text: str) -> bool:
    """Whether a text has what a detector knows, or is one word as passwords are made."""
    word = text.strip()
    if mask(text) != text:
        return True
    if not 8 <= len(word) <= 200 or re.search(r"\s|/", word) or _NAME.fullmatch(word):
        return False
    kinds = (r"[a-z]", r"[A-Z]", r"\d", r"[^\w]")
    return bool(re.search(r"\d", word)) and sum(bool(re.search(kind, word)) for kind in kinds) >= 3


@contextmanager
def _a_screen() -> Iterator[None]:
    """Say plainly that there is none, whatever a program says of it. Raises ProcessFault."""
    try:
        yield
    except ProcessFault as fault:
        if re.search(r"display|wayland", str(fault), re.IGNORECASE):
            raise ProcessFault("there is no clipboard here, since no screen can be reached") from fault
        raise


def _copy(context: Context, text: str, what: str) -> Reply:
    if len(text) > MOST_CHARS:
        return Reply(f"{what} is too long for the clipboard: {len(text):,} characters.", ok=False)
    with _a_screen():
        either.first(context, "The clipboard", _COPIES, start=lambda argv: context.leave(argv, text=text))
    return Reply(f"{what} is in the clipboard.")


@skill(
    "clipboard.answer",
    says=[
        f"copy (that|it|this) [{_CLIPBOARD}]",
        f"copy (the|your) [last] (answer|reply|output|result) [{_CLIPBOARD}]",
        f"copy what you [just] said [{_CLIPBOARD}]",
        f"put (that|it|your [last] answer|the [last] answer) {_CLIPBOARD}",
    ],
    also=SAYINGS["clipboard.answer"],
    kind="command",
    effect=Effect.CHANGE,
    capabilities=NEEDS,
)
def answer(context: Context) -> Reply:
    """Copy the last answer to the clipboard."""
    said = context.session.last_spoken
    return _copy(context, said, "The last answer") if said else Reply("Nothing was answered yet.", ok=False)


@skill(
    "clipboard.path",
    says=[
        f"copy the [full] path (of|to) {{path}} [{_CLIPBOARD}]",
        f"copy the [full] path [{_CLIPBOARD}]",
        f"put the [full] path (of|to) {{path}} {_CLIPBOARD}",
    ],
    also=SAYINGS["clipboard.path"],
    kind="command",
    effect=Effect.CHANGE,
    capabilities=NEEDS,
)
def path(context: Context, path: ExistingPath | None = None) -> Reply:
    """Copy the path of a file or folder to the clipboard; without one, that of the working folder."""
    chosen: Path = path or context.cwd
    return _copy(context, str(chosen), f"The path of {chosen.name or chosen}")


@skill(
    "clipboard.text",
    says=[
        "copy the (words|text) {text}",
        "put the (words|text) {text} (on|onto|in|into) (the|my) clipboard",
        "copy the (words|text) {text} to (the|my) clipboard",
    ],
    also=SAYINGS["clipboard.text"],
    kind="command",
    effect=Effect.CHANGE,
    capabilities=NEEDS,
)
def text(context: Context, text: FreeText) -> Reply:
    """Copy some words to the clipboard, as they were said."""
    return _copy(context, text, "That")


@skill(
    "clipboard.read",
    says=[
        f"{WHAT_IS} (in|on) (the|my) clipboard",
        "(show|read|read out|tell|print) [me] (the|my) clipboard",
        "what did i [just|last] copy",
        "is (there anything|anything|something) (in|on) (the|my) clipboard",
        "(show|read|tell) [me] what is (in|on) (the|my) clipboard",
    ],
    also=SAYINGS["clipboard.read"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=NEEDS,
)
def read(context: Context) -> Reply:
    """Say what is in the clipboard."""
    with _a_screen():
        found = either.first(context, "The clipboard", _PASTES, well=_told)[1]
    held = found.stdout if found.returncode == 0 else ""
    if not held.strip():
        return Reply("There is no text in the clipboard.")
    size = count(len(held), "character")
    if looks_secret(held):
        return Reply(f"The clipboard holds what looks like a secret, {size}; I neither say nor show it.")
    shown = held[:_SHOWN_CHARS] + ("" if len(held) <= _SHOWN_CHARS else f"\n… of {size}")
    if len(held) <= _SAID_CHARS and "\n" not in held.strip():
        return Reply(f"It holds: {held.strip()}", shown)
    return Reply(f"It holds {size}.", shown)


def _told(done: Completed) -> bool:
    said = done.stderr.lower()
    return done.returncode == 0 or any(empty in said for empty in _EMPTY)
