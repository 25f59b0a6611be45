"""The endpointer's table, held by properties over arbitrary sound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.endpointer import (
    FRAME_MS,
    TABLE,
    Closing,
    Dropped,
    Endpointer,
    EndpointerSettings,
    IllegalEvent,
    Paused,
    SpeechEnded,
    SpeechStarted,
    State,
    Trigger,
)
from shell.errors import ConfigError
from shell.frames import FRAME, Rechunker

SHORT = EndpointerSettings(
    pre_roll_ms=160,
    end_silence_ms=160,
    max_utterance_ms=1_600,
    ahead_ms=64,
    early_silence_ms=100,
    careful_silence_ms=192,
    late_silence_ms=256,
)
"""Small numbers, so that a short random sound reaches every rule."""


def sound(probabilities: list[float]) -> np.ndarray:
    """A sound whose every sample is unlike all others, and whose frames carry their probability in the first sample."""
    samples = np.arange(len(probabilities) * FRAME, dtype=np.float32) + 2
    samples[::FRAME] = probabilities
    return samples


def carried(frame: np.ndarray) -> float:
    """The probability that a frame of `sound` carries, without float32's rounding."""
    return round(float(frame[0]), 4)


def feed(endpointer: Endpointer, chunks) -> list:
    """Every event, in order; ended utterances are handed over at once."""
    rechunker, events = Rechunker(), []
    for chunk in chunks:
        for frame in rechunker.push(chunk):
            for event in endpointer.hear(frame, carried(frame)):
                events.append(event)
                if isinstance(event, SpeechEnded):
                    endpointer.handed_over()
    return events


def plain(events: list) -> list:
    """Events as comparable values."""
    return [
        (
            type(event).__name__,
            *(value.tobytes() if isinstance(value, np.ndarray) else value for value in fields(event)),
        )
        for event in events
    ]


def fields(event) -> list:
    """An event's values, in order."""
    return [getattr(event, name) for name in event.__slots__]


runs = st.lists(
    st.tuples(st.sampled_from([0.0, 0.34, 0.35, 0.4, 0.5, 1.0]), st.integers(1, 9)), min_size=1, max_size=25
).map(lambda pairs: [probability for probability, count in pairs for _ in range(count)])
"""Probabilities that stay the same for a while, as those of real sound do."""


@given(runs, st.lists(st.integers(0, 2_000), max_size=40))
def test_rechunking_never_changes_events(probabilities, cuts):
    """The same sound gives the same events and the same audio, however it is cut."""
    samples = sound(probabilities)
    bounds = sorted({min(cut, len(samples)) for cut in np.cumsum(cuts).tolist()})
    pieces = np.split(samples, bounds)
    assert plain(feed(Endpointer(SHORT), pieces)) == plain(feed(Endpointer(SHORT), [samples]))


@given(runs)
def test_no_sample_is_lost_or_doubled(probabilities):
    """An utterance's audio is just the sound from its start to its end, and no sample is in two utterances."""
    samples = sound(probabilities)
    until = 0
    for event in feed(Endpointer(SHORT), [samples]):
        if isinstance(event, SpeechEnded):
            assert np.array_equal(event.audio, samples[event.start_sample : event.end_sample])
            assert event.start_sample >= until
            until = event.end_sample


@given(runs)
def test_an_end_never_precedes_its_start(probabilities):
    """Starts and ends alternate, and within an utterance the samples are in order and the length within limits."""
    started = None
    for event in feed(Endpointer(SHORT), [sound(probabilities)]):
        if isinstance(event, SpeechStarted):
            assert started is None
            assert 0 <= event.start_sample <= event.speech_sample
            started = event
        else:
            assert started is not None
            assert event.start_sample == started.start_sample
            if isinstance(event, Paused):
                continue
            assert event.end_sample > event.start_sample
            if isinstance(event, SpeechEnded):
                assert started.speech_sample == event.speech_start < event.speech_end <= event.end_sample
                assert event.speech_ms >= SHORT.min_speech_ms or event.reason == "limit"
                assert len(event.audio) <= SHORT.max_utterance_ms * 16
            else:
                assert event.speech_ms < SHORT.min_speech_ms
            started = None


told = st.lists(st.sampled_from([None, *Closing]), min_size=1, max_size=12)
"""What the caller says, over and over, one word for each frame."""


def feed_told(endpointer: Endpointer, probabilities: list[float], words: list[Closing | None]) -> list:
    """As `feed`, where before each frame the caller says its next word, if the table allows it then."""
    events = []
    for at, frame in enumerate(Rechunker().push(sound(probabilities))):
        word = words[at % len(words)]
        if word is not None and endpointer.state is State.PAUSE:
            endpointer.closes(word)
        for event in endpointer.hear(frame, carried(frame)):
            events.append((event, word))
            if isinstance(event, SpeechEnded):
                endpointer.handed_over()
    return events


@given(runs, told)
def test_whatever_is_told_no_sample_is_lost_or_doubled(probabilities, words):
    """Closing earlier or later moves an utterance's end and nothing else: its audio is still one piece of the sound."""
    samples, until = sound(probabilities), 0
    for event, _ in feed_told(Endpointer(SHORT), probabilities, words):
        if isinstance(event, SpeechEnded):
            assert np.array_equal(event.audio, samples[event.start_sample : event.end_sample])
            assert until <= event.start_sample <= event.speech_start < event.speech_end <= event.end_sample
            until = event.end_sample


@given(runs, told)
def test_an_utterance_closes_within_the_silences_that_are_set(probabilities, words):
    """Silence that ends is never shorter than the early one, nor longer than the late one, whatever is told when."""
    for event, _ in feed_told(Endpointer(SHORT), probabilities, words):
        if isinstance(event, SpeechEnded) and event.reason == "silence":
            silence = (event.end_sample - event.speech_end) // FRAME
            assert 4 <= silence <= 8  # 100 and 256 ms in frames of 32


@given(runs, st.sampled_from([*Closing]))
def test_what_is_told_throughout_is_the_silence_that_ends(probabilities, closing):
    """An endpointer that is told the same in every pause is one that has that silence as its own."""
    silence_ms = {Closing.EARLY: 100, Closing.USUAL: 160, Closing.CARE: 192, Closing.LATE: 256}[closing]
    fixed = EndpointerSettings(pre_roll_ms=160, max_utterance_ms=1_600, end_silence_ms=silence_ms, ahead_ms=64)
    as_told = [event for event, _ in feed_told(Endpointer(SHORT), probabilities, [closing])]
    assert plain(as_told) == plain(feed(Endpointer(fixed), [sound(probabilities)]))


@given(runs, told)
def test_a_pause_is_told_once_and_its_end_has_all_its_sound(probabilities, words):
    """Each told pause is one that lasts as long as set; the end of the same speech only adds silence to its audio."""
    last: Paused | None = None
    for event, _ in feed_told(Endpointer(SHORT), probabilities, words):
        if isinstance(event, Paused):
            assert event.end_sample - event.speech_end == 2 * FRAME
            assert last is None or event.speech_end > last.speech_end
            last = event
        if isinstance(event, SpeechEnded) and last is not None and event.speech_end == last.speech_end:
            assert np.array_equal(event.audio[: len(last.audio)], last.audio)
            assert event.start_sample == last.start_sample


@given(runs, told)
def test_every_end_by_silence_was_told_as_a_pause(probabilities, words):
    """Work that begins at the pause is there for every utterance that silence ends."""
    paused: set[int] = set()
    for event, _ in feed_told(Endpointer(SHORT), probabilities, words):
        if isinstance(event, Paused):
            paused.add(event.speech_end)
        if isinstance(event, SpeechEnded) and event.reason == "silence":
            assert event.speech_end in paused


def test_what_is_told_holds_for_one_pause():
    """Early is forgotten when speech goes on: the next pause is as long as ever."""
    endpointer = Endpointer()
    frames = list(Rechunker().push(sound([1.0] * 10 + [0.0] * 8 + [1.0] * 5 + [0.0] * 18)))
    for at, frame in enumerate(frames):
        if at == 18:
            endpointer.closes(Closing.EARLY)
        assert not any(isinstance(event, SpeechEnded) for event in endpointer.hear(frame, carried(frame)))
    assert endpointer.state is State.PAUSE


def test_told_too_late_for_early_it_closes_with_the_next_silent_frame():
    """After 400 ms of silence, early means now, and not before the next frame is heard."""
    endpointer = Endpointer()
    feed(endpointer, [sound([1.0] * 10 + [0.0] * 13)])
    endpointer.closes(Closing.EARLY)
    assert endpointer.state is State.PAUSE
    (ended,) = endpointer.hear(np.zeros(FRAME, np.float32), 0.0)
    assert ended.end_sample - ended.speech_end == 14 * FRAME


def test_speech_in_that_very_frame_goes_on():
    """Told early too late, and then a voiced frame: the utterance is not ended."""
    endpointer = Endpointer()
    feed(endpointer, [sound([1.0] * 10 + [0.0] * 13)])
    endpointer.closes(Closing.EARLY)
    assert endpointer.hear(np.zeros(FRAME, np.float32), 1.0) == ()
    assert endpointer.state is State.LISTENING


def test_the_last_word_counts():
    """Early taken back as late waits 1.2 s."""
    endpointer = Endpointer()
    feed(endpointer, [sound([1.0] * 10 + [0.0] * 8)])
    endpointer.closes(Closing.EARLY)
    endpointer.closes(Closing.LATE)
    (ended,) = feed(endpointer, [sound([0.0] * 30)])
    assert ended.end_sample - ended.speech_end == 38 * FRAME
    assert 1_200 <= 38 * FRAME_MS < 1_232


def test_a_longer_usual_silence_is_never_shortened_by_late():
    """Who sets two seconds to think waits two seconds at least; early is never longer than usual."""
    long = Endpointer(EndpointerSettings(end_silence_ms=2_000))
    feed(long, [sound([1.0] * 10 + [0.0] * 8)])
    long.closes(Closing.LATE)
    assert feed(long, [sound([0.0] * 54)]) == []
    short = Endpointer(EndpointerSettings(end_silence_ms=256))
    feed(short, [sound([1.0] * 10 + [0.0] * 7)])
    short.closes(Closing.EARLY)
    assert len(feed(short, [sound([0.0])])) == 1


def test_no_pause_is_told_where_none_is_wanted():
    """With `ahead_ms = 0` events are those of a plain endpointer; so they are for speech too short to be any."""
    plain_one = Endpointer(EndpointerSettings(ahead_ms=0))
    events = feed(plain_one, [sound([1.0] * 10 + [0.0] * 20)])
    assert [type(event) for event in events] == [SpeechStarted, SpeechEnded]
    assert not any(isinstance(event, Paused) for event in feed(Endpointer(), [sound([1.0] * 4 + [0.0] * 20)]))


@given(runs, runs)
def test_reset_equals_new(before, after):
    """After a reset nothing of the sound before shows."""
    used, new = Endpointer(SHORT), Endpointer(SHORT)
    feed(used, [sound(before)])
    used.reset()
    assert used.state is State.IDLE
    assert plain(feed(used, [sound(after)])) == plain(feed(new, [sound(after)]))


@given(st.lists(st.tuples(st.sampled_from([*Trigger]), st.sampled_from([*State])), max_size=30))
def test_what_the_table_does_not_allow_raises_and_changes_nothing(steps):
    """Every pair of state and trigger either is in the table or leaves the state as it was."""
    for trigger, state in steps:
        endpointer = Endpointer(SHORT)
        endpointer._state = state
        if (state, trigger) in TABLE:
            endpointer._step(trigger)
            assert endpointer.state is TABLE[state, trigger]
        else:
            with pytest.raises(IllegalEvent):
                endpointer._step(trigger)
            assert endpointer.state is state


def test_a_frame_while_an_utterance_waits_is_illegal_and_not_taken():
    """Until an ended utterance is handed over, frames are refused, and afterwards hearing goes on where it was."""
    endpointer = Endpointer(SHORT)
    frames = list(Rechunker().push(sound([1.0] * 8 + [0.0] * 5)))
    for frame in frames:
        events = endpointer.hear(frame, carried(frame))
    assert isinstance(events[0], SpeechEnded)
    heard = endpointer.samples_heard
    with pytest.raises(IllegalEvent):
        endpointer.hear(frames[0], 0.0)
    assert (endpointer.state, endpointer.samples_heard) == (State.PROCESSING, heard)
    endpointer.handed_over()
    assert endpointer.state is State.IDLE
    with pytest.raises(IllegalEvent):
        endpointer.handed_over()


@pytest.mark.parametrize(
    ("frame", "probability"),
    [(np.zeros(511, np.float32), 0.1), (np.zeros((512, 1), np.float32), 0.1), (np.zeros(512, np.float32), float("nan")),
     (np.zeros(512, np.float32), 1.1)],
)  # fmt: skip
def test_a_frame_that_is_none_changes_nothing(frame, probability):
    """A wrong shape or a probability outside 0 to 1 raises, and the time axis does not move."""
    endpointer = Endpointer()
    with pytest.raises(ValueError, match=r"."):
        endpointer.hear(frame, probability)
    assert endpointer.samples_heard == 0


def test_the_defaults_are_those_of_the_specification():
    """Three frames at 0.5 start; the audio begins 800 ms before them; 600 ms below 0.35 end it."""
    events = feed(Endpointer(), [sound([0.0] * 40 + [0.5, 0.5, 0.49] + [0.5] * 3 + [0.35] * 10 + [0.34] * 19)])
    started, paused, ended = events
    assert paused.end_sample - paused.speech_end == 4 * FRAME
    assert started == SpeechStarted(start_sample=(43 - 25) * FRAME, speech_sample=43 * FRAME)
    assert (ended.speech_end, ended.end_sample) == (56 * FRAME, 75 * FRAME)
    assert ended.speech_ms == 13 * 32
    assert ended.reason == "silence"


def test_a_pause_shorter_than_the_limit_does_not_end_an_utterance():
    """Speech, 576 ms of silence, speech is one utterance."""
    events = feed(Endpointer(), [sound([0.9] * 10 + [0.0] * 18 + [0.9] * 10 + [0.0] * 30)])
    assert [type(event) for event in events] == [SpeechStarted, Paused, Paused, SpeechEnded]
    assert events[-1].speech_ms == 20 * 32


def test_speech_under_150_ms_is_dropped():
    """Four voiced frames, 128 ms, are no utterance; five, 160 ms, are."""
    assert [type(event) for event in feed(Endpointer(), [sound([1.0] * 4 + [0.0] * 20)])] == [SpeechStarted, Dropped]
    assert [type(event) for event in feed(Endpointer(), [sound([1.0] * 5 + [0.0] * 20)])] == [
        SpeechStarted,
        Paused,
        SpeechEnded,
    ]


def test_a_word_after_a_dropped_click_keeps_its_pre_roll():
    """The ring outlives a dropped sound, so that the word after it loses nothing."""
    dropped, ended = feed(Endpointer(), [sound([1.0] * 3 + [0.0] * 19 + [1.0] * 9 + [0.0] * 20)])[1::2]
    assert isinstance(dropped, Dropped)
    assert ended.start_sample == 0


def test_endless_speech_is_cut_at_the_limit_and_goes_on_in_the_next_utterance():
    """At 30 s an utterance ends for that reason, and the next begins where it ended."""
    events = feed(Endpointer(), [sound([1.0] * 2_000)])
    ended = [event for event in events if isinstance(event, SpeechEnded)]
    assert [event.reason for event in ended] == ["limit", "limit"]
    assert ended[0].end_sample == 937 * FRAME
    assert ended[1].start_sample == ended[0].end_sample


@pytest.mark.parametrize(
    "wrong",
    [{"start_threshold": 1.5}, {"stay_threshold": 0.6}, {"stay_threshold": float("nan")}, {"end_silence_ms": 0},
     {"pre_roll_ms": -1}, {"start_ms": 0}, {"min_speech_ms": "150"}, {"max_utterance_ms": 60_000},
     {"max_utterance_ms": 900}, {"start_ms": True}, {"early_silence_ms": 50}, {"late_silence_ms": 6_000},
     {"careful_silence_ms": 50},
     {"ahead_ms": -1}, {"ahead_ms": float("nan")}],
)  # fmt: skip
def test_settings_that_cannot_work_are_refused_by_name(wrong):
    """A value out of range is a ConfigError that names the setting."""
    with pytest.raises(ConfigError, match=f"endpointer.{next(iter(wrong))}"):
        EndpointerSettings(**wrong)
