"""Words that lean on what was said or shown before: "it", "the second one", "cancel". Pure but for `stat`.

Such words are looked up in the `Scene`, which the shell fills from its last turns. A pointer that points at nothing is
said so; it is never a guess at a name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeVar

from intents.model import Resolved, Scene, Unresolved
from intents.normalize import canonical
from intents.numbers import number

Kind = Literal["file", "folder", "path"]
T = TypeVar("T")

IT: Final = ("it", "that", "this", "that one", "this one", "the same one", "that file", "this file", "that folder")
"""Phrases for the file or folder last acted on. "this folder" is none: it means the one that we are in."""
THERE: Final = ("there", "in there", "over there")
"""Phrases for the folder last acted on."""

_NTH: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LAST: Final = -1
_NOUN: Final = r"(?:one|file|folder|directory|entry|result|match|thing)"
_ORDINAL = re.compile(
    rf"(?:the\s+)?(?P<nth>{'|'.join(_NTH)}|last|\d{{1,3}}(?:st|nd|rd|th))(?P<noun>\s+(?:{_NOUN}|option|choice))?"
)
_NUMBERED = re.compile(r"(?P<noun>(?:the\s+)?(?:number|option|choice)\s+)?(?P<count>\d{1,3}|[a-z]+)")

OFF: Final = frozenset(
    {
        *("cancel", "cancel that", "cancel it", "abort", "abort that", "scratch that", "drop it"),
        *("never mind", "nevermind", "never mind that", "forget it", "forget that", "forget about it"),
        *("leave it", "leave it be", "let it be", "don't", "do not", "don't do it", "don't do that", "don't bother"),
    }
)
"""Whole utterances that call off whatever is meant to be going on."""
NONE: Final = OFF | frozenset(
    {
        *("no", "nope", "nah", "no thanks", "stop", "stop it", "stop that", "quit", "wait", "skip it", "not that"),
        *("nothing", "none", "none of them", "none of those", "none of these"),
        *("neither", "neither one", "neither of them", "neither of those"),
    }
)
"""Whole answers that end a question with nothing done."""

_DONT = re.compile(
    r"(?:no\s+)?(?:do\s+not|don['’]?t|never)\s+"
    r"(?P<rest>(?!(?:you|we|they|i|forget|worry|mind|think|know|be|tell|let)\b).+)",
    re.IGNORECASE,
)
"""What follows must be an order: "don't you think", "don't forget to", "don't worry" let nothing be."""
_FILLING = frozenset(
    {*("the", "a", "an", "one", "i", "mean", "meant", "to", "that", "it", "of", "with", "in", "on", "my", "for", "and")}
)


def calls_off(text: str) -> bool:
    """True where the whole utterance takes back or calls off: "never mind"."""
    return _plain(text) in OFF


def cancels(text: str) -> bool:
    """True where a whole answer ends the question that was put, with nothing done: "neither", "cancel"."""
    return _plain(text) in NONE


def forbidden(text: str) -> str | None:
    """What a negated imperative says not to do, canonical: "don't delete it" → "delete it"; None for anything else."""
    found = _DONT.fullmatch(canonical(text))
    return found["rest"] if found else None


def place(said: str) -> int | None:
    """The place in a list, from 1 (-1: the last), that words name outright: "the second one", "number two"."""
    return _place(said, bare=False)


def nth(said: str, among: Sequence[T]) -> T | None:
    """Which of these words name outright by its place; None where they name none of them."""
    place_ = place(said)
    index = _index(place_, len(among)) if place_ is not None else None
    return among[index] if index is not None else None


def pick(said: str, options: Sequence[str]) -> int | None:
    """Which of the options, from 0, an answer names: by its place, or by words that stand in that one alone."""
    place_ = _place(said, bare=True)
    if place_ is not None:
        return _index(place_, len(options))
    words = set(_words(said)) - _FILLING
    fitting = [index for index, option in enumerate(options) if words and words <= set(_words(option))]
    return fitting[0] if len(fitting) == 1 else None


def pointed(said: str, scene: Scene, kind: Kind) -> Resolved | Unresolved | None:
    """What words point at, if they do: the last thing, or one of the list last shown; None for words that do not."""
    words = _plain(said)
    if place(words) is not None and scene.listed:
        listed = nth(words, scene.listed)
        return _there(listed, kind) if listed else Unresolved(f"There were only {len(scene.listed)}.")
    if words not in IT and words not in THERE:
        return None
    if scene.it is None:
        return Unresolved(f"Nothing was named before that {words!r} could stand for.")
    return _there(scene.it, kind)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A slot that only points back, and is no name: what was acted on last, as a Path."""

    kind: Kind = "path"
    choices: tuple[str, ...] = IT
    name: str = "it"
    free: bool = False
    narrow: bool = True

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The file or folder pointed at."""
        return pointed(said, scene, self.kind) or Unresolved(f"{said!r} points at nothing.")


def _there(path: Path, kind: Kind) -> Resolved | Unresolved:
    if not os.path.lexists(path):
        return Unresolved(f"{path.name} is not there any more.")
    if (kind == "file" and not path.is_file()) or (kind == "folder" and not path.is_dir()):
        return Unresolved(f"{path.name} is no {kind}.")
    return Resolved(path, 1.0)


def _place(said: str, *, bare: bool) -> int | None:
    """The place that words name; `bare` takes "two" and "second" too, which may else be names of files."""
    words = _plain(said)
    ordinal = _ORDINAL.fullmatch(words)
    if ordinal and (bare or ordinal["noun"]):
        word = ordinal["nth"]
        if word == "last":
            return _LAST
        return _NTH.index(word) + 1 if word in _NTH else int(word[:-2])
    counted = _NUMBERED.fullmatch(words)
    if counted and (bare or counted["noun"]):
        value = number(counted["count"])
        return int(value) if value is not None and value == int(value) else None
    return None


def _index(place_: int, count: int) -> int | None:
    """A place from 1, or -1, as an index into so many; None where there is no such place."""
    if place_ == _LAST:
        return count - 1 if count else None
    return place_ - 1 if 1 <= place_ <= count else None


def _plain(text: str) -> str:
    return canonical(text).lower().replace("’", "'")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())
