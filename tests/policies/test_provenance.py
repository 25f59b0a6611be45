"""How words came: what each way of coming asks for, and that nothing about it makes a verdict looser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model import Source
from policies.gate import Gate, Judgement
from policies.settings import default_policy
from policies.verdict import PROOFS, Confirm, Proof
from skills.spec import Effect
from tests.policies.calls import call, circumstances

GATE = Gate(default_policy())
VOICE = {"source": Source.VOICE}


def judged(effect: Effect, *, undo: bool = True, **about: object) -> Judgement:
    """The judgement on a plain call in these circumstances."""
    made = call(effect, source=about.get("source", Source.TYPED), undo=undo)  # type: ignore[arg-type] # passed through
    return GATE.judge(made, circumstances(**about))  # type: ignore[arg-type] # passed through


def asked(effect: Effect, *, undo: bool = True, **about: object) -> str:
    """What a spoken agreement would have to be; the verdict's name where nothing asks."""
    verdict = judged(effect, undo=undo, **about).verdict
    return verdict.proof.value if isinstance(verdict, Confirm) else verdict.name


@pytest.mark.parametrize(
    ("about", "observe", "change", "destroy", "irreversible"),
    [
        ({}, "allow", "allow", "word", "typed"),
        (VOICE, "allow", "allow", "word", "typed"),
        ({**VOICE, "overlapped": True}, "allow", "deny", "deny", "deny"),
        ({**VOICE, "remote": True}, "allow", "word", "typed", "typed"),
        ({**VOICE, "remote": True, "overlapped": True}, "allow", "deny", "deny", "deny"),
    ],
    ids=["typed", "voice", "overlapped", "remote", "remote-overlapped"],
)
def test_each_way_of_coming_has_its_table(
    about: dict[str, object], observe: str, change: str, destroy: str, irreversible: str
) -> None:
    """Effect by source, as docs/policy.md has it; of two ways the stricter counts."""
    assert asked(Effect.OBSERVE, **about) == observe
    assert asked(Effect.CHANGE, **about) == change
    assert asked(Effect.DESTROY, **about) == destroy
    assert asked(Effect.DESTROY, undo=False, **about) == irreversible


def test_every_rule_that_asks_is_told() -> None:
    """A badly heard order to destroy something for good names each reason."""
    fired = judged(Effect.DESTROY, undo=False, source=Source.VOICE, confidence=0.4).fired
    assert [word.rule for word in fired] == ["unsure-words", "irreversible", "effect-destroy", "source-voice"]


@pytest.mark.parametrize(
    ("about", "how", "expected"),
    [
        ({"confidence": 0.6}, "template", "allow"),
        ({"confidence": 0.5}, "template", "confirm"),
        ({"confidence": 0.2}, "template", "deny"),
        ({"confidence": float("nan")}, "template", "deny"),
        ({"confidence": 0.9}, "near", "confirm"),
        ({"confidence": 0.9, "overlapped": True}, "template", "deny"),
        ({"source": Source.TYPED}, "near", "allow"),
    ],
    ids=["sure", "unsure", "hardly-heard", "no-number", "nearly-said", "own-voice", "typed"],
)
def test_the_talk_does_not_end_by_words_that_were_hardly_heard(
    about: dict[str, object], how: str, expected: str
) -> None:
    """ "Goodbye" loses nothing on the disk, but whoever asked for something else stands before a closed shell."""
    made = {**VOICE, **about}
    ending = call(Effect.OBSERVE, ends=True, how=how, source=made["source"])  # type: ignore[arg-type] # as above
    verdict = GATE.judge(ending, circumstances(**made)).verdict  # type: ignore[arg-type] # passed through
    assert verdict.name == expected


@pytest.mark.parametrize(
    ("age_s", "expected"), [(0.0, "allow"), (15.0, "allow"), (15.1, "confirm"), (600.0, "confirm")]
)
def test_words_that_waited_too_long_are_asked_about(age_s: float, expected: str) -> None:
    """What was said while something else ran may be wished no longer; looking is free, and typing is deliberate."""
    assert asked(Effect.CHANGE, source=Source.VOICE, age_s=age_s) == expected
    assert asked(Effect.OBSERVE, source=Source.VOICE, age_s=age_s) == "allow"
    assert asked(Effect.CHANGE, age_s=age_s) == "allow"


@given(
    effect=st.sampled_from(list(Effect)),
    undo=st.booleans(),
    about=st.fixed_dictionaries(
        {
            "confidence": st.floats(0, 1),
            "age_s": st.floats(0, 1e6),
            "overlapped": st.booleans(),
            "remote": st.booleans(),
        }
    ),
)
def test_a_worse_way_of_coming_is_never_looser(effect: Effect, undo: bool, about: dict[str, object]) -> None:
    """What is heard badly, late, over Golem's voice or elsewhere is judged as strictly as a clear voice, or more so."""
    order = ["allow", *(proof.value for proof in PROOFS), "deny"]
    best = asked(effect, undo=undo, source=Source.VOICE)
    worse = asked(effect, undo=undo, source=Source.VOICE, **about)
    assert order.index(worse) >= order.index(best)


def test_the_strongest_proof_of_all_rules_is_asked_for() -> None:
    """The first rule that asks gives the reason; the strictest of them says what agrees."""
    verdict = judged(Effect.DESTROY, source=Source.VOICE, confidence=0.4).verdict
    assert isinstance(verdict, Confirm)
    assert (verdict.rule, verdict.proof) == ("unsure-words", Proof.WORD)
