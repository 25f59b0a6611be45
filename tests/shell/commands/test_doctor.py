"""`golem doctor`: each finding with its mend, as text and as JSON, also where the settings themselves will not do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shell import doctor
from shell.asking import Ended
from shell.cli import build_parser, main
from shell.commands import doctor as command
from shell.config import Config
from shell.errors import AudioError
from shell.finding import Finding


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All of Golem's folders below one; the sandbox and the speeds have tests of their own, and take seconds."""
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path))
    monkeypatch.setattr(doctor, "_sandbox", lambda _ground: ())
    monkeypatch.setattr(doctor, "_speeds", lambda *_given: ())
    (tmp_path / "config/skills").mkdir(parents=True)
    return tmp_path / "config"


def test_bad_settings_are_a_finding_and_the_rest_is_looked_at(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With JSON, one object a finding, each that is not good with what to do; 1 where something is bad."""
    (home / "config.toml").write_text("[voice]\nspede = 1\n")
    (home / "skills/mine.py").write_text("x = 1\n")
    assert main(["doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    by_topic = {finding["topic"]: finding for finding in found}
    assert by_topic["settings"]["state"] == "bad"
    assert "did you mean voice.speed?" in by_topic["settings"]["detail"]
    assert by_topic["skill module"]["mend"] == "golem skills allow mine"
    assert "python" in by_topic
    assert all(finding["mend"] for finding in found if finding["state"] != "good")
    (home / "config.toml").write_text("[voice]\nspeed = 1\n")
    main(["doctor"])
    assert f"ok settings: {home / 'config.toml'}" in capsys.readouterr().out


class Asked:
    """Who is at the terminal, and what was put to them."""

    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.questions: list[str] = []

    def __call__(self, question: str) -> str:
        """The answer; None ends the input."""
        self.questions.append(question)
        if self.answer is None:
            raise Ended
        return self.answer


@pytest.mark.parametrize(
    ("options", "answer", "asked", "listened"),
    [
        (("--json",), "yes", False, False),
        (("--json", "--sound"), "no", False, True),
        (("--sound",), "no", False, True),
        ((), "", True, False),
        ((), None, True, False),
        ((), "yes", True, True),
    ],
)
def test_it_listens_to_nobody_who_did_not_say_so(
    monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], answer: str | None, asked: bool, listened: bool
) -> None:
    """Asked for by a flag, or by a yes at the terminal; else one finding says how to ask for it."""
    person, heard = Asked(answer), []
    monkeypatch.setattr(command, "at_a_terminal", lambda: True)
    monkeypatch.setattr(command, "_microphone_there", lambda: True)
    monkeypatch.setattr(command, "ask", person)
    monkeypatch.setattr(command, "measured", lambda _config: heard.append(True) or raised())
    found = list(command._sound(build_parser().parse_args(["doctor", *options]), Config()))
    assert bool(person.questions) == asked
    assert bool(heard) == listened
    (only,) = found
    assert (only.state, only.detail) == (
        ("missing", "the microphone gives no sound")
        if listened
        else ("unknown", "noise, speech and echo were not measured")
    )
    assert only.mend


def raised() -> None:
    """As a microphone that is there and dead."""
    raise AudioError("the microphone gives no sound")


def test_a_finding_without_a_mend_is_none() -> None:
    """Whoever adds one says what to do about it."""
    Finding("x", "good", "fine")
    with pytest.raises(ValueError, match="without a mend"):
        Finding("x", "bad", "broken")
