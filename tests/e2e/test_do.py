"""`golem do`, `route` and `hear` as a script meets them: real processes, the real models, a folder of their own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.e2e.golem_process import Golem
from tests.shell.test_journal import begin_in_another_process

pytestmark = pytest.mark.models

FIELDS = {"text", "route", "scores", "skill", "slots", "verdict", "rule", "reason", "executed", "reply", "ms"}


def test_do_json_has_the_promised_fields_and_acts(golem: Golem) -> None:
    """A typed command is done, and its one JSON object carries every promised field."""
    turn = golem.do("make a folder called demo", "--yes")
    assert turn.keys() >= FIELDS
    assert turn["executed"] is True
    assert turn["route"] == "command"
    assert set(turn["scores"]) == {"command", "question", "chat"}
    assert (golem.folder / "demo").is_dir()


def test_dry_run_changes_nothing(golem: Golem) -> None:
    """`--dry-run` judges and stops."""
    turn = golem.do("make a folder called demo", "--dry-run")
    assert turn["executed"] is False
    assert turn["verdict"] in {"allow", "confirm"}
    assert not (golem.folder / "demo").exists()


def test_every_step_is_a_line_of_json(golem: Golem) -> None:
    """Two things asked for at once are two records, in order; the exit code is the last one's."""
    done = golem.run("do", "make a folder called alpha and make a folder called beta", "--yes", "--json")
    assert done.returncode == 0, done.stderr
    turns = [json.loads(line) for line in done.stdout.splitlines()]
    assert [turn["slots"]["name"].rpartition("/")[2] for turn in turns] == ["alpha", "beta"]
    assert all(turn["executed"] for turn in turns)


def test_deletion_without_a_yes_is_not_done(golem: Golem) -> None:
    """With nobody there to ask, a destroying call stays undone; with --yes the file goes to the trash."""
    victim = golem.folder / "old.log"
    victim.write_text("x")
    turn = golem.do("delete old.log", status=1)
    assert turn["verdict"] == "confirm"
    assert turn["executed"] is False
    assert victim.exists()
    assert golem.do("delete old.log", "--yes")["executed"] is True
    assert not victim.exists()


def test_undo_in_another_process(golem: Golem) -> None:
    """What one process did, others put back, last first, and none twice; what changed meanwhile stays."""
    (golem.folder / "a.txt").write_text("x")
    golem.do("rename a.txt to b.txt")
    golem.do("make a folder called demo")
    golem.do("delete b.txt", "--yes")
    assert (golem.folder / "b.txt").exists() is False
    assert golem.json("undo")["skill"] == "trash.restore"
    (golem.folder / "demo/new").write_text("x")
    refused = golem.json("undo", "--yes", status=1)
    assert (refused["outcome"], refused["rule"]) == ("refused", "changed-since")
    (golem.folder / "demo/new").unlink()
    assert golem.json("undo", "--yes")["outcome"] == "done"
    assert golem.json("undo")["skill"] == "files.rename"
    assert [path.name for path in golem.folder.iterdir()] == ["a.txt"]
    assert golem.json("undo", status=1)["reply"] == "Nothing was changed that could be undone."


def test_spoken_shell_syntax_is_refused_with_its_reason(golem: Golem) -> None:
    """An injected tail refuses the whole utterance, even under --yes."""
    turn = golem.do("open vim semicolon rm dash rf slash", "--yes", status=1)
    assert turn["verdict"] == "deny"
    assert "semicolon" in str(turn["reason"])
    assert turn["executed"] is False


def test_a_question_is_answered(golem: Golem) -> None:
    """ "how much disk space is left" is a question with an answer."""
    turn = golem.do("how much disk space is left")
    assert turn["route"] == "question"
    assert turn["executed"] is True
    assert any(character.isdigit() for character in str(turn["reply"]))


def test_tests_are_run_and_counted(golem: Golem) -> None:
    """ "run tests" runs the project's own tests and says how they went."""
    (golem.folder / "test_sample.py").write_text(
        "def test_good():\n    assert True\n\ndef test_bad():\n    assert False\n"
    )
    turn = golem.do("run tests", "--yes", status=None)
    assert turn["executed"] is True
    assert "1" in str(turn["reply"])
    assert "fail" in str(turn["reply"])


def test_chat_is_answered_by_the_model(golem: Golem) -> None:
    """ "tell me a joke" falls to the language model."""
    pytest.importorskip("llama_cpp", reason="chat needs llama-cpp-python")
    turn = golem.do("tell me a joke")
    assert turn["route"] == "chat"
    assert turn["verdict"] == "none"
    assert len(str(turn["reply"])) > 10


def test_route_prints_one_object_a_line_and_does_nothing(golem: Golem) -> None:
    """Every line of the input gives one object, odd ones too, and nothing is executed."""
    lines = b"open vim\n\nmake a folder called demo\n\xff\xfe\x00\n" + b"x" * 100_000 + b"\nwhat time is it\n"
    done = golem.run("route", "-", "--json", stdin=lines)
    assert done.returncode == 0, done.stderr
    turns = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(turns) == 6
    assert all(turn.keys() >= FIELDS and turn["executed"] is False for turn in turns)
    assert not (golem.folder / "demo").exists()


def test_every_turn_is_in_the_journal_and_why_explains_the_last(golem: Golem) -> None:
    """`golem journal` lists what was done and `golem why` tells the rule behind the last turn."""
    golem.do("open vim semicolon rm dash rf slash", status=1)
    journal = golem.run("journal", "--json")
    assert [json.loads(line)["verdict"] for line in journal.stdout.splitlines()] == ["deny"]
    assert "semicolon" in golem.run("why").stdout


def test_doctor_finds_what_would_keep_golem_from_starting(golem: Golem) -> None:
    """A policy that golem refuses is bad to the doctor too, with the same words; every engine's speed is measured."""
    policy = golem.home / "config" / "policy.toml"
    policy.parent.mkdir(parents=True)
    policy.write_text('[skills]\ndeny = ["git.comit"]\n')
    done = golem.run("doctor", "--json")
    assert done.returncode == 1, done.stderr
    found = {row["topic"]: row for row in json.loads(done.stdout)}
    assert found["policy"]["state"] == "bad"
    assert found["policy"]["detail"] in golem.run("do", "what time is it").stderr
    for does in ("hearing", "speaking", "chat", "routing"):
        assert re.search(r"\d (s|ms|tokens)\b", found[f"{does} speed"]["detail"]), found[f"{does} speed"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("hear", "missing.wav"),
        ("hear", "."),
        ("route", "missing.txt"),
        ("models", "pull", "no-such-model"),
        ("skills", "allow", "no_such_skill"),
        ("--config", "missing.toml", "do", "what time is it"),
        ("do",),
        ("do", " "),
        ("nonsense",),
    ],
)
def test_misuse_is_one_line_and_exit_code_2(golem: Golem, arguments: tuple[str, ...]) -> None:
    """A wrong invocation ends with code 2, a message, and no traceback."""
    done = golem.run(*arguments)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_hear_makes_a_folder_from_a_recording(golem: Golem, spoken: Path) -> None:
    """A recording goes through voice activity, endpointer, transcriber, router and gate to a folder on the disk."""
    done = golem.run("hear", str(spoken), "--yes", "--json")
    assert done.returncode == 0, done.stderr + done.stdout
    turn = json.loads(done.stdout.splitlines()[0])
    assert turn.keys() >= FIELDS | {"file", "start_s", "end_s"}
    assert turn["executed"] is True
    assert (golem.folder / "demo").is_dir()


def test_an_act_that_was_cut_off_is_told_at_the_next_start(golem: Golem) -> None:
    """A process that died between an act's two lines is spoken of in one line, and once."""
    state = golem.home / "state"
    begin_in_another_process(state / "journal.jsonl", "os._exit(9)").wait(60)
    told = "The last act was not seen to end: “delete old.log”"
    assert golem.run(stdin=b"").stdout.count(told) == 1
    assert told not in golem.run(stdin=b"").stdout
    assert "each as it was written" in golem.run("journal", "verify").stdout
