"""`golem skills`: list, show, allow, deny, as the command line calls them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from shell.cli import build_parser
from shell.errors import UsageError

MODULE = '''
from skills.author import Context, Effect, Reply, skill

@skill("greet.hello", says=["greet me"], kind="command", effect=Effect.OBSERVE)
def hello(context: Context) -> Reply:
    """Greet."""
    return Reply("Hello.")
'''


@pytest.fixture
def golem_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All of Golem's folders below one."""
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path))
    return tmp_path


def golem_skills(*argv: str) -> int:
    """Parse and run as `golem skills ...`."""
    args = build_parser().parse_args(["skills", *argv])
    return int(args.run(args))


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, bool]:
    """Id → allowed, of `golem skills list --json`."""
    capsys.readouterr()
    assert golem_skills("list", "--json") == 0
    return {entry["id"]: entry["allowed"] for entry in json.loads(capsys.readouterr().out)}


def test_module_is_listed_allowed_and_denied(golem_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A module waits, is allowed, shown, and taken back."""
    folder = golem_home / "config" / "skills"
    folder.mkdir(parents=True)
    (folder / "greet.py").write_text(MODULE)
    assert golem_skills("list") == 0
    assert "greet.py is not allowed; read it, then: golem skills allow greet" in capsys.readouterr().err
    assert "greet.hello" not in listed(capsys)
    golem_skills("allow", "greet")
    assert listed(capsys)["greet.hello"] is True
    golem_skills("show", "greet.hello")
    assert "Greet." in capsys.readouterr().out
    golem_skills("deny", "greet")
    assert "greet.hello" not in listed(capsys)


def test_own_skill_is_denied_and_stays_listed(golem_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A denied skill is shown as such."""
    golem_skills("deny", "trash.delete")
    assert listed(capsys)["trash.delete"] is False
    golem_skills("allow", "trash.delete")
    assert listed(capsys)["trash.delete"] is True


@pytest.mark.parametrize("action", ["show", "allow", "deny"])
def test_unknown_name_is_a_usage_error(golem_home: Path, action: str) -> None:
    """It is one line that says where the names are."""
    with pytest.raises(UsageError, match="golem skills list"):
        golem_skills(action, "nonsense")


def test_allowing_a_skill_that_collides_warns(golem_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The skill is allowed, and the sentence that it shares with another is named with both."""
    module = golem_home / "config/skills/greet.py"
    module.parent.mkdir(parents=True)
    module.write_text(MODULE.replace("greet me", "show me the git log"))
    assert golem_skills("allow", "greet") == 0
    warned = capsys.readouterr().err
    assert "git.log and greet.hello both answer to" in warned or "greet.hello and git.log both answer to" in warned


def test_changed_module_shows_what_changed_and_asks(
    golem_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a terminal it is a usage error that names --yes; at one, only a plain yes allows it."""
    module = golem_home / "config/skills/greet.py"
    module.parent.mkdir(parents=True)
    module.write_text(MODULE)
    assert golem_skills("allow", "greet") == 0
    assert "greet.hello (observe): reads @tree" in capsys.readouterr().out
    module.write_text(MODULE + "# \x1b[2J\u202e\n")
    with pytest.raises(UsageError, match="golem skills allow greet --yes"):
        golem_skills("allow", "greet")
    shown = capsys.readouterr().out
    assert "  +# \\x1b[2J\\u202e" in shown
    assert "\x1b" not in shown
    for answer, status in (("no\n", 1), ("", 1), ("yes but no\n", 1), ("yes\n", 0)):
        monkeypatch.setattr("sys.stdin", Typed(answer))
        assert golem_skills("allow", "greet") == status
        assert listed(capsys).get("greet.hello", False) is (status == 0)
    module.write_text(MODULE)
    assert golem_skills("allow", "greet", "--yes") == 0


class Typed(io.StringIO):
    """A terminal at which something was typed."""

    def isatty(self) -> bool:
        """It is one."""
        return True
