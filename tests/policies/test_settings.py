"""The policy file: it can tighten, not loosen, and every complaint says what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policies.settings import PolicyFault, check_skills, default_policy, known_keys, load
from skills.spec import Effect

ROOT = Path(__file__).parents[2]
DOCUMENTED = (ROOT / "docs/policy.md").read_text("utf-8")

VERDICTS = {"Allow", "Confirm", "Deny"}


def written(tmp_path: Path, text: str | bytes) -> Path:
    """A policy file with that content."""
    file = tmp_path / "policy.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_no_file_is_the_built_in_policy(tmp_path: Path) -> None:
    """A user who wrote nothing has the built-in policy."""
    assert load(tmp_path / "policy.toml") == default_policy()
    assert load(None) == default_policy()


def test_a_table_of_one_way_is_tightened_alone(tmp_path: Path) -> None:
    """What a file does not name stays built in."""
    policy = load(written(tmp_path, '[provenance.voice]\nchange = "word"\n'))
    assert (policy.provenance.voice.change, policy.provenance.voice.destroy) == ("word", "word")
    assert policy.provenance.typed == default_policy().provenance.typed


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
        ("[speech]\nstale_s = 60.0\n", "lowered, not raised"),
        ("[confirmation]\ngood_for_s = 60.0\n", "confirmation.good_for_s"),
        ('[provenance.voice]\ndestroy = "confirm"\n', "provenance.voice.destroy may not be looser than 'word'"),
        ('[provenance.overlapped]\nchange = "allow"\n', "provenance.overlapped.change"),
        ('[provenance.vioce]\nchange = "deny"\n', "did you mean voice?"),
        ('[provenance.voice]\nchnge = "deny"\n', "unknown key provenance.voice.chnge; did you mean change?"),
        ("[provenance]\nvoice = 3\n", "[provenance.voice] is a table"),
        ("override = 3\n", "override"),
        ('[[overide]]\nname = "a"\n', "did you mean override?"),
        ("[route]\nconfirm = 0.1\n", "raised, not lowered"),
        ('[paths]\nnavigation = ["trash.delete"]\n', "navigation"),
        ('[effcts]\nchange = "deny"\n', "did you mean effects?"),
        ('[effects]\nchnge = "deny"\n', "did you mean change?"),
        ('[effects]\nchange = "perhaps"\n', "perhaps"),
        ("[speech]\nfloor = 7\n", "speech.floor"),
        ("effects = 3\n", "effects"),
        ("[effects\n", "policy.toml"),
        ("[speech]\nconfirm = nan\n", "speech.confirm"),
        ("[confirmation]\ntimeout_s = inf\n", "confirmation.timeout_s"),
        ('[words]\nspoken = [""]\n', "words.spoken"),
        ('[words]\nspoken = ["..."]\n', "words.spoken"),
        ('[words]\nsigns = [" "]\n', "words.signs"),
        ('[paths]\nforbidden = ["diary"]\n', "starts with / or ~/"),
        ('[paths]\nforbidden = ["$HOME/diary"]\n', "starts with / or ~/"),
        ('[paths]\nsystem = ["~"]\n', "starts with / or ~/"),
        ('[paths]\nforbidden = ["/a\\u0000"]\n', "starts with / or ~/"),
        ('[skills]\ndeny = "git.commit"\n', "skills.deny"),
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


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Some editors write one."""
    assert load(written(tmp_path, b'\xef\xbb\xbf[effects]\nchange = "deny"\n')).effects.change == "deny"


def test_a_mistyped_skill_is_told(tmp_path: Path) -> None:
    """A denial of "git.comit" would deny nothing; one of a skill that is not there yet is let be."""
    file = written(tmp_path, '[skills]\ndeny = ["git.comit"]\n')
    with pytest.raises(PolicyFault, match=r"did you mean 'git\.commit'"):
        check_skills(file, load(file), ["git.commit", "git.log"])
    file = written(tmp_path, '[skills]\ndeny = ["mine.later"]\nconfirm = ["git.log"]\n')
    check_skills(file, load(file), ["git.commit", "git.log"])


@pytest.mark.parametrize("key", known_keys())
def test_every_key_is_documented(key: str) -> None:
    """docs/policy.md names every key of the policy."""
    section, name = key.split(".")
    assert f"`{key}`" in DOCUMENTED or re.search(rf"`{section}\.\w+`[^|]*`\.{name}`", DOCUMENTED)


def rules() -> Iterator[str]:
    """Every rule's id that a verdict is made with, in the policy and in the turn."""
    for file in (*(ROOT / "policies").glob("*.py"), ROOT / "shell/turn.py", ROOT / "shell/judging.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in VERDICTS:
                ids = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "rule")]
                yield from (str(id_.value) for id_ in ids if isinstance(id_, ast.Constant))


@pytest.mark.parametrize("rule", sorted({*rules(), *(f"effect-{effect}" for effect in Effect)}))
def test_every_rule_is_documented(rule: str) -> None:
    """What `golem why` names can be looked up."""
    assert f"`{rule}`" in DOCUMENTED


@pytest.mark.parametrize("text", ['["git\\nsh"]\n', '[words]\n"a\\u001b[2J" = 1\n', '[skills]\ndeny = "a\\nb"\n'])
def test_an_odd_key_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    """A newline or an escape in the name of a key is shown as one."""
    file = tmp_path / "policy.toml"
    file.write_text(text)
    with pytest.raises(PolicyFault) as fault:
        load(file)
    assert str(fault.value).isprintable()
