"""The hearing line on fakes: sound in, utterances out."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from intents.model import Source
from shell.asr import NotRecognized, Transcript, always
from shell.endpointer import Endpointer, EndpointerSettings
from shell.errors import ModelError
from shell.fakes_hearing import FakeTranscriber, FakeVoiceActivity, ScriptedFrames, silence, speech, transcript
from shell.hearing import Hearing


@pytest.fixture
def executor():
    """One worker, as the transcriber needs."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def line(executor, transcriber, **more) -> Hearing:
    """A hearing line on fakes, with the default endpointer."""
    return Hearing(FakeVoiceActivity(), Endpointer(), transcriber, executor, **more)


async def all_of(hearing: Hearing, source) -> list:
    """Everything heard until the source ends."""
    return [heard async for heard in hearing.utterances(source)]


async def test_two_utterances_are_heard_in_order(executor):
    """Each with its words, confidence, provenance and place in the sound."""
    transcriber = FakeTranscriber(["Open vim.", transcript("Run tests.", 0.5)])
    source = ScriptedFrames([silence(1_600), speech(640), silence(960), speech(960), silence(960)])
    first, second = await all_of(line(executor, transcriber), source)
    assert (first.utterance.text, first.utterance.source) == ("Open vim.", Source.VOICE)
    assert second.utterance.confidence == pytest.approx(0.5)
    assert (first.start_s, first.end_s) == (1.6, 2.24)
    assert (second.start_s, second.end_s) == (3.2, 4.16)
    assert first.audio_s == len(transcriber.heard[0]) / 16_000
    assert first.ms["endpoint"] == pytest.approx(608)
    assert set(first.ms) == {"voice_activity", "endpoint", "wait", "transcribe"}
    assert not first.cut


async def test_what_is_no_words_is_told_and_not_given(executor):
    """Speech that is not recognised gives no utterance, and its reason is passed on."""
    told = []
    transcriber = FakeTranscriber([NotRecognized("a sound, not a word"), "Yes."])
    hearing = line(executor, transcriber, on_not_recognized=told.append)
    source = ScriptedFrames([speech(640), silence(960), speech(640), silence(960)])
    assert [heard.utterance.text for heard in await all_of(hearing, source)] == ["Yes."]
    assert [outcome.reason for outcome in told] == ["a sound, not a word"]


async def test_a_gap_in_the_sound_forgets_half_a_command(executor):
    """Words on both sides of lost sound are not joined into a command that nobody gave, and the clock goes on."""
    transcriber = FakeTranscriber(["Run tests."])
    source = ScriptedFrames([speech(640), None, speech(640), silence(960)])
    (heard,) = await all_of(line(executor, transcriber), source)
    assert len(transcriber.heard[0]) <= (640 + 608) * 16
    assert (heard.start_s, heard.end_s) == (0.64, 1.28)


async def test_nothing_is_heard_while_muted(executor):
    """An editor has the terminal: what is said then is not for Golem, nor what was half said before."""
    transcriber = FakeTranscriber(["Yes."])
    hearing = line(executor, transcriber)

    class Muting(ScriptedFrames):
        async def frames(self):
            count = 0
            async for frame in super().frames():
                count += 1
                if count == 10:
                    hearing.mute()
                    assert hearing.state == "muted"
                if count == 60:
                    hearing.unmute()
                yield frame

    source = Muting([speech(1_600), silence(640), speech(640), silence(960)])
    (heard,) = await all_of(hearing, source)
    assert (heard.start_s, heard.end_s) == (2.24, 2.88)
    assert len(transcriber.heard) == 1


async def test_frames_keep_flowing_while_words_are_made(executor):
    """The source is read on while the transcriber is held, and the state says that it works."""
    release = threading.Event()
    states = []

    class Held(FakeTranscriber):
        def transcribe(self, audio, *, prompt="", wanted=always):
            assert release.wait(20)
            return super().transcribe(audio, prompt=prompt)

    hearing = line(executor, Held(["One.", "Two."]))

    class Watched(ScriptedFrames):
        async def frames(self):
            async for frame in super().frames():
                states.append(hearing.state)
                yield frame
            release.set()

    heard = await all_of(hearing, Watched([speech(640), silence(960), speech(640), silence(960)]))
    assert [one.utterance.text for one in heard] == ["One.", "Two."]
    assert {"idle", "listening", "pause", "processing"} == set(states)
    assert states[-1] == "processing"


async def test_own_speech_is_marked_where_it_overlaps(executor):
    """An utterance during which Golem spoke is marked, the next is not."""
    golem = {"speaks": False}
    hearing = line(executor, FakeTranscriber(["One.", "Two."]), speaking=lambda: golem["speaks"])

    class Talking(ScriptedFrames):
        async def frames(self):
            count = 0
            async for frame in super().frames():
                count += 1
                golem["speaks"] = count == 5
                yield frame

    first, second = await all_of(hearing, Talking([speech(640), silence(1_920), speech(640), silence(960)]))
    assert (first.overlapped_own_speech, second.overlapped_own_speech) == (True, False)


async def test_a_failing_transcriber_is_raised_where_utterances_are_taken(executor):
    """A broken model is not silence."""
    hearing = line(executor, FakeTranscriber([ModelError("the GPU is gone")]))
    with pytest.raises(ModelError, match="the GPU is gone"):
        await all_of(hearing, ScriptedFrames([speech(640), silence(960)], hold=asyncio.Event()))


async def test_a_failing_source_is_raised_too(executor):
    """So is whatever the source dies of."""

    class Failing(ScriptedFrames):
        async def frames(self):
            async for frame in super().frames():
                yield frame
            raise OSError("unplugged")

    with pytest.raises(OSError, match="unplugged"):
        await all_of(line(executor, FakeTranscriber()), Failing([silence(320)]))


async def test_leaving_early_leaves_no_task_behind(executor):
    """Closing the iteration ends the source and all tasks."""
    hearing = line(executor, FakeTranscriber(["One."]))
    utterances = hearing.utterances(ScriptedFrames([speech(640), silence(960)], hold=asyncio.Event()))
    assert (await anext(utterances)).utterance.text == "One."
    await utterances.aclose()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_live_source_gives_up_utterances_that_nobody_takes(executor):
    """When too many wait already, the newest are counted as lost, and listening goes on."""
    hold = asyncio.Event()
    hearing = line(executor, FakeTranscriber([f"{number}." for number in range(40)]))
    source = ScriptedFrames([piece for _ in range(30) for piece in (speech(640), silence(960))], live=True, hold=hold)
    utterances = hearing.utterances(source)
    texts = [(await anext(utterances)).utterance.text]
    while hearing.lost_utterances == 0:  # noqa: ASYNC110  # a count, with no event to wait for
        await asyncio.sleep(0.01)
    hold.set()
    texts += [heard.utterance.text async for heard in utterances]
    assert len(texts) < 30
    assert len(texts) + hearing.lost_utterances == 30


async def test_a_file_loses_no_utterance(executor):
    """A source that can wait is made to wait."""
    hearing = line(executor, FakeTranscriber([f"{number}." for number in range(30)]))
    heard = await all_of(hearing, ScriptedFrames([piece for _ in range(30) for piece in (speech(640), silence(960))]))
    assert [one.utterance.text for one in heard] == [f"{number}." for number in range(30)]
    assert hearing.lost_utterances == 0


async def test_control_characters_never_reach_an_utterance(executor):
    """What a recogniser writes is foreign text: escape sequences and line ends lose their force."""
    nasty = Transcript("Open\x1b[2J vim\r\nnow\u202e", 0.9, 0.0, -0.1, 0.9)
    (heard,) = await all_of(line(executor, FakeTranscriber([nasty])), ScriptedFrames([speech(640), silence(960)]))
    assert heard.utterance.text == "Open [2J vim now"


async def test_speech_cut_at_the_limit_says_so(executor):
    """The first part of endless speech is marked as cut: its speaker may have gone on."""
    endpointer = Endpointer(EndpointerSettings(max_utterance_ms=2_000))
    hearing = Hearing(FakeVoiceActivity(), endpointer, FakeTranscriber(["One.", "Two."]), executor)
    first, second = await all_of(hearing, ScriptedFrames([speech(2_880), silence(960)]))
    assert (first.cut, second.cut) == (True, False)


async def test_the_longest_stall_is_measured(executor):
    """Work that blocks the loop shows."""
    import time

    class Blocking(ScriptedFrames):
        async def frames(self):
            async for frame in super().frames():
                yield frame
            await asyncio.sleep(0.05)
            time.sleep(0.2)  # noqa: ASYNC251  # blocking the loop is the point
            await asyncio.sleep(0.05)

    hearing = line(executor, FakeTranscriber())
    await all_of(hearing, Blocking([silence(320)]))
    assert hearing.longest_stall_ms > 100
