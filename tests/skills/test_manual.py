"""Manual pages and tldr pages, read as files: by pages made for it, since machines differ in what they have."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model import Resolved, Scene, Unresolved
from skills import manual
from skills.families.manual import Answered, Documented, command, how, what
from skills.manual import Told, has_tldr, tldr_page, to_do, told_of
from skills.testing import FakeContext

TAR = r"""
.\" a comment
.TH TAR 1 "July 13, 2020" "TAR" "GNU TAR Manual"
.SH NAME
\fBtar\fR \- an archiving \fIutility\fR
.SH SYNOPSIS
tar x
"""
MDOC = ".Dd x\n.Dt NC 1\n.Sh NAME\n.Nm nc\n.Nd arbitrary TCP and UDP connections and listens\n.Sh SYNOPSIS\n"
TLDR = """\
# ss

> Utility to investigate sockets.
> More information: <https://example.org>.

- Show all TCP/UDP/RAW/UNIX sockets:

`ss -a {{-t|-u}}`

- List open ports, with who listens:

`ss -tulpn`
"""


@pytest.fixture
def man(tmp_path: Path) -> tuple[Path, ...]:
    """A folder of manual pages."""
    for section, name, text in (("1", "tar", TAR), ("8", "nc", MDOC), ("1", "odd", ".SH NAME\nodd\n.SH X\n")):
        folder = tmp_path / "man" / f"man{section}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.{section}.gz").write_bytes(gzip.compress(text.encode()))
    return (tmp_path / "man",)


@pytest.fixture
def tldr(tmp_path: Path) -> tuple[str, ...]:
    """A folder of tldr pages."""
    (tmp_path / "pages/linux").mkdir(parents=True)
    (tmp_path / "pages/linux/ss.md").write_text(TLDR)
    return (str(tmp_path / "pages"),)


def test_a_manual_page_says_what_its_program_does(man: tuple[Path, ...], tldr: tuple[str, ...]) -> None:
    """From its NAME, in either macro language, without troff's escapes; the source is named."""
    assert told_of("tar", man, tldr) == Told("tar", "an archiving utility", "the manual page tar(1)")
    found = told_of("nc", man, tldr)
    assert found is not None
    assert found.says == "arbitrary TCP and UDP connections and listens"
    assert told_of("odd", man, tldr) is None


def test_a_tldr_page_has_examples(man: tuple[Path, ...], tldr: tuple[str, ...]) -> None:
    """Each with its command, the marks for what is to be filled in taken off."""
    found = told_of("ss", man, tldr)
    assert found is not None
    assert (found.says, found.source) == ("Utility to investigate sockets", "the tldr page ss")
    assert found.examples[1] == ("List open ports, with who listens", "ss -tulpn")


NEWER = """\
# tar

> Archiving utility.
> Often combined with a compression method.
> More information: <https://www.gnu.org/software/tar>.

- [c]reate an archive from files:

`tar {{[-c|--create]}} {{[-f|--file]}} {{path/to/target.tar}} {{path/to/file1}}`

- E[x]tract a (compressed) archive into the current directory:

`tar xf {{path/to/source.tar[.gz|.bz2]}}`
"""
"""As tldr's pages are written since 2024."""


def test_a_newer_tldr_page_is_read_as_one_would_type_it(man: tuple[Path, ...], tmp_path: Path) -> None:
    """The long of two options, and words whole that have a letter marked."""
    (tmp_path / "new/common").mkdir(parents=True)
    (tmp_path / "new/common/tar.md").write_text(NEWER)
    assert to_do("extract an archive", (str(tmp_path / "new"),), man)[0] == (
        "Extract a (compressed) archive into the current directory",
        "tar xf path/to/source.tar[.gz|.bz2]",
        "the tldr page tar",
    )
    created = to_do("create an archive", (str(tmp_path / "new"),), man)[0]
    assert created[:2] == ("create an archive from files", "tar --create --file path/to/target.tar path/to/file1")


@pytest.mark.parametrize(
    "place",
    [
        ".cache/tealdeer/tldr-pages/pages",  # tealdeer 1.5, which Debian 12 has
        ".cache/tealdeer/tldr-pages/pages.en",  # tealdeer 1.7
        ".local/share/tldr/pages",  # tldr-hs, which Debian calls tldr
        ".cache/tldr/pages",  # the Python client
        ".cache/tlrc/pages.en",
    ],
)
def test_pages_are_found_where_the_clients_put_them(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the home folder; other languages' pages lie beside them and are not read."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".cache/tealdeer/tldr-pages/pages.de/common").mkdir(parents=True)
    (tmp_path / ".cache/tealdeer/tldr-pages/pages.de/common/tar.md").write_text(NEWER)
    assert not has_tldr()
    (tmp_path / place / "common").mkdir(parents=True)
    (tmp_path / place / "common/tar.md").write_text(NEWER)
    assert has_tldr()
    found = told_of("tar", man=())
    assert found is not None
    assert found.says == "Archiving utility"


def test_what_is_wanted_is_found_by_its_words(man: tuple[Path, ...], tldr: tuple[str, ...]) -> None:
    """All of the telling ones, in whatever form; the shortest answer first, with where it stands."""
    assert to_do("list open ports", tldr, man) == [
        ("List open ports, with who listens", "ss -tulpn", "the tldr page ss")
    ]
    assert to_do("archive", tldr, man) == [] or to_do("archiving", tldr, man)[0][1] == "tar"
    assert to_do("archiving", tldr, man)[0] == ("an archiving utility", "tar", "the manual page tar(1)")
    assert to_do("boil eggs", tldr, man) == []
    assert to_do("the of", tldr, man) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "", "-x", "a b", "x\0", "\x1b[2J", "x" * 100])
def test_only_a_program_has_a_page(name: str, man: tuple[Path, ...], tldr: tuple[str, ...]) -> None:
    """No path, and nothing that hides, is looked for."""
    assert told_of(name, man, tldr) is None


def test_broken_pages_say_nothing(tmp_path: Path) -> None:
    """A file that is no gzip, an empty one, a page that unpacks to far too much."""
    folder = tmp_path / "man1"
    folder.mkdir()
    (folder / "a.1.gz").write_bytes(b"no gzip")
    (folder / "b.1.gz").write_bytes(gzip.compress(b"x" * 50_000_000))
    (folder / "c.1").write_text("")
    for name in "abc":
        assert told_of(name, (tmp_path,), ()) is None


@given(st.text(max_size=200))
def test_any_page_is_read(text: str) -> None:
    """As a page, or as nothing."""
    tldr_page(text)
    manual._name_line(text)


def test_what_is_missing_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That no page tells, and that tldr's would."""
    monkeypatch.setattr(manual, "to_do", lambda _words: [])
    monkeypatch.setattr(manual, "has_tldr", lambda: False)
    assert command(FakeContext(folder), "boil eggs").spoken == (
        "No page that is installed here tells how to boil eggs."
        " No tldr pages are installed; they have most of such answers: apt-get install tealdeer, then tldr --update."
    )
    assert what(FakeContext(folder), "no-such-program-x").spoken.startswith("No manual page and no tldr page here is")


def test_programs_are_known_by_their_exact_names(folder: Path) -> None:
    """Nothing is guessed: "it" and "he" are no programs."""
    from intents.model import Resolved, Scene

    scene = Scene(folder, folder)
    assert isinstance(Documented().resolve("bash", scene), Resolved)
    for said in ("he", "../sh", "the love of it", "-c"):
        assert not isinstance(Documented().resolve(said, scene), Resolved)


def test_a_bare_question_is_a_task_only_where_a_page_answers(
    tmp_path: Path, tldr: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two telling words and a page that has them; the page is named in the answer, and nothing is run."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".tldr/cache").mkdir(parents=True)
    (tmp_path / "pages").rename(tmp_path / ".tldr/cache/pages")
    scene = Scene(tmp_path, tmp_path)
    assert Answered().resolve("list open ports", scene) == Resolved("list open ports", 1.0)
    for said in ("ports", "get to the station", "list open ports of all the ships in the whole wide world", ""):
        found = Answered().resolve(said, scene)
        assert isinstance(found, Unresolved)
        assert found.stray
    reply = how(FakeContext(tmp_path), "list open ports")
    assert reply.spoken == "List open ports, with who listens: ss -tulpn, says the tldr page ss."
    assert reply.printed.endswith("from the tldr page ss")


def test_a_long_line_is_no_answer_to_a_bare_question(man: tuple[Path, ...]) -> None:
    """Its words may all be there and mean something else."""
    assert to_do("UDP connections", (), man)
    assert to_do("UDP connections", (), man, loosest=1) == []
    assert to_do("archiving utility", (), man, loosest=0)


def test_only_pages_of_programs_that_are_here_are_read(man: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Some packages bring thousands of pages of their sub-commands, which would be read for nothing."""
    monkeypatch.setattr(manual, "MAN", man)
    monkeypatch.setattr(manual, "installed", lambda: ("nc",))
    assert to_do("archiving utility", (), man) == []
    assert to_do("UDP connections", (), man)[0][1] == "nc"
