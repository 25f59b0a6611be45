"""Putting a call to a person: what is shown, what is said, and what counts as agreement."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from intents.model import Source, Utterance
from policies.consent import Answer, answer
from policies.settings import default_policy
from policies.verdict import Confirm, Consent, Proof
from policies.words_to_say import WORDS, Drawer
from shell.confirm import AskingConfirmer
from skills.spec import Effect
from tests.policies.calls import TREE, call

POLICY = default_policy()


@dataclass
class Person:
    """Answers with the words given, and remembers what was asked."""

    words: str | None
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def ask(self, question: str, spoken: str, timeout_s: float, utterance: Utterance) -> Utterance | None:
        """The answer."""
        del timeout_s, utterance
        self.asked.append((question, spoken))
        return Utterance(self.words, Source.VOICE) if self.words is not None else None


@pytest.mark.parametrize(
    ("words", "agreed"),
    [("yes", True), ("Yes.", True), ("no", False), ("no, but actually yes", False), ("what?", False), (None, False)],
)
async def test_only_a_plain_yes_agrees(words: str | None, agreed: bool) -> None:
    """Silence and doubt are no."""
    person = Person(words)
    made = call(path=TREE / "old.log")
    answered = await AskingConfirmer(person, POLICY).agrees(made, Confirm("near-match", "it only sounds like it"))
    assert isinstance(answered, Consent) is agreed


async def test_the_whole_path_is_shown_and_said() -> None:
    """Two files of one name are told apart by the eye and by the ear."""
    person = Person("no")
    await AskingConfirmer(person, POLICY).agrees(call(Effect.DESTROY, path=TREE / "old.log"), Confirm("a", "because"))
    (question, spoken) = person.asked[0]
    assert str(TREE / "old.log") in question
    assert "because" in question
    assert str(TREE / "old.log") in spoken


async def test_hidden_characters_of_a_name_are_shown() -> None:
    """A name that would steer the terminal is shown escaped."""
    person = Person("no")
    await AskingConfirmer(person, POLICY).agrees(call(Effect.DESTROY, path=TREE / "a\x1b[2Jb"), Confirm("a", "because"))
    assert "\x1b" not in person.asked[0][0]


async def test_the_reason_hides_nothing() -> None:
    """A reason quotes names; what `repr` lets by (a variation selector) is not in the question."""
    person = Person("no")
    await AskingConfirmer(person, POLICY).agrees(call(Effect.DESTROY), Confirm("a", "the path is 'a\U000e0100b'"))
    assert "the path is 'ab'. Do it?" in person.asked[0][0]


async def test_where_a_link_leads_is_shown(tmp_path: Path) -> None:
    """The name that was said, and the place that it stands for."""
    (tmp_path / "real").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    person = Person("no")
    await AskingConfirmer(person, POLICY).agrees(call(path=tmp_path / "link", cwd=tmp_path), Confirm("a", "because"))
    (question, spoken) = person.asked[0]
    assert f"path leads to '{tmp_path.resolve() / 'real'}'" in question
    assert f"path leads to '{tmp_path.resolve() / 'real'}'" in spoken


@pytest.mark.parametrize(
    ("proof", "shown", "spoken"),
    [
        (Proof.YES, "(yes / no)", "Say yes or no."),
        (Proof.WORD, f"(yes / no; aloud: “{WORDS[0]}”)", f"Say {WORDS[0]} to do it, or no."),
        (Proof.TWO_WORDS, f"aloud: “{WORDS[0]} {WORDS[1]}”)", f"Say {WORDS[0]} {WORDS[1]} to do it, or no."),
        (Proof.TYPED, "(yes / no; typed only)", "type yes, or say no."),
    ],
)
async def test_the_question_says_what_agrees(proof: Proof, shown: str, spoken: str) -> None:
    """By screen and by voice; and it ends in a no, so that its echo agrees to nothing."""
    person = Person(None)
    asking = AskingConfirmer(person, POLICY, words=Drawer(lambda words: words[0]))
    await asking.agrees(call(), Confirm("a", "because", proof=proof))
    ((question, said),) = person.asked
    assert question.endswith(shown)
    assert said.endswith(spoken)
    assert answer(said) is Answer.NO


async def test_where_nobody_listens_no_word_is_named() -> None:
    """Without a microphone a typed yes is the only way anyhow."""
    person = Person(None)
    asking = AskingConfirmer(person, POLICY, listens=lambda: False)
    await asking.agrees(call(), Confirm("a", "because", proof=Proof.WORD))
    assert person.asked[0][0].endswith("Do it? (yes / no)")


async def test_lines_below_a_plan_are_shown_and_said(tmp_path: Path) -> None:
    """Process numbers, argument lists and commits are part of what is agreed to."""
    made = call(cwd=tmp_path)
    made = replace(made, skill=replace(made.skill, plan=lambda cwd, **_: f"Do it.\nin {cwd}: ['a', 'b']"))
    person = Person("no")
    await AskingConfirmer(person, POLICY).agrees(made, Confirm("a", "because"))
    assert person.asked[0][0].splitlines()[:2] == ["Do it.", f"  in {tmp_path}: ['a', 'b']"]
    assert person.asked[0][1] == f"Do it. in {tmp_path}: ['a', 'b'] Say yes or no."
