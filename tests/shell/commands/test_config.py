"""`golem config`: what is in force and from where, editing, checking, and the schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shell.cli import main
from shell.commands import config as command


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All of Golem's folders below one."""
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path))
    (tmp_path / "config").mkdir()
    return tmp_path / "config"


def test_show_tells_each_value_and_its_origin(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As TOML for people, as JSON for programs."""
    (home / "config.toml").write_text("[voice]\nspeed = 1.5\n")
    assert main(["--set", "voice.volume=0.5", "config", "show", "--origin"]) == 0
    shown = capsys.readouterr().out
    assert f"speed = 1.5   # user: {home / 'config.toml'}\n" in shown
    assert "volume = 0.5   # flags: --set\n" in shown
    assert "# speaker is not set   # built in\n" in shown
    assert main(["config", "show", "--origin", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["voice"]["speed"]["value"] == 1.5
    assert main(["config", "show", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["voice"]["speed"] == 1.5


def test_check_names_the_key_at_fault(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All that is in force, or one file; 2 and one line where it will not do."""
    file = home / "config.toml"
    assert main(["config", "check"]) == 0
    file.write_text("[voice]\nspede = 1.5\n")
    for arguments in (["config", "check"], ["config", "check", str(file)], ["config", "show"]):
        assert main(arguments) == 2
        assert capsys.readouterr().err == f"golem: {file}: unknown key voice.spede; did you mean voice.speed?\n"
    file.write_text("[voice]\nspeed = 1.5\n")
    assert main(["config", "check", str(file)]) == 0
    assert "it sets voice.speed" in capsys.readouterr().out
    assert main(["config", "check", str(home / "none.toml")]) == 2


def test_edit_takes_only_what_will_do(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong is kept beside the file, which is as it was."""
    file = home / "config.toml"
    for text, status, kept in (
        ("[voice]\nspeed = 1.5\n", 0, None),
        ("[voice]\nspede = 1\n", 2, "config.rejected.toml"),
    ):
        monkeypatch.setattr(command, "_opened", lambda copy, text=text: copy.write_text(text))
        assert main(["config", "edit"]) == status
        assert file.read_text() == "[voice]\nspeed = 1.5\n"
        if kept:
            assert (home / kept).read_text() == text
            assert "did you mean voice.speed?" in capsys.readouterr().err


def test_edit_needs_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """In a script it says what to do instead."""
    assert main(["config", "edit"]) == 2
    assert "golem config check" in capsys.readouterr().err


def test_schema_has_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    """It is JSON, and knows the sections, their keys and their bounds."""
    assert main(["config", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    speed = schema["$defs"]["VoiceSettings"]["properties"]["speed"]
    assert (speed["minimum"], speed["maximum"], speed["default"]) == (0.25, 4.0, 1.0)
    assert schema["$defs"]["VoiceSettings"]["additionalProperties"] is False
