"""The comparison's own parts: templates from sentences, sampling, tables, and peers on a set that is known whole."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from benchmarks.phrasings import make_scene
from benchmarks.public_intents import DESCRIBED, LEAST_WORDS, MOST_SLOTS, TAUGHT, as_skills, load, templates_of
from benchmarks.recognizers import Golem, Hassil, Nearest, Padacioso, plain, plain_spaces
from benchmarks.scoring import NOTHING, Guess, Judged
from benchmarks.side_by_side import Report, judge, leaks, lines_of, main, percent, show
from intents.grammar import Grammar
from intents.model import IntentSpec, RouteLabel, Slot
from intents.router import NoClassifier
from intents.slots import FREE_TEXT

TEXT = Path(__file__).parents[2] / "../shared/data/text"
WORDS = Slot("what", FREE_TEXT)
PLAY = IntentSpec("music.play", RouteLabel.COMMAND, "Play music.", ("play [me] {what}",), (WORDS,))
TIME = IntentSpec("clock.time", RouteLabel.QUESTION, "Say what time it is.", ("(what is|tell me) the time",))


class Sure:
    """A recogniser that says what it was told to, by text."""

    given = "the answers"

    def __init__(self, answers: dict[str, Guess], *, tuned: bool = True) -> None:
        self.name = "sure" if tuned else "fixed"
        self.tuned = tuned
        self._answers = answers

    def recognize(self, text: str) -> Guess:
        """The answer, or nothing."""
        return self._answers.get(text, NOTHING)


def test_words_that_sentences_share_stay_and_the_rest_is_open() -> None:
    """A run of words that no other sentence has becomes one slot."""
    found = templates_of(["Play some jazz on the radio.", "play some hard rock on the speaker"])
    assert found == ("play some {any1} on the {any2}",)


def test_a_sentence_that_shares_too_little_makes_no_template() -> None:
    """One shared word would match nearly anything."""
    assert templates_of(["play jazz", "play rock", "something else"]) == ()


@settings(deadline=None)  # the first example loads hassil
@given(st.lists(st.text(), max_size=6))
def test_templates_compile_and_keep_to_their_bounds(sentences: list[str]) -> None:
    """Whatever the sentences hold, the templates are sound, and have few slots and enough words."""
    templates = templates_of(sentences)
    slots = tuple(Slot(f"any{at + 1}", FREE_TEXT, required=False) for at in range(MOST_SLOTS))
    Grammar(IntentSpec("a.b", RouteLabel.COMMAND, "", templates, slots)).check()
    for template in templates:
        open_ = [part for part in template.split() if part.startswith("{")]
        assert len(open_) <= MOST_SLOTS
        assert len(template.split()) - len(open_) >= LEAST_WORDS


def test_plain_text_keeps_the_inside_of_words() -> None:
    """A file's dot and an apostrophe stay; a full stop goes."""
    assert plain('What\'s in "main.py"?') == "what's in main.py"
    assert plain_spaces(" a  b ") == "a b"


def test_hassil_alone_names_the_intent_of_the_best_reading() -> None:
    """Its ids come back with their dots, and words that fit no template are nothing."""
    hassil = Hassil([PLAY, TIME])
    assert hassil.recognize("Play me some jazz.").name == "music.play"
    assert hassil.recognize("tell me the time").name == "clock.time"
    assert hassil.recognize("never mind") is NOTHING


def test_padacioso_names_the_intent_and_matches_without_the_optional_words() -> None:
    """The spaces that 1.0.0 leaves where an optional word was are taken out."""
    pytest.importorskip("padacioso", reason="padacioso is not installed: pip install 'golem-shell[lab]'")
    padacioso = Padacioso([PLAY, TIME])
    assert padacioso.recognize("play jazz").name == "music.play"
    assert padacioso.recognize("what is the time").name == "clock.time"
    assert padacioso.recognize("never mind") is NOTHING


def test_golem_runs_nothing_where_a_sentence_names_nothing_here(tmp_path: Path) -> None:
    """It knows what is meant, and would not run it."""
    from skills.registry import Registry

    intents = [skill.intent for skill in Registry().skills if skill.id.startswith("files.")]
    golem = Golem(NoClassifier(), intents, make_scene(tmp_path))
    assert golem.recognize("go to the src folder").runs
    assert not golem.recognize("go to the folder nowhere").runs
    assert golem.recognize("lovely weather") is NOTHING


class Letters:
    """A model whose vectors are letter counts."""

    def embed(self, text: str) -> object:
        """A unit vector."""
        import numpy as np

        counts = np.array([text.count(letter) + 0.01 for letter in "abc"], dtype=np.float32)
        return counts / np.linalg.norm(counts)

    def examples(self, texts: Sequence[str]) -> object:
        """A row a text."""
        import numpy as np

        return np.stack([self.embed(text) for text in texts])


def test_the_nearest_example_decides_and_is_never_the_text_itself() -> None:
    """So that a validation row may be an example when other rows are judged."""
    nearest = Nearest(Letters(), {"one": ["aab", "a"], "two": ["b", "bbc"], "none": []}, "letters")  # type: ignore[arg-type]  # a fake
    assert nearest.recognize("aa").name == "one"
    assert nearest.recognize("bb").name == "two"
    assert Nearest(Letters(), {"one": ["a"], "two": ["b"]}, "letters").recognize("a").name == "two"  # type: ignore[arg-type]  # as above


def test_every_row_is_put_to_every_system() -> None:
    """In order, with the truth beside the guess."""
    systems = [Sure({"x": Guess("a")}), Sure({}, tuned=False)]
    found = judge(systems, [("x", "a"), ("y", None)])
    assert [(row.truth, row.guess.name) for row in found["sure|the answers"]] == [("a", "a"), (None, None)]
    assert [row.guess for row in found["fixed|the answers"]] == [NOTHING, NOTHING]


def test_thresholds_come_from_validation_rows_alone() -> None:
    """A threshold that the test rows would have liked better is not taken."""
    system = Sure({})
    validation = {"sure|the answers": [Judged("a", Guess("a", 0.5)), Judged(None, Guess("a", 0.4))]}
    test = {"sure|the answers": [Judged("a", Guess("a", 0.3)), Judged(None, Guess("a", 0.9))]}
    lines = list(lines_of([system], validation, test))
    assert [line[2] for line in lines] == ["balanced", "≥ 99% quiet"]
    assert all(line[3] == "0.0%" and line[5] == "0.0%" for line in lines)


def test_leaks_are_told_apart() -> None:
    """What fell to chat, and chat that was taken for more."""
    rows = [Judged("command", Guess("chat")), Judged("question", Guess("question")), Judged("chat", Guess("command"))]
    assert leaks(rows) == ("50.0%", "100.0%")
    assert leaks([]) == ("–", "–")


def test_a_share_of_nothing_is_a_dash() -> None:
    """Not 0%."""
    assert percent(float("nan")) == "–"
    assert percent(0.5) == "50.0%"


def test_tables_show_all_lines_and_notes() -> None:
    """Nothing is cut off."""
    out = io.StringIO()
    show([Report("title", ("one", "two"), (("a", "b"), ("c", "d")), ("a note",))], Console(file=out, width=80))
    assert all(text in out.getvalue() for text in ("title", "one", "a", "d", "a note"))


def test_a_folder_without_data_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is loaded, with what to do."""
    with pytest.raises(SystemExit) as exit_:
        main(["--only", "routes", "--data", str(tmp_path)])
    assert exit_.value.code == 2
    assert "--data" in capsys.readouterr().err


def test_public_rows_are_taught_or_tested_never_both() -> None:
    """The same sample at every run, twenty intents, and no text on both sides."""
    if not (TEXT / "slurp.tsv").is_file():
        pytest.skip("needs ../shared/data/text beside the checkout")
    sample = load(TEXT)
    assert sample == load(TEXT)
    assert set(sample.taught) == set(DESCRIBED)
    assert all(len(texts) == TAUGHT for texts in sample.taught.values())
    taught = {text for texts in sample.taught.values() for text in texts}
    test = {text for text, _ in sample.test}
    assert not test & taught
    assert not test & {text for text, _ in sample.validation}
    assert {intent.id for intent in as_skills(sample.taught)} == {truth for _, truth in sample.test if truth}
