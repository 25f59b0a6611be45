"""Each kind of slot: what its words stand for, and what they do not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents.model import Resolved, Scene, SlotType, Unresolved
from intents.slots import (
    BRANCH,
    DURATION,
    EXISTING_FILE,
    EXISTING_FOLDER,
    FREE_TEXT,
    NEW_NAME,
    PHRASE,
    PORT,
    QUANTITY,
    TIME,
    WORD,
    Amount,
    Choice,
    Number,
    Quantity,
)

EDITOR = Choice({"vim": ("vi", "v i m"), "nano": ("pico",), "emacs": ()}, name="editor")
EVERY = (
    BRANCH,
    DURATION,
    EXISTING_FILE,
    EXISTING_FOLDER,
    FREE_TEXT,
    NEW_NAME,
    PHRASE,
    PORT,
    QUANTITY,
    TIME,
    WORD,
    EDITOR,
    Number(1, 5),
)


def value(slot: SlotType, said: str, scene: Scene) -> object:
    """What the words stand for; None where for nothing."""
    answer = slot.resolve(said, scene)
    return answer.value if isinstance(answer, Resolved) else None


@pytest.mark.parametrize(
    ("said", "meant"), [("vim", "vim"), ("VI", "vim"), ("v i m", "vim"), ("nanno", "nano"), ("e macs", "emacs")]
)
def test_a_choice_is_known_by_its_phrases_letters_and_sound(scene: Scene, said: str, meant: str) -> None:
    """A synonym, another case, and a near spelling all mean the value."""
    assert value(EDITOR, said, scene) == meant


def test_an_exact_choice_scores_one_and_a_near_one_less(scene: Scene) -> None:
    """The score says how near the words were."""
    exact, near = EDITOR.resolve("nano", scene), EDITOR.resolve("nanno", scene)
    assert isinstance(exact, Resolved)
    assert isinstance(near, Resolved)
    assert near.score < exact.score == 1.0


def test_a_wrong_choice_names_the_right_ones(scene: Scene) -> None:
    """What is none of the values is refused with the values named."""
    assert EDITOR.resolve("them", scene) == Unresolved("'them' is none of: vim, nano, emacs.")


def test_a_number_keeps_its_range(scene: Scene) -> None:
    """A port is 1 to 65535, in words or digits."""
    assert value(PORT, "eighty eighty", scene) == 8080
    assert value(PORT, "0", scene) is None
    assert value(PORT, "65536", scene) is None
    assert value(PORT, "vim", scene) is None


def test_a_duration_is_seconds(scene: Scene) -> None:
    """Spoken time comes out in seconds."""
    assert value(DURATION, "an hour and a half", scene) == 5400.0
    assert value(DURATION, "soon", scene) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("demo", "demo"),
        ("test data", "test-data"),
        ("plan dot md", "plan.md"),
        ("the thing", "thing"),
        ("my underscore data", "my_data"),
        ("src slash new dot pie", "src/new.py"),
        ("Don't Panic", "Don't-Panic"),
    ],
)
def test_a_new_name_is_a_path_in_the_working_folder(scene: Scene, said: str, name: str) -> None:
    """Separators said are written, and spaces become dashes."""
    assert value(NEW_NAME, said, scene) == scene.cwd / name


def test_a_heard_name_is_lower_case(scene: Scene) -> None:
    """A recogniser chooses capitals by itself, so they say nothing about a name."""
    heard = Scene(scene.cwd, scene.home, heard=True)
    assert value(NEW_NAME, "Demo", heard) == scene.cwd / "demo"
    assert value(NEW_NAME, "Demo", scene) == scene.cwd / "Demo"


def test_a_new_name_may_lead_out_and_the_policy_sees_it(scene: Scene) -> None:
    """The slot only resolves what was said, without a trace of the dots left."""
    assert value(NEW_NAME, "../x", scene) == scene.home / "x"


@pytest.mark.parametrize("said", ["", "it", "me", "everything", "a\0b", "one two three four five"])
def test_a_pronoun_or_a_sentence_is_no_name(scene: Scene, said: str) -> None:
    """Words that stand for something else, nothing, or too many words name nothing to make or to kill."""
    assert value(NEW_NAME, said, scene) is None
    assert value(WORD, said, scene) is None


def test_free_text_is_kept_as_said(scene: Scene) -> None:
    """A message keeps its case and signs; a phrase to look for is a few words at most."""
    assert value(FREE_TEXT, " Fix: the Thing; rm -rf / ", scene) == "Fix: the Thing; rm -rf /"
    assert value(FREE_TEXT, "  ", scene) is None
    assert value(PHRASE, "old notes", scene) == "old notes"
    assert value(PHRASE, "a reason to live for me", scene) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120))
def test_no_slot_fails_on_odd_words(scene: Scene, text: str) -> None:
    """Any text resolves with a score in (0, 1], or gets a reason."""
    for slot in EVERY:
        answer = slot.resolve(text, scene)
        if isinstance(answer, Resolved):
            assert 0 < answer.score <= 1
        else:
            assert answer.reason


def test_a_time_that_is_not_sure_says_so(scene: Scene) -> None:
    """Without morning or evening the score is low enough to be asked about."""
    sure, unsure = TIME.resolve("six pm", scene), TIME.resolve("half past six", scene)
    assert isinstance(sure, Resolved)
    assert isinstance(unsure, Resolved)
    assert unsure.score < 0.9 <= sure.score


def test_a_quantity_takes_its_own_units_only(scene: Scene) -> None:
    """A unit is known by letters and sound; another unit is refused with the ones to say."""
    weight = Quantity(("ounce", "gram"))
    assert value(weight, "12 oz", scene) == Amount(12.0, "ounce")
    assert value(weight, "ten gramms", scene) == Amount(10.0, "gram")
    refused = weight.resolve("ten miles", scene)
    assert isinstance(refused, Unresolved)
    assert "gram" in refused.reason


def test_a_choice_with_a_number_is_known_in_digits(scene: Scene) -> None:
    """One spelling is enough for its author."""
    size = Choice({"twelve ounce": (), "large": ()}, name="size")
    for said in ("twelve ounce", "12 ounce", "12 oz", "twelve ounces"):
        assert value(size, said, scene) == "twelve ounce"


def test_a_new_name_heard_keeps_the_casing_that_was_said(scene: Scene) -> None:
    """The recogniser's capitals mean nothing; those asked for do."""
    heard = Scene(scene.cwd, scene.home, heard=True)
    assert value(WORD, "Snake case User Name", heard) == "user_name"
    assert value(WORD, "camel case User Name", heard) == "userName"
