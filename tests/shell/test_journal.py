"""The journal: whole lines, for the user's eyes only, whatever happens to the disk."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from shell.cli import main
from shell.commands.journal import add_parser
from shell.commands.why import explain
from shell.journal import BEGUN, Begun, Journal, TurnRecord, Unwritten, read
from shell.journal_check import check
from shell.ledger import Ledger

RECORD = TurnRecord(
    time="2026-01-02T03:04:05.678+00:00",
    source="typed",
    text="delete old.log",
    route="command",
    scores={"command": 0.9, "question": 0.05, "chat": 0.05},
    skill="trash.delete",
    slots={"path": "/tree/old.log"},
    verdict="confirm",
    rule="effect-destroy",
    reason="it takes something away",
    executed=False,
    reply="Not done: nobody said yes.",
    ms={"route": 7.0},
    outcome="declined",
    decided_by="template",
    fired=("confirm effect-destroy: it takes something away",),
)


def test_what_is_appended_is_read_back(tmp_path: Path) -> None:
    """Turns come back as they were, oldest first; control sequences are not kept."""
    journal = Journal(tmp_path / "state" / "journal.jsonl")
    journal.append(RECORD)
    journal.append(replace(RECORD, text="two\nlines\x1b[2J"))
    turns, torn = read(tmp_path / "state" / "journal.jsonl")
    assert turns == [RECORD, replace(RECORD, text="two\nlines")]
    assert torn == 0


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    """Mode 0600: it holds what someone said."""
    Journal(tmp_path / "journal.jsonl").append(RECORD)
    assert (tmp_path / "journal.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_torn_line_is_passed_over_and_the_next_is_whole(tmp_path: Path) -> None:
    """A crash in mid-line loses that line only."""
    file = tmp_path / "journal.jsonl"
    Journal(file).append(RECORD)
    file.write_bytes(file.read_bytes() + b'{"time": "2026')
    Journal(file).append(RECORD)
    assert read(file) == ([RECORD, RECORD], 1)


def test_two_processes_write_whole_lines(tmp_path: Path) -> None:
    """Two shells at once never mix their lines."""
    file = tmp_path / "journal.jsonl"
    program = (
        "import sys\nfrom pathlib import Path\nfrom shell.journal import Journal\n"
        "from tests.shell.test_journal import RECORD\n"
        "journal = Journal(Path(sys.argv[1]))\nfor _ in range(40): journal.append(RECORD)"
    )
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    children = [subprocess.Popen([sys.executable, "-c", program, str(file)], env=environment) for _ in range(2)]
    assert [child.wait(60) for child in children] == [0, 0]
    assert read(file) == ([RECORD] * 80, 0)


def test_a_journal_that_cannot_be_written_warns_once(tmp_path: Path) -> None:
    """The shell goes on; the user is told one time."""
    (tmp_path / "file").write_text("")
    warnings: list[str] = []
    journal = Journal(tmp_path / "file" / "journal.jsonl", warnings.append)
    journal.append(RECORD)
    journal.append(RECORD)
    assert len(warnings) == 1


def test_a_full_disk_leaves_no_half_line(tmp_path: Path) -> None:
    """/dev/full stands for a full disk: the write fails, is told once, and nothing is raised."""
    link = tmp_path / "journal.jsonl"
    link.symlink_to("/dev/full")
    warnings: list[str] = []
    Journal(link, warnings.append).append(RECORD)
    assert len(warnings) == 1
    assert isinstance(Journal(link).begin(RECORD), Unwritten)


def begin_in_another_process(file: Path, then: str) -> subprocess.Popen[bytes]:
    """A Golem that writes that an act begins, then does what `then` says; returns when the line is there."""
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom shell.journal import Journal\n"
        "from tests.shell.test_journal import RECORD\n"
        f"begun = Journal(Path(sys.argv[1])).begin(RECORD)\nprint(flush=True)\n{then}"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(file)], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    return child


def test_an_act_whose_end_was_not_written_is_told_once(tmp_path: Path) -> None:
    """The process died between the two lines: the next start is given the turn, the one after that is not."""
    file = tmp_path / "journal.jsonl"
    begin_in_another_process(file, "os._exit(9)").wait(60)
    assert read(file) == ([RECORD], 0)
    assert Journal(file).unseen() == [RECORD]
    assert Journal(file).unseen() == []
    assert read(file) == ([RECORD], 0)
    assert check(Ledger(file)).fault is None


def test_an_act_that_another_golem_is_at_is_not_lost(tmp_path: Path) -> None:
    """While the process that began it runs, nothing is amiss."""
    file = tmp_path / "journal.jsonl"
    child = begin_in_another_process(file, "sys.stdin.read()")
    assert Journal(file).unseen() == []
    child.communicate()
    assert Journal(file).unseen() == [RECORD]


def test_an_act_that_ended_is_one_turn(tmp_path: Path) -> None:
    """Of its two lines the last is told, though others wrote between; nothing is unseen."""
    file = tmp_path / "journal.jsonl"
    journal = Journal(file)
    begun = journal.begin(replace(RECORD, outcome=BEGUN))
    journal.append(replace(RECORD, text="another"))
    assert isinstance(begun, Begun)
    journal.append(RECORD, begun)
    assert read(file) == ([replace(RECORD, text="another"), RECORD], 0)
    assert len(file.read_bytes().splitlines()) == 3
    begin_in_another_process(file, "Journal(Path(sys.argv[1])).append(RECORD, begun)").wait(60)
    assert journal.unseen() == []


def test_turns_are_read_through_all_files(tmp_path: Path) -> None:
    """What was put aside is still there for `golem journal` and `golem why`."""
    file = tmp_path / "journal.jsonl"
    journal = Journal(file, ledger=Ledger(file, full=3000))
    for number in range(20):
        journal.append(replace(RECORD, text=str(number)))
    assert len(Ledger(file).files()) > 3
    assert [turn.text for turn in read(file)[0]] == [str(number) for number in range(20)]
    assert [turn.text for turn in read(file, 12)[0]] == [str(number) for number in range(8, 20)]


def test_an_older_golems_lines_are_still_read(tmp_path: Path) -> None:
    """Lines without a chain, as they were written before, come before those with one."""
    file = tmp_path / "journal.jsonl"
    file.write_text(json.dumps(RECORD.to_json()) + "\n")
    Journal(file).append(replace(RECORD, text="new"))
    assert read(file) == ([RECORD, replace(RECORD, text="new")], 0)


def test_what_holds_a_secret_cannot_be_undone_from_the_journal(tmp_path: Path) -> None:
    """A masked path is none; that it was a step of several is kept."""
    file = tmp_path / "journal.jsonl"
    undo = {"key": "a1", "cwd": "/tree", "skill": "files.move", "arguments": {}, "still": [], "group": "g"}
    bad = undo | {"arguments": {"path": {"path": "/tree/password%3Dhunter2"}}}
    for kept in (undo, bad, {"arguments": bad["arguments"]}):
        Journal(file).append(replace(RECORD, undo=kept))
    assert [turn.undo for turn in read(file)[0]] == [undo, {"group": "g"}, None]


def test_secrets_are_masked_before_they_are_written(tmp_path: Path) -> None:
    """Words, slots, reply, reasons and questions: none of the file's bytes hold the secret."""
    file = tmp_path / "journal.jsonl"
    hidden = "hunter2-and-more"
    said = f"password={hidden}"
    turn = replace(RECORD, text=said, slots={"m": said}, reply=said, reason=said, fired=(said,), asked=(said,))
    Journal(file).begin(turn)
    Journal(file).append(turn)
    for kept in tmp_path.iterdir():
        assert hidden.encode() not in kept.read_bytes()
    assert read(file)[0][0].text == "password=[masked]"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of Golem's own."""
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("damage", "code", "told"),
    [
        (lambda text: text, 0, "2 lines, each as it was written"),
        (lambda text: text.replace(b"old.log", b"new.log", 1), 1, "line 1: it was changed"),
        (lambda text: text.splitlines(keepends=True)[0], 1, "line 1: 1 line(s) that were written after it are missing"),
    ],
)
def test_verify_says_whether_all_is_as_it_was_written(
    home: Path, capsys: pytest.CaptureFixture[str], damage, code, told
) -> None:
    """Exit code 0 and the head, or 1 and the first bad line."""
    file = home / "state" / "journal.jsonl"
    Journal(file).append(RECORD)
    Journal(file).append(RECORD)
    file.write_bytes(damage(file.read_bytes()))
    assert main(["journal", "verify"]) == code
    assert told in capsys.readouterr().out


def test_a_head_is_for_verifying(capsys: pytest.CaptureFixture[str]) -> None:
    """Anywhere else it is misuse: exit code 2 and the right way."""
    assert main(["journal", "--head", "abc"]) == 2
    assert "golem journal verify --head HASH" in capsys.readouterr().err


def test_why_tells_the_whole_way() -> None:
    """Heard, routed, matched, judged, outcome: each has its line."""
    text = "\n".join(explain(RECORD))
    for word in ("delete old.log", "trash.delete", "effect-destroy", "declined", "nothing was executed"):
        assert word in text


@pytest.mark.parametrize(
    "line",
    [
        json.dumps(dict.fromkeys(RECORD.to_json(), 1)),
        json.dumps(RECORD.to_json() | {"ms": 3}),
        json.dumps({"text": "only this"}),
        "[]",
        "null",
        "\x00\x01",
        "\udcff",
    ],
)
def test_a_line_of_another_shape_is_passed_over(tmp_path: Path, line: str) -> None:
    """A reader meets only whole records: what is foreign is counted, and nothing fails on it later."""
    file = tmp_path / "journal.jsonl"
    Journal(file).append(RECORD)
    file.write_bytes(file.read_bytes() + line.encode("utf-8", "surrogateescape") + b"\n")
    assert read(file) == ([RECORD], 1)


def test_fields_that_a_later_version_adds_are_let_be(tmp_path: Path) -> None:
    """A journal outlives the version that wrote it."""
    file = tmp_path / "journal.jsonl"
    file.write_text(json.dumps(RECORD.to_json() | {"mood": "good"}) + "\n")
    assert read(file) == ([RECORD], 0)


def test_only_the_latest_are_read_where_they_are_wanted(tmp_path: Path) -> None:
    """`golem why` needs one turn of a journal of years."""
    file = tmp_path / "journal.jsonl"
    for number in range(5):
        Journal(file).append(replace(RECORD, text=str(number)))
    assert [turn.text for turn in read(file, 2)[0]] == ["3", "4"]
    assert read(file, 0) == ([], 0)


def test_no_place_for_the_journal_is_told(tmp_path: Path) -> None:
    """Without a home folder nothing is recorded, and that is said, once."""
    (tmp_path / "file").write_text("")
    warnings: list[str] = []
    journal = Journal(tmp_path / "file" / "below" / "journal.jsonl", warnings.append)
    journal.append(RECORD)
    journal.append(RECORD)
    assert len(warnings) == 1
    assert "unrecorded" in warnings[0]


@pytest.mark.parametrize("number", ["-3", "many", "1.5", ""])
def test_a_number_of_turns_that_is_none_is_misuse(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and what to give instead."""
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(["journal", f"-n{number}" if number else "-n="])
    assert ended.value.code == 2
    assert "no number of turns" in capsys.readouterr().err
