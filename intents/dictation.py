"""Dictated words as they are to be typed: signs by their names, casing, spelling. Pure; what comes out can be shown.

What is said stands as it was heard but for: the name of a sign ("comma", "open paren"), a casing put on the words
after it up to the next sign ("camel case user name"), "cap" before a word, and "literal" before a word that is to stay
one. No character that does not show comes out, whatever goes in: no line end, no tab, no escape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from intents.model import Resolved, Scene, Unresolved
from intents.normalize import CASES, NATO
from intents.slots import Choice

Side = Literal["", "l", "r", "lr"]
"""On which sides a sign stands close to its neighbours: left, right."""

SIGNS: Final[Mapping[str, tuple[str, Side]]] = {
    **dict.fromkeys(("comma",), (",", "l")),
    **dict.fromkeys(("period", "full stop"), (".", "l")),
    **dict.fromkeys(("dot", "point"), (".", "lr")),
    **dict.fromkeys(("colon",), (":", "l")),
    **dict.fromkeys(("semicolon", "semi colon"), (";", "l")),
    **dict.fromkeys(("question mark",), ("?", "l")),
    **dict.fromkeys(("exclamation mark", "exclamation point"), ("!", "l")),
    **dict.fromkeys(("open paren", "open parenthesis", "left paren"), ("(", "r")),
    **dict.fromkeys(("call", "call paren"), ("(", "lr")),
    **dict.fromkeys(("close paren", "close parenthesis", "right paren"), (")", "l")),
    **dict.fromkeys(("open bracket", "open square bracket", "left bracket"), ("[", "r")),
    **dict.fromkeys(("close bracket", "close square bracket", "right bracket"), ("]", "l")),
    **dict.fromkeys(("open brace", "open curly", "left brace"), ("{", "r")),
    **dict.fromkeys(("close brace", "close curly", "right brace"), ("}", "l")),
    **dict.fromkeys(("open quote", "open quotes"), ('"', "r")),
    **dict.fromkeys(("close quote", "close quotes", "end quote"), ('"', "l")),
    **dict.fromkeys(("single quote", "apostrophe"), ("'", "lr")),
    **dict.fromkeys(("underscore",), ("_", "lr")),
    **dict.fromkeys(("hyphen",), ("-", "lr")),
    **dict.fromkeys(("dash",), ("-", "r")),
    **dict.fromkeys(("double dash", "dash dash"), ("--", "r")),
    **dict.fromkeys(("slash", "forward slash"), ("/", "lr")),
    **dict.fromkeys(("backslash", "back slash"), ("\\", "lr")),
    **dict.fromkeys(("at sign",), ("@", "lr")),
    **dict.fromkeys(("hash sign", "pound sign", "hashtag"), ("#", "r")),
    **dict.fromkeys(("dollar sign",), ("$", "r")),
    **dict.fromkeys(("percent sign",), ("%", "l")),
    **dict.fromkeys(("caret",), ("^", "lr")),
    **dict.fromkeys(("tilde",), ("~", "r")),
    **dict.fromkeys(("backtick", "back tick"), ("`", "lr")),
    **dict.fromkeys(("ampersand",), ("&", "")),
    **dict.fromkeys(("asterisk", "star sign"), ("*", "")),
    **dict.fromkeys(("plus sign", "plus"), ("+", "")),
    **dict.fromkeys(("minus sign", "minus"), ("-", "")),
    **dict.fromkeys(("equals", "equals sign", "equal sign"), ("=", "")),
    **dict.fromkeys(("double equals", "equals equals"), ("==", "")),
    **dict.fromkeys(("not equals",), ("!=", "")),
    **dict.fromkeys(("less than",), ("<", "")),
    **dict.fromkeys(("greater than",), (">", "")),
    **dict.fromkeys(("arrow",), ("->", "")),
    **dict.fromkeys(("pipe", "vertical bar"), ("|", "")),
    **dict.fromkeys(("space", "space bar"), (" ", "lr")),
    **dict.fromkeys(("no space",), ("", "lr")),
}
"""A sign's names → how it is written, and on which sides it stands close."""
_QUOTES: Final = frozenset({"quote", "quotes", "double quote"})
"""Opens and closes in turn."""
_LONGEST: Final = 3
"""Words of a sign's name."""
_STOPS: Final = ".,;:!?"
_EDGE: Final = '.,!?;:"“”‘’'
_LETTERS: Final[Mapping[str, str]] = {**NATO, "zed": "z", "zee": "z"}
_DIGITS: Final[Mapping[str, str]] = {
    word: str(value)
    for value, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
}
CAPITAL: Final = frozenset({"cap", "capital", "upper", "uppercase"})


def showable(text: str) -> str:
    """`text` without the characters that do not show: line ends and tabs become spaces, all else of them goes."""
    spaced = "".join(" " if char.isspace() else char for char in text)
    return "".join(char for char in spaced if char.isprintable())


def written(said: str) -> str:
    """Dictated words as they are to be typed; all of it shows."""
    words = showable(said).split()
    out, glued, quoted, place = "", True, False, 0
    while place < len(words):
        length, sign, side = _sign(words, place)
        if length and sign is None:  # a quotation mark, which opens and closes in turn
            sign, side, quoted = '"', "l" if quoted else "r", not quoted
        if sign is not None:
            out = out.rstrip(_STOPS) if sign in _STOPS and sign else out  # the recogniser's own, beside the one said
            out += sign if glued or "l" in side else f" {sign}"
            glued, place = "r" in side, place + length
            continue
        piece, place = _piece(words, place)
        out += piece if glued else f" {piece}"
        glued = False
    return out


def cased(casing: str, words: str) -> str:
    """Words with a casing put on them, up to the first sign."""
    return written(f"{casing} {words}")


def spelled(said: str) -> str | None:
    """Letters said one by one: "alpha bravo cap charlie" → "abC"; None where a word is no letter, digit or sign."""
    words, out, place, capital = showable(said).split(), "", 0, False
    while place < len(words):
        core = words[place].strip(_EDGE).lower()
        length, sign, _side = _sign(words, place)
        if core in CAPITAL:
            capital, place = True, place + 1
            continue
        letter = _LETTERS.get(core, core if len(core) == 1 and core.isalnum() else _DIGITS.get(core))
        if letter is None and length and sign is not None:
            letter, place = sign, place + length - 1
        if letter is None and core.isdigit():
            letter = core
        if letter is None:
            return None
        out += letter.upper() if capital else letter
        capital, place = False, place + 1
    return out or None


def _sign(words: list[str], place: int) -> tuple[int, str | None, Side]:
    """How many words name a sign here (0: none), the sign (None: a quotation mark), and where it stands close."""
    for length in range(_LONGEST, 0, -1):
        name = " ".join(word.strip(_EDGE).lower() for word in words[place : place + length])
        if place + length <= len(words) and name in SIGNS:
            return length, *SIGNS[name]
        if name in _QUOTES and place + length <= len(words):
            return length, None, ""
    return 0, None, ""


def _piece(words: list[str], place: int) -> tuple[str, int]:
    """The next word or words, cased as was said, and the place after them."""
    core = words[place].strip(_EDGE).lower()
    if core == "literal" and place + 1 < len(words):
        return words[place + 1], place + 2
    if core in CAPITAL and core != "upper" and place + 1 < len(words):
        following = words[place + 1]
        return following[:1].upper() + following[1:], place + 2
    case = " ".join(word.strip(_EDGE).lower() for word in words[place : place + 2])
    if case not in CASES:
        return words[place], place + 1
    end = place + 2
    while end < len(words) and not _sign(words, end)[0] and _case_at(words, end) is None:
        end += 1
    cased = [word.strip(_EDGE) for word in words[place + 2 : end]]
    if not [word for word in cased if word]:
        return words[place], place + 1
    return CASES[case]([word for word in cased if word]), end


def _case_at(words: list[str], place: int) -> str | None:
    name = " ".join(word.strip(_EDGE).lower() for word in words[place : place + 2])
    return name if name in CASES else None


@dataclass(frozen=True, slots=True)
class Dictation:
    """Words to be typed, as str; all of it shows."""

    name: str = "words"
    choices: None = None
    free: bool = True
    narrow: bool = False

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The words as they are to be typed."""
        text = written(said.strip().removesuffix(".") if scene.heard else said)
        return Resolved(text, 1.0) if text else Unresolved("There is nothing in that to type.")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Letters said one by one, as str."""

    name: str = "letters"
    choices: None = None
    free: bool = True
    narrow: bool = False

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The letters."""
        del scene
        text = spelled(said)
        return Resolved(text, 1.0) if text else Unresolved(f"{said!r} is not spelled: say alpha, bravo, cap charlie.")


DICTATION: Final = Dictation()
CASING: Final = Choice(dict.fromkeys(CASES, ()), name="casing")
SPELLING: Final = Spelling()
