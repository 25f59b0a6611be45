"""Modules of the user's own are confined, or off, and Golem says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.settings import PolicyFault, default_policy, load
from shell import modules
from shell.app import registry_of
from shell.places import places_of_user

MODULE = '''
from skills.author import Context, Effect, Reply, skill

@skill("greet.hello", says=["greet me"], kind="command", effect=Effect.OBSERVE)
def hello(context: Context) -> Reply:
    """Greet."""
    return Reply("Hello.")
'''


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for Golem with a module that is allowed."""
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path))
    (tmp_path / "config" / "skills").mkdir(parents=True)
    (tmp_path / "config" / "skills" / "greet.py").write_text(MODULE)
    registry = registry_of(places_of_user())
    registry.allow("greet")
    registry.close()
    return tmp_path


@pytest.mark.skipif(not modules.confined(), reason="this kernel cannot confine a process")
def test_without_a_sandbox_they_are_off_until_the_policy_says_otherwise(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason names the key that turns them on; Golem's own skills are there all the same."""
    assert "greet.hello" in registry_of(places_of_user()).allowed_ids
    monkeypatch.setattr(modules, "confined", lambda: False)
    off = registry_of(places_of_user())
    assert "greet.hello" not in off.allowed_ids
    assert "git.status" in off.allowed_ids
    assert f"set unconfined = true under [skills] in {home / 'config' / 'policy.toml'}" in off.off
    (home / "config" / "policy.toml").write_text("[skills]\nunconfined = true\n")
    assert "greet.hello" in registry_of(places_of_user()).allowed_ids


def test_setting_is_off_and_is_read(home: Path) -> None:
    """By default no module runs unconfined; the key takes a boolean."""
    assert default_policy().skills.unconfined is False
    file = home / "policy.toml"
    file.write_text("[skills]\nunconfined = true\n")
    assert load(file).skills.unconfined is True
    file.write_text('[skills]\nunconfined = "yes"\n')
    with pytest.raises(PolicyFault, match="unconfined"):
        load(file)
