"""Command-aware hearing: when what can be said takes the plain words' place, and when it does not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.matcher import Matcher
from intents.model import Scene
from intents.phrasebook import Phrasebook
from intents.sayable import Wording
from shell.asr import CALLED_OFF, Listened, NotRecognized, Transcript, Wanted, WhisperTranscriber, always
from shell.audio_file import load
from shell.fakes_hearing import speech, transcript
from shell.live_sayable import LiveSayable
from shell.rescoring import CommandAware, Tried, Weights, choose, confidence, sentence, worth
from shell.tts import english_sounds
from skills.registry import Registry

WEIGHTS = Weights()


class ScriptedListener:
    """Hears what it is told to, and scores texts by a table; what is not in it has no chance."""

    def __init__(
        self,
        heard: Transcript | NotRecognized,
        scores: dict[str, float],
        others: tuple[str, ...] = (),
        again: tuple[str, ...] = (),
    ):
        self._heard, self._scores, self._others, self._again = heard, scores, others, again
        self.scored: list[list[str]] = []
        self.hints: list[str] = []

    def listen(self, audio, *, prompt: str = "", wanted: Wanted = always) -> Listened:
        """See `Listener.listen`."""
        del audio, prompt, wanted

        def score(texts: Sequence[str]) -> list[float]:
            self.scored.append(list(texts))
            return [self._scores.get(text, -80.0) for text in texts]

        def again(hint: str) -> tuple[str, ...]:
            self.hints.append(hint)
            return self._again

        return Listened(self._heard, self._others, score, again)


class ScriptedSayable:
    """What can be said, with distances."""

    def __init__(self, **distances: float):
        self._wordings = [Wording(text.replace("_", " "), far, "a.skill") for text, far in distances.items()]

    def near(self, heard: Sequence[str]) -> Sequence[Wording]:
        """See `Sayable.near`."""
        del heard
        return self._wordings

    def means(self, text: str) -> bool:
        """See `Sayable.means`."""
        return text.lower().rstrip(".") in {one.text for one in self._wordings}

    def known(self, text: str) -> bool:
        """See `Sayable.known`."""
        return text.lower().rstrip(".") == "npm test"

    def respelled(self, text: str) -> bool:
        """See `Sayable.respelled`."""
        return "engine x" in text.lower()

    def ends(self, text: str) -> bool:
        """See `Sayable.ends`."""
        return text.lower().startswith("goodbye")

    def terms(self, text: str) -> int:
        """See `Sayable.terms`."""
        return text.lower().count("npm")

    def hint(self) -> str:
        """See `Sayable.hint`."""
        return "vim, npm"


def heard(listener: ScriptedListener, sayable: ScriptedSayable, seconds: float = 1.0) -> Transcript | NotRecognized:
    """What is heard in some seconds of sound."""
    return CommandAware(listener, sayable).transcribe(speech(1000 * seconds))


def test_a_sentence_that_the_sound_speaks_for_is_heard():
    """ "Open them." becomes "Open vim.", keeps what was plainly heard, and is less sure than plain words can be."""
    listener = ScriptedListener(transcript("Open them.", 0.6), {"Open them.": -2.5, "Open vim.": -6.0})
    found = heard(listener, ScriptedSayable(open_vim=0.1))
    assert isinstance(found, Transcript)
    assert (found.text, found.heard) == ("Open vim.", "Open them.")
    assert 0 < found.confidence <= WEIGHTS.unsure


def test_a_sentence_that_the_sound_speaks_against_is_not_heard():
    """However near its letters are, words that do not fit the sound leave the plain ones as they were."""
    plain = transcript("Open them.", 0.6)
    listener = ScriptedListener(plain, {"Open them.": -2.5, "Open vim.": -40.0})
    assert heard(listener, ScriptedSayable(open_vim=0.1)) == plain


def test_words_that_mean_something_yield_only_to_a_better_fit():
    """ "Stop the timer" is not made "start the timer" by the grammar, which speaks for both."""
    listener = ScriptedListener(transcript("Stop the timer.", 0.6), {"Stop the timer.": -3.0, "Start the timer.": -4.0})
    sayable = ScriptedSayable(stop_the_timer=0.0, start_the_timer=0.1)
    found = heard(listener, sayable)
    assert isinstance(found, Transcript)
    assert found.text == "Stop the timer."
    assert found.heard == ""


def test_another_transcript_that_means_something_is_tried():
    """The beam's second text wins where it is a sentence and the first is none."""
    listener = ScriptedListener(
        transcript("Get long.", 0.6), {"Get long.": -2.0, "Git log.": -4.0}, others=("get lock", "git log")
    )
    found = heard(listener, ScriptedSayable(git_log=0.9))
    assert isinstance(found, Transcript)
    assert found.text == "Git log."


@pytest.mark.parametrize("others", [(), ("Goodbye.",)], ids=["near", "another-transcript"])
def test_no_words_are_put_right_into_the_end_of_the_talk(others):
    """ "Good title." was "git status": the sound speaks for "Goodbye." too, which would have ended Golem."""
    scores = {"Good title.": -2.4, "Goodbye.": -2.0, "Goodbye then.": -2.2, "Git status.": -9.4}
    listener = ScriptedListener(transcript("Good title.", 0.44), scores, others=others)
    found = heard(listener, ScriptedSayable(goodbye=0.1, goodbye_then=0.1, git_status=0.12))
    assert isinstance(found, Transcript)
    assert found.text == "Git status."


def test_a_sure_spelling_of_a_word_that_the_recogniser_does_not_know_is_put_right():
    """ "Kill Engine X." is "kill nginx", however surely it was heard: both are one sound."""

    class Programs(ScriptedSayable):
        def near(self, heard: Sequence[str]) -> Sequence[Wording]:
            """See `Sayable.near`."""
            del heard
            return [Wording("kill nginx", 0.02, "a.skill", "kill engine X", 1)]

    plain = transcript("Kill engine X.", 0.97)
    found = heard(ScriptedListener(plain, {"Kill engine X.": -0.3}), Programs(kill_engine_x=0.0))
    assert isinstance(found, Transcript)
    assert found.text == "Kill nginx."


def test_sure_words_that_mean_something_cost_nothing():
    """A clear command is not scored again."""
    listener = ScriptedListener(transcript("Git log.", 0.95), {})
    assert heard(listener, ScriptedSayable(git_log=0.0)) == transcript("Git log.", 0.95)
    assert listener.scored == []


def test_silence_stays_silence():
    """Where no words were heard none are found, so that nothing that can be said leaks out of silence."""
    listener = ScriptedListener(NotRecognized("silence"), {"Open vim.": 0.0})
    assert heard(listener, ScriptedSayable(open_vim=0.0)) == NotRecognized("silence")
    assert listener.scored == []


@pytest.mark.parametrize(
    "said", ["Don't open them.", "No.", "Yes.", "Never mind.", "He told me to open them.", "Open them, no wait."]
)
def test_answers_and_negations_are_left_alone(said):
    """Words that answer, negate, report or take back are never changed into a command."""
    listener = ScriptedListener(transcript(said, 0.5), {"Open vim.": 0.0})
    found = heard(listener, ScriptedSayable(open_vim=0.0))
    assert isinstance(found, Transcript)
    assert found.text == said
    assert listener.scored == []


@pytest.mark.parametrize(
    ("sure", "again", "text"),
    [
        (0.5, ("Open rim.",), "Open vim."),
        (0.5, ("Open, not them.",), "Often not them."),
        (0.5, (), "Often not them."),
        (0.7, ("Open rim.",), "Often not them."),
    ],
)
def test_a_negation_that_a_second_hearing_does_not_have_may_be_something_else(sure, again, text):
    """ "dot" is written as "not" where it was hardly made out; what was heard surely, or so again, is left alone."""
    listener = ScriptedListener(
        transcript("Often not them.", sure), {"Often not them.": -9.0, "Open vim.": -6.0}, again=again
    )
    assert heard(listener, ScriptedSayable(open_vim=0.0)).text == text


def test_long_sound_is_left_alone():
    """Dictation is no command."""
    listener = ScriptedListener(transcript("Open them.", 0.5), {"Open vim.": 0.0})
    assert heard(listener, ScriptedSayable(open_vim=0.0), seconds=13).text == "Open them."


def test_far_sentences_are_not_tried_and_near_ones_only_a_few():
    """At most the plain words and `most_tried` sentences are scored, none of them farther than `farthest`."""
    listener = ScriptedListener(transcript("Open them.", 0.5), {})
    far = {f"open_{letter}": 0.1 for letter in "abcdefghijkl"} | {"close_it": WEIGHTS.farthest + 0.01}
    heard(listener, ScriptedSayable(**far))
    assert len(listener.scored) == 1
    assert len(listener.scored[0]) == 1 + WEIGHTS.most_tried
    assert "Close it." not in listener.scored[0]


def test_the_address_before_a_command_is_kept():
    """ "Golem, open them, please." keeps its wake phrase and its manners."""
    plain, meant = "Golem, open them, please.", "Golem, open vim, please."
    listener = ScriptedListener(transcript(plain, 0.6), {plain: -2.5, meant: -5.0})
    found = heard(listener, ScriptedSayable(open_vim=0.2))
    assert isinstance(found, Transcript)
    assert found.text == meant


def test_a_sentence_is_written_as_whisper_would():
    """With a capital, and with the question mark that was heard."""
    assert sentence("open  vim", "Open them.") == "Open vim."
    assert sentence("what changed", "what chained?") == "What changed?"


scores = st.floats(-200, 0) | st.just(math.nan)
tried = st.builds(Tried, st.text(min_size=1, max_size=20), scores, st.floats(0, 0.5), st.just(True))


@given(scores, st.booleans(), st.lists(tried, max_size=6), st.floats(0, 50))
def test_the_choice_is_one_of_those_tried_and_never_by_less_than_the_margin(score, meant, others, more):
    """Whatever the scores, NaN among them, the choice was tried; a better score for the plain words keeps them."""
    plain = Tried("plain", score, None, meant)
    best = choose(plain, others, WEIGHTS)
    assert best is plain or any(best is one for one in others)
    assert not math.isnan(best.score) or best is plain
    assert 0 <= confidence(best, [plain, *others], WEIGHTS) <= WEIGHTS.unsure or math.isnan(best.score)
    if best is plain and not math.isnan(score):
        assert choose(replace(plain, score=score + more), others, WEIGHTS).distance is None


class Spoken(ScriptedSayable):
    """One sentence that a recogniser would write otherwise."""

    def near(self, heard: Sequence[str]) -> Sequence[Wording]:
        """See `Sayable.near`."""
        return [Wording("kubectl apply", 0.1, "", "kube control apply", 1)]


def test_a_sentence_is_scored_as_a_recogniser_writes_it_and_given_as_it_is_written():
    """ "Kube control apply." is held against the sound, "Kubectl apply." comes of it."""
    listener = ScriptedListener(transcript("Cube control a fly.", confidence=0.5), {"Kube control apply.": -2.0})
    listener._scores["Cube control a fly."] = -3.0
    words = CommandAware(listener, Spoken()).transcribe(speech(1000))
    assert isinstance(words, Transcript)
    assert (words.text, words.heard) == ("Kubectl apply.", "Cube control a fly.")
    assert listener.scored == [["Cube control a fly.", "Kube control apply."]]


def test_a_developers_sentence_that_was_plainly_heard_is_not_tried():
    """What developers say is known though no skill has it."""
    listener = ScriptedListener(transcript("NPM test.", confidence=0.9), {})
    assert heard_text(CommandAware(listener, Spoken()).transcribe(speech(1000))) == "NPM test."
    assert not listener.scored


@pytest.mark.parametrize(("answers", "scored"), [([False], 0), ([True, False], 0), ([True, True], 1)])
def test_words_that_are_not_wanted_are_not_held_against_the_sound(answers, scored):
    """Asked before sentences are looked for and before they are scored; what was begun then comes to its end."""
    listener = ScriptedListener(transcript("Open them.", 0.6), {"Open them.": -2.5, "Open vim.": -6.0})
    asked = iter(answers)
    found = CommandAware(listener, ScriptedSayable(open_vim=0.1)).transcribe(speech(1000), wanted=lambda: next(asked))
    assert len(listener.scored) == scored
    assert (found == CALLED_OFF) is not bool(scored)


class ByTranscript(ScriptedSayable):
    """Sentences near to some transcripts and to no others."""

    def __init__(self, table: dict[str, Wording]):
        super().__init__()
        self._table = table

    def near(self, heard: Sequence[str]) -> Sequence[Wording]:
        """See `Sayable.near`."""
        return sorted((self._table[one] for one in heard if one in self._table), key=lambda one: one.distance)


FAR, NEAR = Wording("get rid of it", 0.2, "a.skill"), Wording("git merge staging", 0.02, "a.skill")


def test_where_nothing_heard_is_near_it_is_heard_again_with_a_hint():
    """ "Good work, Taiding." is near no command; with rare words to expect the recogniser writes what is near one."""
    listener = ScriptedListener(
        transcript("Good work, Taiding.", 0.5),
        {"Good work, Taiding.": -9.0, "Get rid of it.": -30.0, "Git merge staging.": -14.0},
        again=("Git merge staying.",),
    )
    found = heard(listener, ByTranscript({"Good work, Taiding.": FAR, "Git merge staying.": NEAR}))
    assert isinstance(found, Transcript)
    assert (found.text, found.heard) == ("Git merge staging.", "Good work, Taiding.")
    assert listener.hints == ["vim, npm"]
    assert listener.scored == [["Good work, Taiding.", "Git merge staging.", "Get rid of it."]]


def test_where_something_heard_is_near_no_hint_is_given():
    """It costs a decoding."""
    listener = ScriptedListener(transcript("Get merge staging.", 0.5), {}, again=("Git merge staying.",))
    heard(listener, ByTranscript({"Get merge staging.": NEAR}))
    assert listener.hints == []


def test_words_that_only_a_hint_brought_up_must_fit_the_sound_better():
    """A recogniser may take them from the hint."""
    near = replace(NEAR, distance=0.0)
    plainly = Tried("Git merge staging.", -20.0, near.distance)
    scores = {"Good work.": worth(plainly, WEIGHTS) - WEIGHTS.margin - 0.5, "Git merge staging.": -20.0}
    for again, text in (((), "Git merge staging."), (("Git merge staying.",), "Good work.")):
        table = {"Git merge staying.": near} if again else {"Good work.": near}
        assert (
            heard_text(heard(ScriptedListener(transcript("Good work.", 0.5), scores, (), again), ByTranscript(table)))
            == text
        )


def test_a_rare_word_is_believed_in_more_but_only_two_of_them():
    """Each lends the same, up to the most that count."""
    plain = worth(Tried("a", -5.0, 0.1), WEIGHTS)
    one, two, five = (worth(Tried("a", -5.0, 0.1, terms=terms), WEIGHTS) for terms in (1, 2, 5))
    assert one - plain == pytest.approx(WEIGHTS.term)
    assert two == five == pytest.approx(plain + WEIGHTS.most_terms * WEIGHTS.term)


def heard_text(words: Transcript | NotRecognized) -> str:
    """The words, where there are any."""
    return words.text if isinstance(words, Transcript) else ""


@pytest.fixture(scope="module")
def listening(whisper_folder, tmp_path_factory):
    """Golem's hearing over Whisper base, in an empty folder, with every skill that ships."""
    here = tmp_path_factory.mktemp("here").resolve()
    skills = [skill for skill in Registry().skills if not skill.intent.within]
    matcher = Matcher([skill.intent for skill in skills])
    phrasebook = Phrasebook([matcher.grammar(skill.intent) for skill in skills], english_sounds)
    ending = {skill.intent.id for skill in skills if skill.ends}
    sayable = LiveSayable(matcher, phrasebook, lambda: Scene(here, here, heard=True), ending)
    return CommandAware(WhisperTranscriber(whisper_folder), sayable)


@pytest.mark.models
def test_open_vim_is_heard(listening):
    """One take of "open vim" by the Piper voice, for which plain Whisper writes "Open them."."""
    found = listening.transcribe(load(Path(__file__).parent / "data" / "open-vim.flac"))
    assert isinstance(found, Transcript)
    assert found.heard == "Open them."
    assert found.text.lower().rstrip(".") == "open vim"


@pytest.mark.models
def test_words_mean_something_only_where_they_name_what_is_there(listening, tmp_path):
    """A guess at a file's name is not what somebody said: the sentence with its name may take its place."""
    (tmp_path / "CHANGELOG.md").write_text("")
    live = listening._sayable
    here = LiveSayable(live._matcher, live._phrasebook, lambda: Scene(tmp_path, tmp_path, heard=True))
    assert here.means("open the changelog in vim")
    assert not here.means("Open the change log in bin.")


@pytest.mark.models
def test_good_title_is_no_goodbye(listening):
    """What Whisper writes for "git status" by a voice of espeak-ng; nothing that ends the talk is near."""
    scripted = ScriptedListener(
        transcript("Good title.", 0.44),
        {"Good title.": -2.4, "Goodbye.": -6.5, "Goodbye then.": -10.8, "Git diff.": -22.5},
    )
    found = CommandAware(scripted, listening._sayable).transcribe(speech(1000))
    assert isinstance(found, Transcript)
    assert found.text == "Good title."
    assert listening._sayable.ends("Goodbye.") and listening._sayable.ends("go to sleep")
    assert not listening._sayable.ends("git status")


@pytest.mark.models
def test_chat_and_silence_are_heard_as_before(listening, voice_folder, shared_data):
    """A sentence that is no command, a famous speech, and nothing at all."""
    found = listening.transcribe(spoken("My sister is coming over for dinner tomorrow.", voice_folder))
    assert isinstance(found, Transcript)
    assert found.heard == ""
    jfk = load(shared_data / "speech/clips/jfk.flac")
    assert listening.transcribe(jfk) == listening.listener.listen(jfk).heard
    assert isinstance(listening.transcribe(np.zeros(16_000, np.float32)), NotRecognized)


def spoken(words: str, voice_folder) -> np.ndarray:
    """Words by the Piper voice with a little silence around, float32 (n,), 16 kHz."""
    import soxr

    from shell.tts import PiperVoice

    voice = PiperVoice(voice_folder)
    sound = soxr.resample(np.concatenate(list(voice.synthesize(words))), voice.sample_rate, 16_000)
    return np.concatenate([np.zeros(4_800, np.float32), sound, np.zeros(4_800, np.float32)]).astype(np.float32)
