"""The gate: what it allows, what it asks about, what it denies, and that nothing makes it looser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model import Source
from policies.gate import Gate
from policies.rules import RULES
from policies.settings import default_policy
from policies.verdict import Allow, Confirm, Deny, grant, strictest
from skills.spec import Effect
from tests.policies.calls import HOME, TREE, call, circumstances

GATE = Gate(default_policy())
STRICT = {"allow": 0, "confirm": 1, "deny": 2}

paths = st.lists(
    st.sampled_from(["..", ".", "a", "b.txt", ".ssh", "id_rsa", ".git", "-rf", "etc", "passwd", "üñ", "x y", "\u202e"]),
    min_size=1,
    max_size=6,
).map(lambda parts: TREE.joinpath(*parts))


def verdict(**kinds: object) -> str:
    """The verdict's name on a call made of `kinds`."""
    return GATE.judge(call(**kinds), circumstances()).verdict.name  # type: ignore[arg-type] # passed through


def test_looking_and_changing_inside_the_tree_run() -> None:
    """Observe and change are allowed by the built-in policy."""
    assert verdict(effect=Effect.OBSERVE, path=TREE / "a") == "allow"
    assert verdict(effect=Effect.CHANGE, path=TREE / "a") == "allow"


@given(path=st.one_of(st.none(), paths), confidence=st.floats(0, 1), overlapped=st.booleans())
def test_nothing_that_destroys_is_ever_allowed_unasked(path: Path | None, confidence: float, overlapped: bool) -> None:
    """Whatever the circumstances, a destroying call is confirmed or denied."""
    for source in Source:
        judged = GATE.judge(
            call(Effect.DESTROY, path=path, source=source),
            circumstances(source=source, confidence=confidence, overlapped=overlapped),
        )
        assert judged.verdict.name in {"confirm", "deny"}


@given(effect=st.sampled_from(list(Effect)))
def test_a_skill_that_is_not_allowed_is_denied(effect: Effect) -> None:
    """The allow-list stands above every effect."""
    judged = GATE.judge(call(effect, skill="stranger.skill"), circumstances())
    assert isinstance(judged.verdict, Deny)
    assert judged.verdict.rule == "not-allowed"


@given(path=paths, effect=st.sampled_from([Effect.CHANGE, Effect.DESTROY]))
def test_nothing_outside_the_tree_is_changed(path: Path, effect: Effect) -> None:
    """A path that resolves to a place outside the working tree is denied to what changes or destroys."""
    if not path.resolve().is_relative_to(TREE):
        assert GATE.judge(call(effect, path=path), circumstances()).verdict.name == "deny"


def test_looking_outside_the_tree_asks() -> None:
    """Reading elsewhere is the user's to say."""
    assert verdict(effect=Effect.OBSERVE, path=HOME / "other/notes.txt") == "confirm"


def test_going_elsewhere_is_just_going() -> None:
    """Navigation may leave the tree, but not for a forbidden place."""
    there = call(Effect.CHANGE, skill="files.go", path=HOME / "other")
    assert GATE.judge(there, circumstances()).verdict.name == "allow"
    keys = call(Effect.CHANGE, skill="files.go", path=HOME / ".ssh")
    assert GATE.judge(keys, circumstances()).verdict.name == "deny"


@pytest.mark.parametrize(
    "path",
    [HOME / ".ssh/id_rsa", Path("/proc/self/environ"), Path("/etc/shadow"), HOME / ".config/golem/policy.toml"],
)
@pytest.mark.parametrize("effect", list(Effect))
def test_keys_and_golems_own_files_are_denied_to_all(path: Path, effect: Effect) -> None:
    """No skill reads keys, the kernel's trees or Golem's own folders, whatever its effect."""
    assert GATE.judge(call(effect, path=path), circumstances(root=Path("/"))).verdict.name == "deny"


@pytest.mark.parametrize("path", [TREE, HOME, Path("/"), TREE / ".git", TREE / ".git/config", TREE.parent])
def test_precious_places_are_not_taken_away(path: Path) -> None:
    """The tree itself, what is above it, and a repository's own folder are not destroyed."""
    assert GATE.judge(call(Effect.DESTROY, path=path), circumstances(root=Path("/"))).verdict.name == "deny"


def test_a_link_that_leads_out_of_the_tree_is_denied(tmp_path: Path) -> None:
    """The real place counts, not the name."""
    outside, tree = tmp_path / "outside", tmp_path / "tree"
    outside.mkdir()
    tree.mkdir()
    (tree / "link").symlink_to(outside)
    judged = GATE.judge(call(Effect.CHANGE, path=tree / "link" / "x"), circumstances(root=tree.resolve()))
    assert judged.verdict.rule == "outside-tree"
    assert judged.verdict.name == "deny"


@pytest.mark.parametrize(
    "name", ["-rf", "--help", "a\nid", "a\x00b", "x\u202etxt.exe", "a\u200bb", "a;id", "$(id)", "`id`"]
)
@pytest.mark.parametrize("effect", list(Effect))
def test_hostile_names_are_denied(name: str, effect: Effect) -> None:
    """Options, hidden characters and shell syntax in a name are refused, also to what only looks."""
    assert GATE.judge(call(effect, word=name), circumstances()).verdict.name == "deny"


def test_shell_syntax_in_a_message_is_asked_about() -> None:
    """Words that are kept as said may hold what a name may not, but someone should see them."""
    assert verdict(text="fix the pipe; handling") == "confirm"
    assert verdict(text="fix the parser") == "allow"


@pytest.mark.parametrize(("confidence", "expected"), [(0.1, "deny"), (0.4, "confirm"), (0.9, "allow")])
def test_unsure_speech_changes_nothing_by_itself(confidence: float, expected: str) -> None:
    """The less sure the recogniser, the less is done; looking is always free."""
    heard = circumstances(source=Source.VOICE, confidence=confidence)
    assert GATE.judge(call(source=Source.VOICE), heard).verdict.name == expected
    assert GATE.judge(call(Effect.OBSERVE, source=Source.VOICE), heard).verdict.name == "allow"


def test_a_near_match_a_guess_and_a_doubtful_route_are_asked_about() -> None:
    """What was not said outright is put to the person before it changes anything."""
    assert verdict(how="near") == "confirm"
    assert verdict(path=TREE / "main.py", score=0.8) == "confirm"
    doubtful = circumstances(decided_by="minilm", sure=0.4)
    assert GATE.judge(call(), doubtful).verdict.name == "confirm"


def test_golems_own_voice_changes_nothing() -> None:
    """Words heard while Golem spoke may be its own."""
    judged = GATE.judge(call(source=Source.VOICE), circumstances(source=Source.VOICE, overlapped=True))
    assert judged.verdict.name == "deny"


@given(st.lists(st.sampled_from([Allow("a", "a"), Confirm("c", "c"), Deny("d", "d")]), max_size=6))
def test_adding_a_verdict_never_loosens(verdicts: list[Allow | Confirm | Deny]) -> None:
    """One more word makes the outcome as strict or stricter, and silence is Deny."""
    assert strictest([]).name == "deny"
    for more in (Allow("a", "a"), Confirm("c", "c"), Deny("d", "d")):
        if verdicts:
            assert STRICT[strictest([*verdicts, more]).name] >= STRICT[strictest(verdicts).name]


@given(
    path=st.one_of(st.none(), paths), effect=st.sampled_from(list(Effect)), change=st.sampled_from(["confirm", "deny"])
)
def test_a_tightened_policy_is_never_looser(path: Path | None, effect: Effect, change: str) -> None:
    """What a stricter setting judges is as strict or stricter than before."""
    policy = default_policy()
    tighter = Gate(msgspec.structs.replace(policy, effects=msgspec.structs.replace(policy.effects, change=change)))
    before = Gate(policy).judge(call(effect, path=path), circumstances()).verdict.name
    after = tighter.judge(call(effect, path=path), circumstances()).verdict.name
    assert STRICT[after] >= STRICT[before]


def test_a_rule_that_fails_is_a_no() -> None:
    """An error while judging denies."""

    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    judged = Gate(default_policy(), (broken, *RULES)).judge(call(Effect.OBSERVE), circumstances())
    assert judged.verdict.name == "deny"


def test_every_verdict_has_a_rule_and_a_reason() -> None:
    """Whatever was decided can be explained."""
    judged = GATE.judge(call(Effect.DESTROY, path=TREE / "a", how="near"), circumstances())
    assert len(judged.fired) >= 2
    assert all(word.rule and word.reason for word in judged.fired)


def test_only_an_allow_or_a_confirmed_confirm_gives_a_permit() -> None:
    """There is no permit without the gate's leave and, where it asks, a yes."""
    made = call()
    assert grant(made, Allow("a", "a"), confirmed=False) is not None
    assert grant(made, Confirm("c", "c"), confirmed=False) is None
    assert grant(made, Confirm("c", "c"), confirmed=True) is not None
    assert grant(made, Deny("d", "d"), confirmed=True) is None


def test_the_call_that_was_judged_is_the_call_that_runs() -> None:
    """A permit holds the very call, which cannot be altered."""
    made = call(path=TREE / "a")
    permit = grant(made, Allow("a", "a"), confirmed=False)
    assert permit is not None
    assert permit.call is made
    with pytest.raises(AttributeError):
        permit.call.cwd = HOME  # type: ignore[misc] # that it cannot be set is the point
    assert replace(permit.call, cwd=HOME) is not permit.call
