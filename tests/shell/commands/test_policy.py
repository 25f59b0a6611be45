"""`golem policy`: words tried against the policy, the policy itself, and files that are to be one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shell.cli import main

EXPORTS = """
[[override]]
name = "exports"
rule = "near-match"
answer = "allow"
why = "it hears me badly"
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Golem of one's own, in a folder with a file in it."""
    (tmp_path / "here").mkdir()
    (tmp_path / "here/old.log").write_text("x")
    (tmp_path / "golem/config").mkdir(parents=True)
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path / "golem"))
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "golem"


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit code and what was printed."""
    code = main(["policy", "explain", *arguments])
    return code, capsys.readouterr().out


def test_every_rule_that_speaks_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """With its reason, the verdict, and what would agree; and nothing is done or written down."""
    code, out = explained(capsys, "delete old.log", "--source", "voice", "--confidence", "0.42")
    assert code == 0
    for rule in ("unsure-words", "effect-destroy", "source-voice"):
        assert f"confirm {rule}: " in out
    assert "asks for  a typed yes, or the word" in out
    assert (tmp_path / "here/old.log").exists()
    assert not list(tmp_path.rglob("journal*"))


def test_the_source_matters(capsys: pytest.CaptureFixture[str]) -> None:
    """The same words, typed, overlapped, and late."""
    assert "verdict   allow" in explained(capsys, "make a folder called demo")[1]
    code, out = explained(capsys, "make a folder called demo", "--source", "overlapped")
    assert code == 1
    assert "own-voice" in out
    assert "stale-words" in explained(capsys, "make a folder called demo", "--source", "voice", "--age", "60")[1]


def test_json_is_one_turn(capsys: pytest.CaptureFixture[str]) -> None:
    """As `golem do --json` prints it."""
    turn = json.loads(explained(capsys, "delete old.log", "--source", "remote", "--json")[1])
    assert (turn["verdict"], turn["proof"], turn["outcome"]) == ("confirm", "typed", "judged")
    assert any(word.startswith("confirm source-remote: ") for word in turn["fired"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--confidence", "2", "--source", "voice"], "from 0 to 1"),
        (["--confidence", "nan", "--source", "voice"], "from 0 to 1"),
        (["--confidence", "0.5"], "--source voice"),
        (["--age", "-1"], "0 or more"),
    ],
)
def test_numbers_that_cannot_be_are_told(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    """In one line, with what to do."""
    assert main(["policy", "explain", "quit", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_show_marks_what_is_ones_own(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    """Values from the user's file are told from the built-in ones, and overrides are listed."""
    (home / "config/policy.toml").write_text('[effects]\nchange = "confirm"\n' + EXPORTS)
    assert main(["policy", "show"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith('effects.change = "confirm"   # set in ') for line in lines)
    assert 'effects.observe = "allow"' in lines
    assert "override exports: near-match becomes allow, because it hears me badly" in lines


def test_check_says_whether_a_file_can_be_a_policy(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What it sets, or what is wrong with it."""
    file = tmp_path / "new.toml"
    file.write_text('[skills]\ndeny = ["git.commit"]\n' + EXPORTS)
    assert main(["policy", "check", str(file)]) == 0
    assert "it sets skills.deny" in capsys.readouterr().out
    file.write_text(EXPORTS.replace("near-match", "shell-syntax"))
    assert main(["policy", "check", str(file)]) == 2
    assert "stays as it is" in capsys.readouterr().err
    assert main(["policy", "check", str(tmp_path / "none.toml")]) == 2


def test_doctor_lists_every_override(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    """What was loosened is said where the set-up is looked at."""
    (home / "config/policy.toml").write_text(EXPORTS)
    main(["doctor"])
    assert "policy override: exports: near-match becomes allow" in capsys.readouterr().out
