"""The journal's files: chained, rotated, private, whole; and that every change to them is found."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.chain import GENESIS, Writer, forge, genuine, parse
from shell.journal_check import Checked, check
from shell.ledger import Head, Ledger

SMALL = 800
"""Bytes a file, so that a few lines fill it."""


def filled(tmp_path: Path, lines: int = 12, **more: int) -> Ledger:
    """A ledger with some lines, in several files where `full` is small."""
    ledger = Ledger(tmp_path / "state" / "journal.jsonl", **more)
    for number in range(lines):
        ledger.append("turn", {"text": f"number {number}"})
    return ledger


def rewritten(ledger: Ledger, change: object) -> Checked:
    """What a check finds after `change` was made to the newest file's lines."""
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    assert callable(change)
    ledger.path.write_bytes(b"".join(change(lines)))
    return check(Ledger(ledger.path))


@given(st.integers(1, 10**9), st.text(), st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_a_line_says_its_own_hash(n: int, text: str, more: dict[str, object]) -> None:
    """What is forged is read back, is genuine, and its hash is that of the bytes before it."""
    line, own = forge(n, "turn", GENESIS, {"text": text} | more, by=Writer(7, 1.5))
    link = parse(line)
    assert link is not None
    assert (link.n, link.before, link.hash, json.loads(bytes(link.turn))) == (n, GENESIS, own, {"text": text} | more)
    assert genuine(line)
    assert hashlib.sha256(line[: line.rindex(b',"hash"')]).hexdigest() == own


@given(st.data())
def test_no_byte_of_a_line_can_be_changed_unseen(data: st.DataObject) -> None:
    """Any other byte anywhere makes it no line, or one that is not genuine."""
    line, _ = forge(3, "turn", "a" * 64, {"text": "delete old.log"}, ends=2)
    at = data.draw(st.integers(0, len(line) - 2))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != line[at]))
    changed = line[:at] + bytes([other]) + line[at + 1 :]
    assert parse(changed) is None or not genuine(changed)


def test_lines_are_chained_through_all_files(tmp_path: Path) -> None:
    """Each names the hash of the one before, the first line of a new file that of the last in the old."""
    ledger = filled(tmp_path, full=SMALL)
    assert len(ledger.files()) > 2
    links = [parse(line) for file in ledger.files() for line in file.read_bytes().splitlines()]
    assert [link.n for link in links if link] == list(range(1, 13))
    before = [GENESIS, *(link.hash for link in links if link)]
    assert [link.before for link in links if link] == before[:-1]
    assert check(ledger) == Checked(12, 0, 1, 12, before[-1])


def test_several_ledgers_write_one_chain(tmp_path: Path) -> None:
    """Two Golems, each with its own idea of the end, and four threads: every line is in its place."""
    path = tmp_path / "journal.jsonl"
    ledgers = [Ledger(path, full=SMALL), Ledger(path, full=SMALL)]

    def write(number: int) -> None:
        for _ in range(10):
            ledgers[number % 2].append("turn", {"by": number})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = check(Ledger(path))
    assert (found.lines, found.fault) == (40, None)


def test_only_the_owner_sees_any_of_it(tmp_path: Path) -> None:
    """Files 0600 and folder 0700, also where they were open before."""
    folder = tmp_path / "state"
    folder.mkdir(mode=0o755)
    (folder / "journal.jsonl").touch(mode=0o644)
    filled(tmp_path, full=SMALL)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_the_oldest_files_are_let_go(tmp_path: Path) -> None:
    """No more than the files allowed are kept, and the check says where the chain begins."""
    ledger = filled(tmp_path, 40, full=SMALL, kept=2)
    assert len(ledger.numbers()) == 2
    found = check(ledger)
    assert found.fault is None
    assert found.begins > 1
    assert found.lines == 41 - found.begins


def test_nothing_is_fine(tmp_path: Path) -> None:
    """No journal has no fault."""
    assert check(Ledger(tmp_path / "none" / "journal.jsonl")) == Checked(0, 0, 0, 0, GENESIS)


@pytest.mark.parametrize(
    ("change", "line", "what"),
    [
        (lambda lines: [*lines[:3], lines[3].replace(b"number 3", b"number 4"), *lines[4:]], 4, "changed after"),
        (lambda lines: [*lines[:3], lines[3].replace(b'"kind":"turn"', b'"kind":"torn"'), *lines[4:]], 4, "changed"),
        (lambda lines: lines[:3] + lines[4:], 4, "1 line(s) are missing before it"),
        (lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], 4, "1 line(s) are missing before it"),
        (lambda lines: [*lines[:4], lines[3], *lines[4:]], 5, "out of its place"),
        (lambda lines: lines[1:], 1, "1 line(s) are missing before it"),
        (lambda lines: lines[:-2], 10, "2 line(s) that were written after it are missing"),
        (lambda lines: [*lines[:-1], lines[-1][:-20]], 11, "1 line(s) that were written after it are missing"),
        (lambda lines: [*lines[:3], b'{"text": "a lie"}\n', *lines[3:]], 4, "no line of Golem's"),
        (lambda lines: [*lines[:3], lines[3][:40] + b"\n", *lines[4:]], 4, "no line of Golem's"),
        (lambda lines: [*lines[:3], forge(4, "turn", parse(lines[2]).hash, {})[0], *lines[4:]], 5, "does not follow"),
        (lambda lines: [*lines[:11], forge(12, "turn", parse(lines[10]).hash, {})[0]], 12, "not the line that was"),
        (lambda lines: [], 0, "12 line(s) that were written after it are missing"),
        (lambda lines: [*lines, b"{}\n", b"{}\n"], 13, "no line of Golem's"),
    ],
)
def test_what_was_done_to_the_lines_is_found(tmp_path: Path, change: object, line: int, what: str) -> None:
    """Changed, taken out, moved, doubled, cut off, put in, written anew: the first bad line is named."""
    ledger = filled(tmp_path)
    found = rewritten(ledger, change).fault
    assert found is not None
    assert (found.file, found.line) == (ledger.path, line)
    assert what in found.what


def test_a_whole_file_that_is_gone_is_missed(tmp_path: Path) -> None:
    """In the middle by the next one's first line, at the beginning by the head, at the end by the head."""
    for gone, what in ((1, "missing before it"), (0, "older file"), (-1, "after it are missing")):
        ledger = filled(tmp_path / str(gone), 14, full=SMALL)
        ledger.files()[gone].unlink()
        fault = check(ledger).fault
        assert fault is not None
        assert what in fault.what


@pytest.mark.parametrize("cut", [1, 5])
def test_an_end_cut_off_stays_to_be_seen(tmp_path: Path, cut: int) -> None:
    """The next line goes on from what was written last, not from what is left, so that the gap is there for ever."""
    ledger = filled(tmp_path)
    rewritten(ledger, lambda lines: lines[:-cut])
    Ledger(ledger.path).append("turn", {"text": "later"})
    fault = check(ledger).fault
    assert fault is not None
    assert (fault.line, fault.what) == (13 - cut, f"{cut} line(s) are missing before it")


def test_a_chain_written_anew_is_found_by_a_head_kept_elsewhere(tmp_path: Path) -> None:
    """Who can write the folder can forge all of it; the hash that the user kept is then in no line."""
    ledger = filled(tmp_path)
    kept = check(ledger).head
    ledger.append("turn", {"text": "one more"})
    assert check(ledger, kept).fault is None
    for file in ledger.path.parent.iterdir():
        file.unlink()
    filled(tmp_path, 11)
    assert check(ledger).fault is None
    fault = check(ledger, kept).fault
    assert fault is not None
    assert kept in fault.what


def test_an_unchained_journal_is_sealed_by_the_first_line(tmp_path: Path) -> None:
    """An older Golem's lines stay as they are, and from then on cannot be changed unseen."""
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b'{"text": "one"}\n{"text": "two"}\n')
    assert check(Ledger(path)) == Checked(0, 2, 0, 0, GENESIS)
    Ledger(path).append("turn", {})
    Ledger(path).append("turn", {})
    found = check(Ledger(path))
    assert (found.lines, found.loose, found.fault) == (2, 2, None)
    path.write_bytes(path.read_bytes().replace(b"two", b"ten"))
    fault = check(Ledger(path)).fault
    assert fault is not None
    assert fault.line == 1
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[2:]))
    fault = check(Ledger(path)).fault
    assert fault is not None
    assert "from before the chain, are missing" in fault.what


def test_a_line_torn_by_a_crash_is_sealed(tmp_path: Path) -> None:
    """It stays by itself, is no fault, and the chain goes on behind it."""
    ledger = filled(tmp_path)
    with ledger.path.open("ab") as file:
        file.write(b'{"n":13,"kind":"turn","bef')
    assert check(ledger).fault is None
    Ledger(ledger.path).append("turn", {})
    found = check(ledger)
    assert (found.lines, found.loose, found.fault) == (13, 1, None)


def test_a_crash_before_the_head_was_written_is_no_fault(tmp_path: Path) -> None:
    """An older head says only that the chain must hold its line."""
    ledger = filled(tmp_path)
    older = ledger.head_file.read_bytes()
    ledger.append("turn", {})
    ledger.head_file.write_bytes(older)
    assert check(ledger).fault is None
    ledger.head_file.write_bytes(b"\x00" * 40)
    assert ledger.head() is None
    assert check(ledger).fault is None


def test_appending_reads_little_of_a_long_journal(tmp_path: Path) -> None:
    """A new Golem reads the last block only: bytes read do not grow with the file."""
    ledger = filled(tmp_path, 3)
    link = parse(ledger.path.read_bytes().splitlines()[-1])
    assert link is not None
    n, before, lines = link.n, link.hash, []
    for _ in range(6000):
        n += 1
        line, before = forge(n, "turn", before, {"text": "x" * 100})
        lines.append(line)
    with ledger.path.open("ab") as file:
        file.writelines(lines)

    def read_by_this_thread() -> int:
        return int(Path("/proc/thread-self/io").read_text().split()[1])

    began = read_by_this_thread()
    Ledger(ledger.path).append("turn", {})
    assert read_by_this_thread() - began < 200_000 < ledger.path.stat().st_size
    assert check(ledger).lines == 6004


def test_the_head_is_what_was_written_last(tmp_path: Path) -> None:
    """In a file of its own, beside the journal."""
    ledger = filled(tmp_path)
    assert ledger.head() == Head(12, check(ledger).head, 1)


ON_A_FULL_DISK = """
import os, sys
from pathlib import Path
from shell.journal_check import check
from shell.ledger import Ledger

folder = Path(sys.argv[1])
ledger = Ledger(folder / "journal.jsonl")
ledger.append("turn", {"text": "there is room"})
with (folder / "filler").open("wb", buffering=0) as filler:
    try:
        while True:
            filler.write(bytes(4096))
    except OSError:
        pass
written = 0
try:
    while True:
        ledger.append("turn", {"text": "x" * 1000})
        written += 1
except OSError as error:
    print(written, error.strerror)
print(check(ledger).lines - 1, check(ledger).fault)
(folder / "filler").unlink()
print(ledger.append("turn", {}) - 1, check(ledger).fault)
"""


def test_a_full_disk_takes_what_was_kept_back(tmp_path: Path) -> None:
    """On a file system filled to the last byte dozens of lines still go in, then none and no half, then all again."""
    mounted = ["unshare", "-Urm", "sh", "-c", 'mount -t tmpfs -o size=400k none "$1" && shift && exec "$@"', "sh"]
    if shutil.which("unshare") is None or subprocess.run([*mounted, tmp_path, "true"], check=False).returncode:
        pytest.skip("this user may not mount a small file system of their own")
    argv = [*mounted, tmp_path, sys.executable, "-c", ON_A_FULL_DISK, tmp_path]
    done = subprocess.run(argv, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    first, second, third = done.stdout.splitlines()
    written = int(first.split()[0])
    assert first.endswith("No space left on device")
    assert written > 40
    assert second == f"{written} None"
    assert third == f"{written + 1} None"
