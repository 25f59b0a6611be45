"""What the manual pages and the tldr pages that are installed say of a program. They are read as files; nothing runs.

A manual page's NAME section says in a line what its program does. A tldr page has that, and what people mostly do with
it, each in a line with its command. Pages are found in the system's folders and in those of the common tldr clients.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from skills.programs import installed

MAN: Final = tuple(Path(place) for place in ("/usr/local/share/man", "/usr/local/man", "/usr/share/man"))
"""Where manual pages are."""
SECTIONS: Final = ("1", "8", "6")
"""Of programs: for everybody, for root, games."""
TLDR: Final = (
    *("~/.cache/tealdeer/tldr-pages/pages.en", "~/.cache/tealdeer/tldr-pages/pages"),
    *("~/.cache/tldr/pages", "~/.cache/tldr/pages.en", "~/.cache/tlrc/pages.en"),
    *("~/.local/share/tldr/pages", "~/.local/share/tldr", "~/.tldr/cache/pages", "~/.tldrc/tldr/pages"),
    *("/usr/share/tldr/pages", "/usr/share/tldr-pages/pages"),
)
"""Where tldr's clients keep their English pages: tealdeer, since 1.7 and before; the Python client; tlrc; Debian's tldr
(tldr-hs); the Node and the C client; and packages."""
TLDR_KINDS: Final = ("common", "linux")
_NAME: Final = re.compile(r"[A-Za-z0-9][\w.+-]{0,60}")
_MNEMONIC: Final = re.compile(r"\[(\w+)\]")
"""How tldr marks the letters of an option in what it does: E[x]tract an archive."""
_READ: Final = 1 << 16
"""Bytes of a page that are read: NAME comes first."""
_SECTION: Final = re.compile(r"^\.S[hH]\s+\"?NAME\"?\s*$", re.M | re.I)
_NEXT: Final = re.compile(r"^\.S[hHsS]\b", re.M)
_ESCAPES: Final = (
    (r"\\f(?:\(..|\[[^]]*\]|.)", ""),
    (r"\\\((?:em|en|hy|mi)|\\-", "-"),
    (r"\\\(..|\\\[[^]]*\]", ""),
    (r"\\[&|^%:/,]", ""),
    (r"\\s[-+]?\d", ""),
    (r"\\(.)", r"\1"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says of a program. Texts are foreign."""

    program: str
    says: str
    """What it does, in a line without a full stop."""
    source: str
    """Where that stands: `the manual page tar(1)`, `the tldr page tar`."""
    examples: tuple[tuple[str, str], ...] = ()
    """What is done with it, and the command."""


def is_name(text: str) -> bool:
    """Whether a text could be a program's name."""
    return _NAME.fullmatch(text) is not None


def told_of(program: str, man: tuple[Path, ...] = MAN, tldr: tuple[str, ...] = TLDR) -> Told | None:
    """What the installed pages say of a program: its manual page, else its tldr page, with the latter's examples."""
    if not is_name(program):
        return None
    page = next((found for file in _tldr_files(tldr, program) if (found := tldr_page(_text(file)))), None)
    for folder in man:
        for section in SECTIONS:
            for ending in (".gz", ""):
                name = _name_line(_text(folder / f"man{section}" / f"{program}.{section}{ending}"))
                if name:
                    source = f"the manual page {program}({section})"
                    return Told(program, name, source, page.examples if page else ())
    return page


def tldr_page(text: str) -> Told | None:
    """A tldr page: `# name`, `> what it does`, then `- what:` with the command below, in backticks."""
    title = re.search(r"^# (.+)$", text, re.M)
    says = re.search(r"^> (.+)$", text, re.M)
    if title is None or says is None:
        return None
    found = re.findall(r"^- (.+?):?\s*\n\s*\n?`(.+)`\s*$", text, re.M)
    examples = tuple((_MNEMONIC.sub(r"\1", what).strip(), _command(command)) for what, command in found)
    return Told(title[1].strip(), says[1].strip().rstrip("."), f"the tldr page {title[1].strip()}", examples)


def _command(written: str) -> str:
    """A tldr command as one would type it: the long of two ways to write an option, and what to put in as it stands."""
    return re.sub(r"\{\{(.*?)\}\}", r"\1", re.sub(r"\{\{\[[^]|{}]*\|([^]|{}]*)\]\}\}", r"\1", written))


def to_do(
    words: str, tldr: tuple[str, ...] = TLDR, man: tuple[Path, ...] = MAN, *, loosest: int | None = None
) -> list[tuple[str, str, str]]:
    """What does what the words say, the fittest first: what it is, the command, and where that stands.

    From tldr's examples, where such pages are installed, and from what manual pages say of programs that are. Each of
    the words that tell anything must be there, in whatever form; and in a manual page's line, where `loosest` is given,
    at most so many others: "run a benchmark test on PostgreSQL" is not how one runs tests.
    """
    wanted = _stems(words)
    if not wanted:
        return []
    here = frozenset(installed()) if man == MAN else None  # packages bring thousands of pages that are of no program
    most = None if loosest is None else len(wanted) + loosest
    manuals = (one for one in _names(man, here) if most is None or one[1] <= most)
    pages = (*_examples(tuple(_tldr_folders(tldr))), *manuals)
    found = [(fewest, *told) for stems, fewest, told in pages if wanted <= stems]
    return [(what, command, source) for _fewest, what, command, source in sorted(found)[:5]]


def is_telling(words: str) -> bool:
    """Whether words name a thing and what is to be done with it, as far as that shows: two telling words or more."""
    return len(_stems(words)) > 1


def has_tldr(tldr: tuple[str, ...] = TLDR) -> bool:
    """Whether any tldr pages are installed."""
    return any(_tldr_folders(tldr))


def _tldr_folders(tldr: tuple[str, ...]) -> Iterator[Path]:
    for place in tldr:
        for kind in TLDR_KINDS:
            folder = Path(place).expanduser() / kind
            if folder.is_dir():
                yield folder


def _tldr_files(tldr: tuple[str, ...], program: str) -> Iterator[Path]:
    for folder in _tldr_folders(tldr):
        yield folder / f"{program}.md"


_Found = tuple[frozenset[str], int, tuple[str, str, str]]
"""The telling words of what is done and of its program; how many the former are; what is done, command and source."""


def _found(what: str, command: str, source: str) -> _Found:
    return _stems(f"{what} {command.split(maxsplit=1)[0]}"), len(_stems(what)), (what, command, source)


@lru_cache(maxsize=4)
def _examples(folders: tuple[Path, ...]) -> tuple[_Found, ...]:
    pages = [page for folder in folders for file in sorted(folder.glob("*.md")) if (page := _page(file))]
    return tuple(_found(what, command, page.source) for page in pages for what, command in page.examples)


def _page(file: Path) -> Told | None:
    return tldr_page(_text(file))


@lru_cache(maxsize=4)
def _names(man: tuple[Path, ...], here: frozenset[str] | None) -> tuple[_Found, ...]:
    """What pages say, of those programs alone, or of all."""
    found = {
        program: _found(says, program, f"the manual page {program}({section})")
        for folder in reversed(man)
        for section in reversed(SECTIONS)
        for file in sorted((folder / f"man{section}").glob(f"*.{section}*"))
        if _NAME.fullmatch(program := file.name.removesuffix(".gz").removesuffix(f".{section}"))
        if here is None or program in here
        if (says := _name_line(_text(file)))
    }
    return tuple(found.values())


def _text(file: Path) -> str:
    """The beginning of a page, unpacked; empty where there is none."""
    try:
        if not file.is_file():
            return ""
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as page:
            return page.read(_READ).decode(errors="replace")
    except (OSError, EOFError, zlib.error):
        return ""


def _name_line(page: str) -> str:
    """What a manual page's NAME section says after the dash; empty where it has none."""
    described = re.search(r"^\.Nd\s+(.+)$", page, re.M)
    if described:
        return _plain(described[1])
    section = _SECTION.search(page)
    if section is None:
        return ""
    end = _NEXT.search(page, section.end())
    body = page[section.end() : end.start() if end else section.end() + 2000]
    lines = [re.sub(r"^\.\w+\s*", "", line) for line in body.splitlines() if not line.startswith(('.\\"', "'"))]
    _programs, dash, says = _plain(" ".join(lines)).partition(" - ")
    return says if dash else ""


def _plain(text: str) -> str:
    for pattern, put in _ESCAPES:
        text = re.sub(pattern, put, text)
    return " ".join(text.replace('"', "").split()).rstrip(".")[:300]


_EMPTY: Final = frozenset(
    """a an the of to in on for with and or from by my your all some any this that is are it its file files using
    given one specific each into at as""".split()  # noqa: SIM905 - words read best as words
)


def _stems(text: str) -> frozenset[str]:
    """The telling words of a text, less their endings."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return frozenset(re.sub(r"(?:ings?|ed|es|s)$", "", word) for word in words if word not in _EMPTY) - {""}
