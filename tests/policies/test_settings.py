"""The policy file: it can tighten, not loosen, and every complaint says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.settings import PolicyFault, default_policy, load


def written(tmp_path: Path, text: str | bytes) -> Path:
    """A policy file with that content."""
    file = tmp_path / "policy.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_no_file_is_the_built_in_policy(tmp_path: Path) -> None:
    """A user who wrote nothing has the built-in policy."""
    assert load(tmp_path / "policy.toml") == default_policy()
    assert load(None) == default_policy()


def test_a_file_tightens(tmp_path: Path) -> None:
    """Effects get stricter and lists longer."""
    policy = load(
        written(
            tmp_path, '[effects]\nchange = "confirm"\n[skills]\ndeny = ["git.commit"]\n[words]\nspoken = ["curl"]\n'
        )
    )
    assert policy.effects.change == "confirm"
    assert policy.skills.deny == ("git.commit",)
    assert {"curl", "semicolon"} <= set(policy.words.spoken)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[effects]\ndestroy = "allow"\n', "destroy"),
        ("[speech]\nfloor = 0.0\n", "raised, not lowered"),
        ("[route]\nconfirm = 0.1\n", "raised, not lowered"),
        ('[paths]\nnavigation = ["trash.delete"]\n', "navigation"),
        ('[effcts]\nchange = "deny"\n', "did you mean effects?"),
        ('[effects]\nchnge = "deny"\n', "did you mean change?"),
        ('[effects]\nchange = "perhaps"\n', "perhaps"),
        ("[speech]\nfloor = 7\n", "speech.floor"),
        ("effects = 3\n", "effects"),
        ("[effects\n", "policy.toml"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_bad_file_is_told_in_one_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    """Loosening, unknown keys (with the nearest), wrong kinds and broken TOML are each named."""
    with pytest.raises(PolicyFault) as fault:
        load(written(tmp_path, text))
    assert said in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_forbidden_place_cannot_be_taken_off_the_list(tmp_path: Path) -> None:
    """A user's list adds to the built-in one."""
    policy = load(written(tmp_path, '[paths]\nforbidden = ["~/diary"]\n'))
    assert {"~/.ssh", "~/diary"} <= set(policy.paths.forbidden)
