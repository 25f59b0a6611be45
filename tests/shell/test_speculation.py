"""Recognising ahead: begun at the pause, used at the endpoint, and never seen where speech goes on."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shell.asr import NotRecognized, always
from shell.endpointer import Closing, Endpointer, EndpointerSettings
from shell.errors import ModelError
from shell.fakes_hearing import FakeTranscriber, FakeVoiceActivity, ScriptedFrames, silence, speech, transcript
from shell.fakes_speculation import FakeForesight, SteppedFrames, until
from shell.foresight import Outlook
from shell.frames import FRAME
from shell.hearing import Hearing
from shell.speculation import Speculation

PAUSE = 224
"""Milliseconds: 200, in whole frames."""


@pytest.fixture
def executor():
    """One worker, as the transcriber needs."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


class Told(Endpointer):
    """An endpointer that keeps what it was told."""

    def __init__(self, settings: EndpointerSettings | None = None) -> None:
        super().__init__(settings)
        self.told: list[Closing] = []

    def closes(self, closing: Closing) -> None:
        """See Endpointer."""
        self.told.append(closing)
        super().closes(closing)


class Held(FakeTranscriber):
    """Works only as often as `go` is released, and counts what it has begun."""

    def __init__(self, script) -> None:
        super().__init__(script)
        self.go = threading.Semaphore(0)
        self.begun = 0

    def transcribe(self, audio, *, prompt="", wanted=always):
        """See Transcriber."""
        self.begun += 1
        assert self.go.acquire(timeout=20)
        return super().transcribe(audio, prompt=prompt)


class Stepping(FakeTranscriber):
    """Works in steps of which no end comes, until it is called off; words of more than a second come at once."""

    steps = 0

    def transcribe(self, audio, *, prompt="", wanted=always):
        """See Transcriber."""
        while len(audio) < 16_000 and wanted():
            self.steps += 1
            time.sleep(0.001)
        return super().transcribe(audio, prompt=prompt, wanted=wanted)


class Line:
    """A hearing line on fakes, with what it is made of."""

    def __init__(self, executor, transcriber, outlooks=None, **more) -> None:
        self.endpointer = Told(EndpointerSettings(**({"ahead_ms": 200} | more)))
        self.transcriber = transcriber
        self.foresight = FakeForesight(outlooks or {})
        self.unrecognised: list[NotRecognized] = []
        self.hearing = Hearing(
            FakeVoiceActivity(),
            self.endpointer,
            transcriber,
            executor,
            foresight=self.foresight,
            on_not_recognized=self.unrecognised.append,
        )
        self.heard: list = []

    async def hear(self, *pieces, source=None) -> list:
        """Everything heard of the pieces of sound, of gaps and of steps."""
        async for one in self.hearing.utterances(source or SteppedFrames(pieces)):
            self.heard.append(one)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return self.heard

    def told(self):
        """A step: until the endpointer was told to wait for the words, and then how long."""
        return until(lambda: len(self.endpointer.told) == 2)

    def recognised(self, count: int):
        """A step: until the transcriber has been given so much."""
        return until(lambda: len(self.transcriber.heard) >= count)


async def test_the_words_made_at_the_pause_are_those_of_the_endpoint(executor):
    """The sound is recognised once, 200 ms into the silence, and what came of it is the utterance."""
    line = Line(executor, FakeTranscriber(["Run the tests."]))
    (heard,) = await line.hear(speech(640), silence(PAUSE), line.told(), silence(960))
    assert heard.utterance.text == "Run the tests."
    assert [len(audio) for audio in line.transcriber.heard] == [(640 + PAUSE) * 16]
    assert set(heard.ms) == {"voice_activity", "endpoint", "wait", "transcribe", "ahead"}
    assert (heard.start_s, heard.end_s) == (0.0, 0.64)
    assert heard.audio_s == pytest.approx(0.64 + 0.608)
    assert (line.hearing.speculation.begun, line.hearing.speculation.used) == (1, 1)


async def test_the_words_of_a_pause_can_be_looked_at_until_the_next_are_said(executor):
    """They stay while speech goes on, and are gone once the utterance is over."""
    line, seen = Line(executor, FakeTranscriber(["Delete.", "Delete the notes."])), []

    def look():
        return until(lambda: seen.append(line.hearing.partial) or bool(seen))

    await line.hear(
        look(), speech(640), look(), silence(PAUSE), line.told(), look(), speech(640), look(), silence(1_600), look()
    )
    assert seen[:4] == ["", "", "Delete.", "Delete."]
    assert line.hearing.partial == ""


async def test_words_made_before_speech_went_on_are_never_seen(executor):
    """A pause in mid-sentence: the first words are thrown away, though they were a whole command."""
    line = Line(executor, FakeTranscriber(["Delete.", "Delete the notes."]), {"Delete.": Outlook.UNFINISHED})
    (heard,) = await line.hear(
        speech(640), silence(PAUSE), line.told(), speech(640), silence(PAUSE), line.recognised(2), silence(1_600)
    )
    assert heard.utterance.text == "Delete the notes."
    assert len(line.transcriber.heard[1]) == 2 * (640 + PAUSE) * 16
    assert (line.hearing.speculation.begun, line.hearing.speculation.used) == (2, 1)


async def test_a_whole_harmless_command_closes_early(executor):
    """Told that nothing more is needed, silence of 300 ms is the end."""
    line = Line(executor, FakeTranscriber(["Run the tests."]), {"Run the tests.": Outlook.COMPLETE})
    (heard,) = await line.hear(speech(640), silence(PAUSE), line.told(), silence(960))
    assert heard.ms["endpoint"] == 320  # 300 ms, in whole frames


@pytest.mark.parametrize(("outlook", "silence_ms"), [(Outlook.UNFINISHED, 1_216), (Outlook.DESTRUCTIVE, 800)])
async def test_what_is_unfinished_or_loses_something_waits_longer(executor, outlook, silence_ms):
    """1.2 s or 800 ms of silence, and not 600 ms, end what had better be whole."""
    line = Line(executor, FakeTranscriber(["Delete the notes."]), {"Delete the notes.": outlook})
    (heard,) = await line.hear(speech(640), silence(PAUSE), line.told(), silence(2_000))
    assert heard.ms["endpoint"] == silence_ms


async def test_words_after_the_long_wait_are_of_one_piece_with_those_before(executor):
    """ "delete the", a second of thought, "notes" is one command, heard whole."""
    line = Line(executor, FakeTranscriber(["Delete the", "Delete the notes."]), {"Delete the": Outlook.UNFINISHED})
    heard = await line.hear(
        speech(640), silence(PAUSE), line.told(), silence(960 - PAUSE), speech(640), silence(PAUSE), silence(2_000)
    )
    assert [one.utterance.text for one in heard] == ["Delete the notes."]


async def test_other_words_close_as_usual(executor):
    """Talk ends after 600 ms, looked at or not."""
    line = Line(executor, FakeTranscriber(["Nice day."]))
    (heard,) = await line.hear(speech(640), silence(PAUSE), line.told(), silence(960))
    assert line.endpointer.told == [Closing.LATE, Closing.USUAL]
    assert heard.ms["endpoint"] == 608


async def test_nothing_is_given_before_the_endpoint(executor):
    """However sure the words, as long as the silence lasts less than 300 ms nobody gets them."""
    line = Line(executor, FakeTranscriber(["Run the tests."]), {"Run the tests.": Outlook.COMPLETE})
    seen: list[int] = []

    async def look() -> None:
        for _ in range(50):
            await asyncio.sleep(0.001)
        seen.append(len(line.heard))

    pieces = [speech(640), silence(PAUSE), line.told(), look, silence(64), look, silence(64)]
    heard = await line.hear(*pieces, until(lambda: bool(line.heard)), look)
    assert seen == [0, 0, 1]
    assert len(heard) == 1


async def test_words_before_speech_goes_on_at_the_last_moment_are_not_given(executor):
    """Told early, with 288 ms of silence, then one voiced frame: the utterance goes on, and only the whole is given."""
    line = Line(executor, FakeTranscriber(["Stop.", "Stop the server."]), {"Stop.": Outlook.COMPLETE})
    heard = await line.hear(
        speech(640), silence(PAUSE), line.told(), silence(64), speech(32), speech(640), silence(1_600)
    )
    assert [one.utterance.text for one in heard] == ["Stop the server."]


@pytest.mark.parametrize("outlook", [Outlook.COMPLETE, Outlook.OTHER])
async def test_a_transcriber_slower_than_the_endpoint_holds_it_up_till_the_words_are_there(executor, outlook):
    """After 800 ms the words are known to be all: the next silent frame is the end, and they are made once."""
    line = Line(executor, Held(["Run the tests."]), {"Run the tests.": outlook})

    async def release() -> None:
        assert line.hearing.speculation.used == 0
        line.transcriber.go.release()

    (heard,) = await line.hear(speech(640), silence(800), release, line.told(), silence(960))
    assert heard.ms["endpoint"] == 832
    assert (heard.utterance.text, line.transcriber.begun) == ("Run the tests.", 1)


async def test_an_unfinished_sentence_is_waited_for_though_the_transcriber_is_slow(executor):
    """ "delete the", known to be unfinished only after 800 ms, is not cut off before "notes"."""
    line = Line(executor, Held(["Delete the", "Delete the notes."]), {"Delete the": Outlook.UNFINISHED})

    async def release() -> None:
        line.transcriber.go.release(2)

    heard = await line.hear(speech(640), silence(800), release, line.told(), silence(192), speech(640), silence(1_600))
    assert [one.utterance.text for one in heard] == ["Delete the notes."]


async def test_a_transcriber_slower_than_all_silences_is_waited_for_and_not_asked_again(executor):
    """The endpoint falls after 1.2 s, come what may; the words come when they come, made once."""
    line = Line(executor, Held(["Run the tests."]), {"Run the tests.": Outlook.COMPLETE})

    async def release() -> None:
        assert line.heard == []
        line.transcriber.go.release()

    ended = until(lambda: line.hearing.speculation.used == 1)
    (heard,) = await line.hear(speech(640), silence(1_600), ended, release)
    assert heard.utterance.text == "Run the tests."
    assert heard.ms["endpoint"] == 1_216
    assert (line.transcriber.begun, line.endpointer.told) == (1, [Closing.LATE])
    assert line.foresight.asked == []


async def test_of_two_pauses_only_the_newest_is_recognised_once_the_transcriber_is_free(executor):
    """While it works on words that nobody wants any more, those of the next pauses wait, and all but the last go."""
    line = Line(executor, Held(["One.", "One two three."]))
    again = [speech(320), silence(PAUSE)]

    async def release() -> None:
        line.transcriber.go.release(2)

    began = until(lambda: line.transcriber.begun == 1)
    heard = await line.hear(*again, began, *again, *again, release, silence(1_600))
    assert [one.utterance.text for one in heard] == ["One two three."]
    assert line.hearing.speculation.begun == 3
    assert [len(audio) for audio in line.transcriber.heard] == [(320 + PAUSE) * 16, 3 * (320 + PAUSE) * 16]


async def test_words_of_an_earlier_pause_say_nothing_about_a_later_one(executor):
    """ "Stop", known to be whole only when "the server" has been said too, does not end that early."""
    line = Line(executor, Held(["Stop.", "Stop the server."]), {"Stop.": Outlook.COMPLETE})

    async def release() -> None:
        line.transcriber.go.release(2)

    began, known = until(lambda: line.transcriber.begun == 1), until(lambda: len(line.endpointer.told) == 3)
    pieces = [speech(320), silence(PAUSE), began, speech(320), silence(64), release, line.recognised(1), _some_turns]
    heard = await line.hear(*pieces, silence(PAUSE - 64), known, silence(960))
    assert [one.utterance.text for one in heard] == ["Stop the server."]
    assert line.endpointer.told == [Closing.LATE, Closing.LATE, Closing.USUAL]


async def test_an_outlook_that_comes_after_speech_went_on_is_not_heeded(executor):
    """Nor does it end the next pause: the look at "Stop" was slower than "the server" was said."""
    line = Line(executor, FakeTranscriber(["Stop.", "Stop the server."]), {"Stop.": Outlook.COMPLETE})
    line.foresight.go.clear()

    async def go() -> None:
        line.foresight.go.set()

    looked, known = until(lambda: line.foresight.asked == ["Stop."]), until(lambda: len(line.endpointer.told) == 3)
    pieces = [
        speech(320),
        silence(PAUSE),
        looked,
        speech(320),
        silence(64),
        go,
        _some_turns,
        silence(PAUSE - 64),
        known,
    ]
    heard = await line.hear(*pieces, silence(960))
    assert [one.utterance.text for one in heard] == ["Stop the server."]
    assert line.endpointer.told == [Closing.LATE, Closing.LATE, Closing.USUAL]


async def _some_turns() -> None:
    """Long enough for whatever is ready to be done."""
    for _ in range(20):
        await asyncio.sleep(0.001)


async def test_words_are_given_only_for_the_speech_that_they_were_made_of():
    """Asked for the words of speech that ended elsewhere, there are none, and those made are given up."""

    async def transcribe(audio):
        return transcript(str(len(audio)))

    speculation = Speculation(transcribe, None, lambda _: None)
    speculation.begin(speech(320), 5_120)
    assert speculation.take(5_632) is None
    assert speculation.take(5_120) is None
    speculation.begin(speech(640), 10_240)
    words = speculation.take(10_240)
    made = await words
    assert made.outcome.text == "10240"
    await speculation.close()


async def test_words_that_nobody_wants_any_more_are_called_off(executor):
    """Speech goes on while the transcriber is at the pause's words: it ends there, and the next need not wait."""
    line = Line(executor, Stepping(["Delete the notes."]))
    begun = until(lambda: line.transcriber.steps > 0)
    (heard,) = await line.hear(speech(640), silence(PAUSE), begun, speech(640), silence(1_600))
    assert heard.utterance.text == "Delete the notes."
    assert [len(audio) > 16_000 for audio in line.transcriber.heard] == [True]


async def test_a_gap_calls_off_what_was_begun_before_it(executor):
    """Half a command is forgotten, and so is the work on it; what is said after it is heard."""
    line = Line(executor, Stepping(["Run the tests."]))
    begun = until(lambda: line.transcriber.steps > 0)
    heard = await line.hear(speech(640), silence(PAUSE), begun, None, speech(1_280), silence(1_600))
    assert [one.utterance.text for one in heard] == ["Run the tests."]


async def test_a_speculation_that_fails_is_harmless(executor):
    """The utterance is recognised as if there had been none, with all its sound."""
    line = Line(executor, FakeTranscriber([RuntimeError("out of memory"), "Run the tests."]))
    (heard,) = await line.hear(speech(640), silence(PAUSE), line.told(), silence(960))
    assert (heard.utterance.text, heard.ms["endpoint"]) == ("Run the tests.", 608)
    assert "ahead" not in heard.ms
    assert len(line.transcriber.heard[1]) == (640 + 608) * 16
    assert line.foresight.asked == []


async def test_a_transcriber_that_fails_twice_is_raised(executor):
    """A broken model is not hidden by looking ahead."""
    line = Line(executor, FakeTranscriber([ModelError("first"), ModelError("the GPU is gone")]))
    with pytest.raises(ModelError, match="the GPU is gone"):
        await line.hear(speech(640), silence(1_600))


async def test_foresight_that_fails_is_harmless(executor):
    """The words stand, and the endpoint falls as usual."""
    line = Line(executor, FakeTranscriber(["Run."]), {"Run.": ModelError("no router")})
    (heard,) = await line.hear(speech(640), silence(PAUSE), line.told(), silence(960))
    assert line.foresight.asked == ["Run."]
    assert (heard.utterance.text, heard.ms["endpoint"]) == ("Run.", 608)


async def test_a_sound_that_is_no_word_is_told_once_at_the_endpoint(executor):
    """What the pause's sound did not become is not tried again, and its reason not told before the end."""
    line = Line(executor, FakeTranscriber([NotRecognized("a sound, not a word")]))
    early: list[int] = []

    async def look() -> None:
        early.append(len(line.unrecognised))

    assert await line.hear(speech(640), silence(PAUSE), line.recognised(1), look, silence(1_600)) == []
    assert early == [0]
    assert [outcome.reason for outcome in line.unrecognised] == ["a sound, not a word"]
    assert line.foresight.asked == []


async def test_muting_in_the_pause_forgets_the_words(executor):
    """What was half said when an editor took the terminal is nobody's, though it was recognised already."""
    line = Line(executor, FakeTranscriber(["Run the tests.", "Stop."]), {"Run the tests.": Outlook.COMPLETE})

    async def mute() -> None:
        line.hearing.mute()

    async def unmute() -> None:
        line.hearing.unmute()

    pieces = [speech(640), silence(PAUSE), line.told(), mute, silence(960), unmute, silence(960)]
    heard = await line.hear(*pieces, speech(640), silence(1_600))
    assert [one.utterance.text for one in heard] == ["Stop."]
    assert heard[0].start_s == pytest.approx(0.64 + 0.224 + 1.92)


async def test_muting_while_the_words_are_made_tells_the_endpointer_nothing(executor):
    """Words that come after the pause is forgotten are late: no error, no utterance, no closing."""
    line = Line(executor, Held(["Run the tests."]), {"Run the tests.": Outlook.COMPLETE})

    async def mute() -> None:
        line.hearing.mute()
        line.hearing.unmute()
        line.transcriber.go.release()

    began = until(lambda: line.transcriber.begun == 1)
    pieces = [speech(640), silence(PAUSE), began, mute, line.recognised(1), _some_turns]
    heard = await line.hear(*pieces, silence(960))
    assert (heard, line.endpointer.told) == ([], [Closing.LATE])


async def test_a_gap_in_the_pause_forgets_the_words(executor):
    """Sound was lost: what came before it is no command, nor joined to what comes after."""
    line = Line(executor, FakeTranscriber(["Delete.", "The notes."]))
    (heard,) = await line.hear(speech(640), silence(PAUSE), line.told(), None, silence(64), speech(640), silence(1_600))
    assert heard.utterance.text == "The notes."
    assert len(line.transcriber.heard[1]) <= (64 + 640 + PAUSE) * 16


async def test_a_recording_is_not_recognised_ahead(executor):
    """What comes faster than it is said gains nothing by it, and is heard the same every time."""
    line = Line(executor, FakeTranscriber(["One."]), {"One.": Outlook.COMPLETE})
    (heard,) = await line.hear(source=ScriptedFrames([speech(640), silence(960)]))
    assert line.hearing.speculation.begun == 0
    assert heard.ms["endpoint"] == 608


async def test_long_talk_is_not_recognised_ahead(executor):
    """After ten seconds it is no command, and the transcriber is kept free for its end."""
    line = Line(executor, FakeTranscriber(["A long story."]))
    (heard,) = await line.hear(speech(12_000), silence(960))
    assert (heard.utterance.text, line.hearing.speculation.begun) == ("A long story.", 0)


async def test_speech_cut_at_the_limit_after_a_pause_is_recognised_whole(executor):
    """Words made at an earlier pause are not those of speech that was cut."""
    line = Line(executor, FakeTranscriber(["One.", "One two."]), max_utterance_ms=2_000)
    heard = await line.hear(speech(320), silence(PAUSE), line.told(), speech(1_600), silence(64))
    assert [(one.utterance.text, one.cut) for one in heard] == [("One two.", True)]


async def test_leaving_in_the_pause_leaves_no_task_behind(executor):
    """The source ends while words are made ahead."""
    line = Line(executor, Held(["One."]))
    line.transcriber.go.release()
    assert await line.hear(speech(640), silence(PAUSE)) == []


async def test_without_foresight_words_are_made_ahead_all_the_same(executor):
    """Only the closing silence is then always the same."""
    hearing = Hearing(FakeVoiceActivity(), Endpointer(), FakeTranscriber(["One."]), executor)
    heard = [one async for one in hearing.utterances(SteppedFrames([speech(640), silence(960)]))]
    assert ["ahead" in one.ms for one in heard] == [True]


class Counting:
    """Its words are how many loud frames it heard; it takes its time now and then."""

    def __init__(self, slow: list[bool]) -> None:
        self._slow = slow
        self._calls = 0

    def transcribe(self, audio, *, prompt="", wanted=always):
        """See Transcriber."""
        self._calls += 1
        if self._slow[self._calls % len(self._slow)]:
            time.sleep(0.002)
        return transcript(str(loud(audio)))


def loud(audio) -> int:
    """Frames that are not silence."""
    return int(np.count_nonzero(audio[::FRAME]))


class ByNumber:
    """An outlook for every number of words, so that all kinds come up."""

    async def outlook(self, utterance) -> Outlook:
        """See Foresight."""
        return list(Outlook)[int(utterance.text) % 4]


sounds = st.lists(st.tuples(st.integers(1, 20), st.integers(1, 45)), min_size=1, max_size=5)
"""Frames of speech and of silence, in turn."""


@settings(max_examples=60, deadline=None)
@given(sounds, st.lists(st.booleans(), min_size=1, max_size=4))
def test_words_are_always_of_the_whole_utterance(sound, slow):
    """Whatever is said with whatever pauses, and however slow the transcriber: no word of an utterance is missing, none
    is in two, and each ends after silence of 300 ms to 1.2 s."""
    audio = np.concatenate([part for say, rest in sound for part in (speech(say * 32), silence(rest * 32))])
    audio = np.concatenate([audio, silence(1_600)])

    async def hear() -> list:
        with ThreadPoolExecutor(1) as pool:
            hearing = Hearing(FakeVoiceActivity(), Endpointer(), Counting(slow), pool, foresight=ByNumber())
            return [one async for one in hearing.utterances(SteppedFrames([audio]))]

    until_s = 0.0
    for heard in asyncio.run(hear()):
        end_s = heard.end_s + heard.ms["endpoint"] / 1000
        start_s = end_s - heard.audio_s
        assert heard.utterance.text == str(loud(audio[round(start_s * 16_000) : round(end_s * 16_000)]))
        assert start_s >= until_s - 1e-6
        assert 300 <= heard.ms["endpoint"] <= 1_232
        until_s = end_s
