"""Foreign text made safe for the terminal and fit for the loudspeaker: the one place that strips control sequences.

Transcripts, file names, model words and program output are data. A terminal, though, obeys what it is sent: text can
move the cursor over what was shown, set the title, write the clipboard (OSC 52), or hide and reorder characters so that
what a person reads is not what is there. `clean` removes all of that, `visible` shows it, and `speakable` also drops
what makes no sense aloud.

What is removed, after ECMA-48 (5th edition, 1991), section 5, and xterm's control sequences:

- escape sequences, 7-bit (ESC [ …) and 8-bit (U+009B …): CSI to its final byte, the strings OSC, DCS, SOS, PM and APC
  with all that they hold, and the short ones (ESC c, ESC ( B);
- every other C0 and C1 control but newline and tab, carriage return, backspace and DEL among them;
- bidirectional controls, zero-width characters, tag characters, the variation selectors supplement, interlinear
  annotation, line and paragraph separators, and lone surrogates.

An unterminated sequence cannot swallow what follows for ever. A newline ends any sequence, and so does any character
that ECMA-48 does not allow there; a CSI sequence ends after `CSI_LIMIT` characters and a string after `STRING_LIMIT`.
What comes after is shown as plain text, which is ugly (a picture sent as DCS shows as letters) and harmless.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from typing import Final

CSI_LIMIT: Final = 64
"""Most characters of a CSI sequence; real ones rarely have 30."""
STRING_LIMIT: Final = 4096
"""Most characters of an OSC, DCS, SOS, PM or APC string that are swallowed while its end is awaited."""

_HIDDEN: Final = (
    "\u00ad\u034f\u061c\u180e"  # soft hyphen, grapheme joiner, Arabic letter mark, Mongolian vowel separator
    "\u200b-\u200f\u2028-\u202e"  # zero width, direction marks, line and paragraph separators, embeddings
    "\u2060-\u206f"  # word joiner, invisible operators, isolates, deprecated format characters
    "\ufeff\ufff9-\ufffb"  # byte order mark, interlinear annotation
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # shorthand and musical format controls
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef"  # tags, variation selectors supplement
)
_DROPPED: Final = f"\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff{_HIDDEN}"
_ODD: Final = re.compile(f"[{_DROPPED}]")

_ESC: Final = "\x1b"
_CANCEL: Final = frozenset("\x18\x1a")  # CAN and SUB end any sequence (ECMA-48 8.3.6; xterm)
_STRING_END: Final = frozenset("\x07\x9c")  # BEL (xterm's end of an OSC) and ST
_STRING_OPENERS_7: Final = frozenset("]PX^_")
_STRING_OPENERS_8: Final = frozenset("\x9d\x90\x98\x9e\x9f")


class _State(Enum):
    GROUND = auto()
    ESCAPE = auto()
    CSI = auto()
    STRING = auto()
    STRING_ESCAPE = auto()


class Cleaner:
    """`clean` for text that arrives in pieces: a sequence cut in two by a chunk's end is removed all the same."""

    def __init__(self) -> None:
        self._state = _State.GROUND
        self._length = 0

    def feed(self, chunk: str) -> str:
        """The clean part of the next chunk; whatever may still be the inside of a sequence is held back or dropped."""
        if self._state is _State.GROUND and not _ODD.search(chunk):
            return chunk
        kept: list[str] = []
        position = 0
        while position < len(chunk):
            if self._state is _State.GROUND:
                odd = _ODD.search(chunk, position)
                if odd is None:
                    kept.append(chunk[position:])
                    break
                kept.append(chunk[position : odd.start()])
                self._open(chunk[odd.start()])
                position = odd.end()
            elif self._step(chunk[position]):
                position += 1
        return "".join(kept)

    def flush(self) -> str:
        """End of the text: an unfinished sequence is dropped, and the cleaner is as new. Nothing is ever held back."""
        self._enter(_State.GROUND)
        return ""

    def _enter(self, state: _State) -> None:
        self._state = state
        self._length = 0

    def _open(self, char: str) -> None:
        """An odd character in plain text: the start of a sequence, or nothing."""
        if char == _ESC:
            self._enter(_State.ESCAPE)
        elif char == "\x9b":
            self._enter(_State.CSI)
        elif char in _STRING_OPENERS_8:
            self._enter(_State.STRING)

    def _step(self, char: str) -> bool:
        """One character inside a sequence; False if it is not part of it and must be read again as plain text."""
        if char in _CANCEL:
            self._enter(_State.GROUND)
            return True
        if self._state is _State.ESCAPE:
            return self._in_escape(char)
        if self._state is _State.CSI:
            return self._in_csi(char)
        return self._in_string(char)

    def _in_escape(self, char: str) -> bool:
        if char == "[" and not self._length:
            self._enter(_State.CSI)
        elif char in _STRING_OPENERS_7 and not self._length:
            self._enter(_State.STRING)
        elif " " <= char <= "/" and self._length < CSI_LIMIT:  # intermediate bytes: ESC ( B
            self._length += 1
        else:
            self._enter(_State.GROUND)
            return "0" <= char <= "~"  # a final byte belongs to the sequence
        return True

    def _in_csi(self, char: str) -> bool:
        if " " <= char <= "?" and self._length < CSI_LIMIT:  # parameter and intermediate bytes
            self._length += 1
            return True
        final = "@" <= char <= "~" and self._length < CSI_LIMIT
        self._enter(_State.GROUND)
        return final

    def _in_string(self, char: str) -> bool:
        if self._state is _State.STRING_ESCAPE:
            # ESC \ is ST; ESC and anything else begins a new sequence, as terminals have it.
            if char == "\\":
                self._enter(_State.GROUND)
                return True
            self._enter(_State.ESCAPE)
            return False
        if char in _STRING_END:
            self._enter(_State.GROUND)
        elif char == "\n" or self._length >= STRING_LIMIT:
            self._enter(_State.GROUND)
            return False
        elif char == _ESC:
            self._state = _State.STRING_ESCAPE
        else:
            self._length += 1
        return True


def clean(text: str) -> str:
    """`text` without anything that a terminal would obey or hide; newlines and tabs stay. Never raises."""
    return Cleaner().feed(text)


_INVISIBLE: Final = re.compile(f"[{_HIDDEN}\ufe00-\ufe0f\u115f\u1160\u17b4\u17b5\u3164\uffa0]")
_WORD: Final = re.compile(r"\w+")
_LATIN: Final = re.compile(r"[A-Za-z]")


def visible(text: str) -> str:
    """`text` on one line, every odd character written as an escape, so that no two texts look the same by trickery.

    As `repr` without the quotes: controls, invisible characters, lone surrogates, unusual spaces and the backslash are
    escaped. So are letters of another script inside a word that also has ASCII letters (the Cyrillic s of `сurl`);
    words wholly of another script stay readable.
    """
    return _WORD.sub(_expose_mixed, "".join(_expose(char) for char in text))


def _expose(char: str) -> str:
    if char == "\\":
        return "\\\\"
    if char.isprintable() and not _INVISIBLE.match(char):
        return char
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def _expose_mixed(word: re.Match[str]) -> str:
    if word.group().isascii() or not _LATIN.search(word.group()):
        return word.group()
    return "".join(
        char.encode("unicode_escape").decode("ascii") if char.isalpha() and not _is_latin(char) else char
        for char in word.group()
    )


def _is_latin(char: str) -> bool:
    return char < "\u0250" or unicodedata.name(char, "").startswith("LATIN")


_URL: Final = re.compile(r"\b(?:https?|ftp|file)://(?:www\.)?([^\s/?#\\<>()\[\]{}\"'`|^]*)[^\s<>()\[\]{}\"'`|^]*")
_SILENT: Final = re.compile(r"[\[\]{}<>|\\^~`*_#=]+|-{2,}|_{2,}")
_PAUSE: Final = re.compile(r"([.!?;:,])(?:\s*[.!?;:,])+")
_SPACES: Final = re.compile(r"\s+")


def speakable(text: str) -> str:
    """`text` as it should be read aloud, on one line; empty if nothing in it can be spoken. Never raises.

    Control sequences go as in `clean`. Markdown loses its marks; code blocks and pictures are left out; a link keeps
    its words, a bare address its host. Emoji and drawing characters go, and so do square brackets, which a Piper voice
    would take for phonemes (`[[ … ]]`).
    """
    plain = _URL.sub(r"\1", "\n".join(_blocks(clean(text))))
    plain = "".join(" " if unicodedata.category(char) in {"So", "Sk", "Co", "Cn", "Cf"} else char for char in plain)
    plain = _SILENT.sub(" ", plain)
    lines = [_SPACES.sub(" ", line).strip() for line in plain.splitlines()]
    joined = " ".join(_ended(line) for line in lines[:-1] if line)
    spoken = _PAUSE.sub(r"\1", f"{joined} {lines[-1] if lines else ''}".strip())
    return spoken if any(char.isalnum() for char in spoken) else ""


def _ended(line: str) -> str:
    return line if line.endswith((".", "!", "?", ":", ";", ",")) else f"{line}."


def _blocks(text: str) -> list[str]:
    """The words of each Markdown block, marks removed, code blocks left out."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- 20 ms that the prompt need not wait for

    blocks: list[str] = []
    # Indented text is not code here: program output is often indented.
    for token in MarkdownIt("commonmark", {"html": False}).enable("table").disable("code").parse(text):
        if token.type == "inline":
            blocks.append("".join(_words(child.type, child.content) for child in token.children or ()))
    return blocks


def _words(kind: str, content: str) -> str:
    if kind in {"text", "text_special", "code_inline"}:
        return content
    return "\n" if kind in {"softbreak", "hardbreak"} else ""
