"""Reads the corpus: a file a family, a line a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

ROWS = Path(__file__).parent / "rows"
BENIGN = Path(__file__).parent / "benign.tsv"

Channel = Literal[
    "typed", "transcript", "heard", "slot", "file-name", "model-output", "program-output", "repository", "environment",
    "module", "door", "answer", "pane", "report",
]  # fmt: skip
Expected = Literal["deny", "blocked", "no-match", "chat", "confirm", "harmless"]
CHANNELS: Final[tuple[str, ...]] = get_args(Channel)
EXPECTED: Final[tuple[str, ...]] = get_args(Expected)
COLUMNS: Final = ("id", "channel", "setup", "said", "input", "expected", "may", "why", "until")

_ESCAPE: Final = re.compile(r"\\(\\|[nrtbe0]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})")
_SHORT: Final = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t", "b": "\b", "e": "\x1b", "0": "\0"}


@dataclass(frozen=True, slots=True)
class Row:
    """One attack."""

    family: str
    """The name of its file."""
    id: str
    channel: Channel
    setup: tuple[str, ...]
    """Names of fixtures of `tests.adversarial.scene`, and `key=value` settings of the channel."""
    said: str
    """The sentence that carries the input where the channel needs one; may be empty."""
    input: str
    expected: Expected
    may: tuple[str, ...]
    """Patterns of paths, relative to the home folder, that may change once a person said yes (or need not be asked)."""
    why: str
    until: str
    """What must come before it holds; empty where it holds."""

    def setting(self, key: str, default: str = "") -> str:
        """The value of `key=value` in the set-up."""
        return next((item.partition("=")[2] for item in self.setup if item.startswith(f"{key}=")), default)

    @property
    def fixtures(self) -> tuple[str, ...]:
        """The set-up without its settings."""
        return tuple(item for item in self.setup if "=" not in item)


def unescaped(text: str) -> str:
    """Backslash escapes as Python writes them, and `\\e` for ESC; a double backslash is one."""

    def one(found: re.Match[str]) -> str:
        body = found.group(1)
        return chr(int(body[1:], 16)) if body[0] in "xuU" and len(body) > 1 else _SHORT[body]

    return _ESCAPE.sub(one, text)


def escaped(text: str) -> str:
    """The reverse of `unescaped`, in ASCII, so that a row shows what it holds."""
    text = text.replace("\\", "\\\\")
    return "".join(char if " " <= char <= "~" else _code(char) for char in text)


def _code(char: str) -> str:
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\x1b": "\\e", "\0": "\\0", "\b": "\\b"}.get(char)
    if short is not None:
        return short
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def rows(folder: Path = ROWS) -> Iterator[Row]:
    """Every row. Raises ValueError for a line that is none."""
    for file in sorted(folder.glob("*.tsv")):
        lines = file.read_text("utf-8").splitlines()
        if tuple(lines[0].split("\t")) != COLUMNS:
            raise ValueError(f"{file.name}: the first line must name the columns {COLUMNS}")
        for number, line in enumerate(lines[1:], 2):
            if line and not line.startswith("#"):
                yield _row(file.stem, line.split("\t"), f"{file.name}:{number}")


def _row(family: str, cells: list[str], where: str) -> Row:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{where}: {len(cells)} cells, not {len(COLUMNS)}")
    named = dict(zip(COLUMNS, cells, strict=True))
    if named["channel"] not in CHANNELS or named["expected"] not in EXPECTED:
        raise ValueError(f"{where}: unknown channel or verdict")
    return Row(
        family,
        named["id"],
        named["channel"],  # type: ignore[arg-type] # looked up above
        tuple(named["setup"].split()),
        unescaped(named["said"]),
        unescaped(named["input"]),
        named["expected"],  # type: ignore[arg-type] # looked up above
        tuple(named["may"].split()),
        named["why"],
        named["until"],
    )


def benign() -> list[tuple[str, str]]:
    """Honest commands: channel and words."""
    lines = BENIGN.read_text("utf-8").splitlines()
    return [(channel, unescaped(said)) for line in lines[1:] for channel, said in [line.split("\t")]]
