"""Overrides: the only way to loosen a built-in rule, each named, reasoned and bounded."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model import Source
from policies.gate import Gate
from policies.overrides import ABSOLUTE, LOOSEST, STRICTNESS, Override
from policies.settings import PolicyFault, check_skills, load
from policies.verdict import Verdict
from skills.spec import Effect
from tests.policies.calls import HOME, TREE, call, circumstances
from tests.policies.test_settings import rules, written

GOOD = {"name": "mine", "rule": "near-match", "answer": "allow", "why": "it hears me badly"}


def overriding(tmp_path: Path, **keys: str) -> Gate:
    """A gate whose policy has one override."""
    lines = [f'{key} = "{value}"' for key, value in (GOOD | keys).items()]
    return Gate(load(written(tmp_path, "\n".join(["[[override]]", *lines, ""]))))


def test_an_override_loosens_its_rule_and_is_named(tmp_path: Path) -> None:
    """The verdict is the override's, with its reason and what the rule would have said."""
    judged = overriding(tmp_path).judge(call(how="near"), circumstances())
    assert judged.verdict.name == "allow"
    word = next(word for word in judged.fired if word.rule == "override mine")
    assert "it hears me badly" in word.reason
    assert "near-match would ask" in word.reason


def test_an_override_of_one_rule_leaves_the_others(tmp_path: Path) -> None:
    """A near match that is also a guess is still asked about for the guess."""
    judged = overriding(tmp_path).judge(call(how="near", path=TREE / "a", score=0.5), circumstances())
    assert (judged.verdict.name, judged.verdict.rule) == ("confirm", "guessed-name")


def test_an_override_never_tightens(tmp_path: Path) -> None:
    """A rule that asks for less than the override says stays as it is."""
    gate = overriding(tmp_path, rule="source-voice", answer="typed")
    heard = circumstances(source=Source.VOICE)
    judged = gate.judge(call(Effect.DESTROY, source=Source.VOICE, undo=True), heard)
    assert [word.rule for word in judged.fired] == ["effect-destroy", "source-voice"]


def test_an_override_holds_for_its_skills_only(tmp_path: Path) -> None:
    """A pattern of ids bounds it."""
    gate = overriding(tmp_path, skill="git.*")
    assert gate.judge(call(how="near"), circumstances()).verdict.name == "confirm"


def test_an_override_holds_in_its_place_only(tmp_path: Path) -> None:
    """Every path must be in the working tree or in the place, and the real place counts."""
    gate = overriding(tmp_path, rule="outside-tree", path="~/exports")

    def copied(target: Path) -> Verdict:
        return gate.judge(call(path=TREE / "a", new=target), circumstances()).verdict

    assert copied(HOME / "exports/a").name == "allow"
    assert copied(HOME / "elsewhere/a").name == "deny"
    assert copied(HOME / "exports/../elsewhere/a").name == "deny"
    assert copied(HOME / ".ssh/a").rule == "forbidden-place"


def test_a_link_leads_out_of_an_overrides_place(tmp_path: Path) -> None:
    """A place that is written inside and leads outside is outside."""
    (tmp_path / "exports").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "exports/link").symlink_to(tmp_path / "outside")
    gate = overriding(tmp_path, rule="outside-tree", path=str(tmp_path / "exports"))
    assert gate.judge(call(new=tmp_path / "exports/a"), circumstances()).verdict.name == "allow"
    assert gate.judge(call(new=tmp_path / "exports/link/a"), circumstances()).verdict.name == "deny"


def test_who_cannot_type_can_have_two_words(tmp_path: Path) -> None:
    """The typed-only tier is loosened to two random words, and no further."""
    gate = overriding(tmp_path, rule="irreversible", answer="two-words")
    judged = gate.judge(call(Effect.DESTROY, undo=False), circumstances(source=Source.VOICE))
    assert judged.verdict.name == "confirm"
    assert judged.verdict.proof == "two-words"  # type: ignore[union-attr] # a Confirm has one
    with pytest.raises(PolicyFault, match="may be loosened to 'two-words'"):
        overriding(tmp_path, rule="irreversible", answer="word")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"rule": "near-mach"}, "did you mean near-match?"),
        ({"rule": "shell-syntax"}, "stays as it is: words that carry a shell's syntax"),
        ({"rule": "forbidden-place"}, "stays as it is"),
        ({"rule": "effect-destroy"}, "always asks"),
        ({"rule": "own-voice"}, "obey what it says itself"),
        ({"rule": "unsure-words"}, "may be loosened to 'confirm'"),
        ({"rule": "outside-tree"}, "for a path only"),
        ({"answer": "yes"}, "yes"),
        ({"why": ""}, "why"),
        ({"why": "  "}, "why is empty"),
        ({"path": "exports"}, "starts with / or ~/"),
        ({"name": ""}, "name"),
        ({"name": "Two Words"}, "name"),
        ({"reason": "x"}, "reason"),
    ],
)
def test_an_override_that_may_not_be_is_told_in_one_line(tmp_path: Path, keys: dict[str, str], said: str) -> None:
    """Absolute and unknown rules (with the nearest), a missing reason, and keys that are none."""
    with pytest.raises(PolicyFault) as fault:
        overriding(tmp_path, **keys)
    assert said in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_missing_reason_is_an_error(tmp_path: Path) -> None:
    """Whoever loosens a rule says why."""
    with pytest.raises(PolicyFault, match="why"):
        load(written(tmp_path, '[[override]]\nname = "a"\nrule = "near-match"\nanswer = "allow"\n'))


def test_two_overrides_have_two_names(tmp_path: Path) -> None:
    """The journal tells them apart."""
    one = '[[override]]\nname = "a"\nrule = "near-match"\nanswer = "allow"\nwhy = "x"\n'
    with pytest.raises(PolicyFault, match="two overrides have this name"):
        load(written(tmp_path, one + one))


def test_an_override_for_no_known_skill_is_told(tmp_path: Path) -> None:
    """A pattern that fits nothing names the nearest skill."""
    file = written(
        tmp_path, '[[override]]\nname = "a"\nrule = "near-match"\nanswer = "allow"\nwhy = "x"\nskill = "git.comit"\n'
    )
    with pytest.raises(PolicyFault, match=r"no skill fits 'git\.comit'; did you mean git\.commit\?"):
        check_skills(file, load(file), ["git.commit", "files.go"])


def test_every_rule_is_either_absolute_or_can_be_loosened() -> None:
    """A new rule has to decide, and nothing is listed that is no rule."""
    made = {*rules(), *(f"effect-{effect}" for effect in Effect)}
    made |= {"source-typed", "source-voice", "source-remote", "irreversible", "own-voice"}
    assert not set(LOOSEST) & set(ABSOLUTE)
    assert made <= set(LOOSEST) | set(ABSOLUTE)


@given(
    effect=st.sampled_from(list(Effect)),
    undo=st.booleans(),
    source=st.sampled_from(list(Source)),
    overlapped=st.booleans(),
    how=st.sampled_from(["template", "near"]),
)
def test_no_override_lets_anything_be_destroyed_unasked(
    effect: Effect, undo: bool, source: Source, overlapped: bool, how: str
) -> None:
    """Nor lets Golem's own voice change anything."""
    policy = load(None)
    every = tuple(
        Override(name=f"o{place}", rule=each, answer=answer, why="x", path="/" if each == "outside-tree" else "")
        for place, (each, answer) in enumerate(sorted(LOOSEST.items()))
    )
    loosened = type(policy)(
        **{field: getattr(policy, field) for field in policy.__struct_fields__} | {"override": every}
    )
    judged = Gate(loosened).judge(
        call(effect, undo=undo, source=source, how=how), circumstances(source=source, overlapped=overlapped)
    )
    if effect is Effect.DESTROY:
        assert judged.verdict.name in {"confirm", "deny"}
    if overlapped and source is Source.VOICE and effect is not Effect.OBSERVE:
        assert judged.verdict.name == "deny"


def test_answers_are_ordered() -> None:
    """From allow to deny, each is stricter than the one before."""
    assert sorted(STRICTNESS, key=lambda answer: STRICTNESS[answer]) == [
        *("allow", "confirm", "word", "two-words", "typed", "deny")
    ]
