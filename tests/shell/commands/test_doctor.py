"""`golem doctor`: each finding with its mend, as text and as JSON, also where the settings themselves will not do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shell import doctor
from shell.cli import main
from shell.doctor import Finding


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All of Golem's folders below one; the sandbox and the speeds have tests of their own, and take seconds."""
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path))
    monkeypatch.setattr(doctor, "_sandbox", lambda _ground: ())
    monkeypatch.setattr(doctor, "_hearing", lambda *_given: ())
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


def test_a_finding_without_a_mend_is_none() -> None:
    """Whoever adds one says what to do about it."""
    Finding("x", "good", "fine")
    with pytest.raises(ValueError, match="without a mend"):
        Finding("x", "bad", "broken")
