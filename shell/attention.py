"""Who is being spoken to? Pure: no clock, no I/O; times are seconds on one monotonic axis, given by the caller.

Words from the microphone reach a turn only if they are meant for Golem. The rules, in order:

1. While a question of Golem's waits for its answer, whatever is said is the answer (what an answer may be is the
   question's own affair).
2. A wish to stop gets through always: it can only end things.
3. **Asleep**, nothing else is heard but "wake up", with or without the wake phrase; the phrase alone does not wake.
4. In mode **always** everything is meant for Golem. A wake phrase before it is taken off: nobody calls a skill by it.
5. In mode **wake** the words must begin with the wake phrase, and the command may follow in the same breath; or else
   they begin within `window_s` after Golem last was at work, spoke, or was called by its phrase alone.
6. In mode **push** they must begin after the key was pressed, or in the same window after a reply. One press is good
   for one utterance, and for `push_s` if nothing is said.

The wake phrase is found in the transcript by letters and sound, since Whisper writes a name that it does not know as
one that it does ("gollum", "go lem"). `docs/audio.md` has what that misses and lets through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from rapidfuzz.distance import DamerauLevenshtein

from intents.sound import codes, sounds_alike
from shell.errors import ConfigError
from shell.stopwords import is_stop

GREETINGS = frozenset({"hey", "hi", "hello", "ok", "okay", "yo", "oh", "um", "uh", "so", "and", "well", "please"})
"""What may stand before the wake phrase."""
NEAREST = 0.8
"""Likeness of letters, 0 to 1, from which words that also begin alike in sound are the wake phrase."""
_WAKE_UP = re.compile(r"(?:please )?(?:wake|get) up(?: (?:please|now|again))?|(?:start|resume) listening(?: again)?")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Mode(StrEnum):
    """When Golem listens."""

    ALWAYS = "always"
    WAKE = "wake"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class AttentionSettings:
    """When what is said is meant for Golem."""

    mode: Literal["always", "wake", "push"] = "always"
    """`always`: everything; `wake`: what begins with the wake phrase; `push`: what follows the key."""
    phrase: str = "golem"
    """The wake phrase: one to three words of letters, at least four letters in all."""
    window_s: float = 6.0
    """Seconds after a reply in which neither phrase nor key is needed, 0 to 60."""
    push_s: float = 8.0
    """Seconds after the key within which one must begin to speak, 1 to 60."""
    key: str = "f9"
    """The key to talk with, as prompt-toolkit names it: `f9`, `c-space`, `c-t`."""

    def __post_init__(self) -> None:
        """Refuse what cannot work, naming the setting."""
        if self.mode not in list(Mode):
            raise ConfigError(f"attention.mode must be always, wake or push, not {self.mode!r}")
        words = self.phrase.split()
        if not 1 <= len(words) <= 3 or not all(word.isalpha() for word in words) or len("".join(words)) < 4:
            raise ConfigError(
                f"attention.phrase must be one to three words of letters, four letters or more, not {self.phrase!r}"
            )
        for name, low in (("window_s", 0), ("push_s", 1)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= 60:
                raise ConfigError(f"attention.{name} must be from {low} to 60, not {value!r}")


@dataclass(frozen=True, slots=True)
class Addressed:
    """The words are meant for Golem."""

    text: str
    """Without the wake phrase; foreign data."""


@dataclass(frozen=True, slots=True)
class Called:
    """The wake phrase alone: Golem is to listen."""


@dataclass(frozen=True, slots=True)
class Woken:
    """Golem was asleep and is to be awake."""


@dataclass(frozen=True, slots=True)
class Passed:
    """The words are meant for somebody else, and are neither shown nor kept."""


Heeded = Addressed | Called | Woken | Passed


class Attention:
    """What the rules need to remember. Use from one thread."""

    def __init__(self, settings: AttentionSettings | None = None) -> None:
        self.settings = settings or AttentionSettings()
        self.mode = Mode(self.settings.mode)
        self.asleep = False
        self._open_until = float("-inf")
        self._pressed_until = float("-inf")

    def weigh(self, text: str, began: float, *, asking: bool = False) -> Heeded:
        """What becomes of words whose speech began at `began`; `asking` while a question waits for its answer."""
        called, rest = without_phrase(text, self.settings.phrase)
        if self.asleep:
            if _WAKE_UP.fullmatch(_plain(rest)):
                self.asleep = False
                return Woken()
            return Addressed(rest) if is_stop(rest) else Passed()
        if asking or is_stop(rest):
            return Addressed(rest if called and rest else text)
        if not called and not self._open(began):
            return Passed()
        self._pressed_until = float("-inf")
        if called and not rest:
            return Called()
        return Addressed(rest)

    def shown(self, text: str, now: float, *, asking: bool = False) -> str:
        """What may be shown of words that are still being said: none that are meant for somebody else."""
        called, rest = without_phrase(text, self.settings.phrase)
        meant = not self.asleep and (asking or called or self._open(now))
        return (rest if called and rest else text) if meant else ""

    def _open(self, began: float) -> bool:
        if self.mode is Mode.ALWAYS:
            return True
        return began <= self._open_until or (self.mode is Mode.PUSH and began <= self._pressed_until)

    def busy(self, now: float) -> None:
        """Golem works, speaks, or has been called: the window stays open from now on."""
        self._open_until = max(self._open_until, now + self.settings.window_s)

    def press(self, now: float) -> bool:
        """The key: listen to one utterance from now on, or no longer, if it was pressed already; True if it listens."""
        if now <= self._pressed_until:
            self._pressed_until = float("-inf")
            return False
        self.asleep = False
        self._pressed_until = now + self.settings.push_s
        return True

    def state(self, now: float) -> str:
        """For the toolbar: `asleep`, `waiting for “golem”`, `waiting for the key`, or empty where all is heard."""
        if self.asleep:
            return "asleep"
        if self._open(now):
            return ""
        return (
            f"waiting for “{self.settings.phrase}”" if self.mode is Mode.WAKE else f"press {self.settings.key} to talk"
        )


def without_phrase(text: str, phrase: str) -> tuple[bool, str]:
    """Whether `text` begins with the wake phrase, greetings apart, and what follows it; the whole text if it does not.

    The phrase may come twice ("computer, computer"); it is taken off once for each time.
    """
    called, rest = False, text
    while (found := _phrase_end(rest, phrase)) is not None:
        called, rest = True, rest[found:].lstrip(" ,.!?:;…-–—'\"")
    return called, rest.strip() if called else text


def _phrase_end(text: str, phrase: str) -> int | None:
    """Where the wake phrase at the start of `text` ends; None if there is none."""
    words = list(_WORD.finditer(text))
    start = 0
    while start < len(words) and words[start].group().lower() in GREETINGS:
        start += 1
    if start > 2:
        return None
    size = len(phrase.split())
    for count in (size, size + 1):
        said = words[start : start + count]
        if len(said) == count and alike(" ".join(word.group() for word in said), phrase):
            return said[-1].end()
    return None


def alike(said: str, phrase: str) -> bool:
    """Whether transcribed words are the phrase: its letters, its sound, or near it and alike in the first sound."""
    one, other = said.lower().replace(" ", ""), phrase.lower().replace(" ", "")
    if one == other or sounds_alike(one, other):
        return True
    likeness = DamerauLevenshtein.normalized_similarity(one, other)
    first_sounds = {code[:1] for code in codes(one)} & {code[:1] for code in codes(other)}
    return likeness >= NEAREST and bool(first_sounds)


def _plain(text: str) -> str:
    return " ".join(word.group().lower() for word in _WORD.finditer(text))
