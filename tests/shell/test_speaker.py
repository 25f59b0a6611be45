"""What is said is heard in order, stops at once, and a missing voice or loudspeaker is said once."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from shell.fakes_speaking import FakeOutput, FakeVoice
from shell.played import Played
from shell.speaker import Speaker
from shell.speech_pipeline import BLOCK_MS

SOON_S = 10.0
"""How long a test waits for threads before it fails; no behaviour depends on it."""

Build = Callable[..., Speaker]


@pytest.fixture
def build() -> Iterator[Build]:
    """Makes speakers, and closes them after the test."""
    with contextlib.ExitStack() as stack:

        def make(*arguments: object, **options: object) -> Speaker:
            speaker = Speaker(*arguments, **options)  # type: ignore[arg-type] # passed through as the test gave them
            stack.callback(speaker.close)
            return speaker

        yield make


def test_sentences_are_played_in_order(build: Build) -> None:
    """Each sentence is synthesised by itself, in order, and all of it is played in one opening of the device."""
    voice, output = FakeVoice(), FakeOutput()
    speaker = build(voice, output.open)
    speaker.say("First one. Second one. Third.")
    assert speaker.wait(SOON_S)
    assert voice.said == ["First one.", "Second one.", "Third."]
    assert (output.opened, output.closed, output.aborted) == (1, 1, 0)
    tone = sum(len(sentence) for sentence in voice.said) * voice.sample_rate // 100
    assert np.count_nonzero(output.sound) == tone
    assert output.sample_rate == voice.sample_rate
    assert not speaker.speaking


def test_blocks_are_small(build: Build) -> None:
    """The device is never handed more than a block, so that an abort takes effect soon."""
    output = FakeOutput()
    speaker = build(FakeVoice(), output.open)
    speaker.say("A sentence that is long enough for many blocks of sound.")
    assert speaker.wait(SOON_S)
    assert max(map(len, output.played)) <= output.sample_rate * BLOCK_MS // 1000


def test_the_first_sentence_sounds_before_the_text_is_complete(build: Build) -> None:
    """While the text still arrives, what is complete is already played."""
    voice, output = FakeVoice(), FakeOutput()
    speaker = build(voice, output.open)
    saying = speaker.begin()
    for chunk in ("Why did ", "it go? ", "Because it"):
        saying.add(chunk)
    assert output.writing.wait(SOON_S)
    assert voice.said == ["Why did it go?"]
    saying.add(" could.")
    saying.end()
    assert speaker.wait(SOON_S)
    assert voice.said == ["Why did it go?", "Because it could."]


def test_a_stop_silences_at_once(build: Build) -> None:
    """The device is aborted in the call itself, nothing more is written, and nothing queued is ever heard."""
    voice, output = FakeVoice(), FakeOutput(hold=True)
    speaker = build(voice, output.open)
    speaker.say("A first sentence that is being played. A second that never will be. And a third.")
    assert output.writing.wait(SOON_S)
    assert speaker.speaking
    speaker.stop()
    assert output.aborted == 1
    assert not speaker.speaking
    assert output.played == []
    speaker.say("Afterwards.")
    assert speaker.wait(SOON_S)
    assert np.count_nonzero(output.sound) == len("Afterwards.") * voice.sample_rate // 100
    assert output.opened == 2


def test_text_that_arrives_after_a_stop_is_not_spoken(build: Build) -> None:
    """A reply that was stopped stays silent, though its words still come."""
    voice, output = FakeVoice(), FakeOutput()
    speaker = build(voice, output.open)
    saying = speaker.begin()
    saying.add("Spoken. ")
    saying.add("More")
    assert output.writing.wait(SOON_S)
    speaker.stop()
    saying.add(" words. Never heard. ")
    saying.end()
    speaker.say("New reply.")
    assert speaker.wait(SOON_S)
    assert voice.said == ["Spoken.", "New reply."]


def test_stop_without_speech_does_nothing(build: Build) -> None:
    """A stop when nothing is being said leaves the speaker as it was."""
    output = FakeOutput()
    speaker = build(FakeVoice(), output.open)
    speaker.stop()
    speaker.stop()
    speaker.say("Hello.")
    assert speaker.wait(SOON_S)
    assert len(output.sound)


def test_a_generator_that_fails_ends_its_reply(build: Build) -> None:
    """Where the words break off with an error, what came is spoken, and the error goes to the caller."""
    voice, output = FakeVoice(), FakeOutput()
    speaker = build(voice, output.open)

    def broken() -> Iterator[str]:
        yield "It began well"
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        speaker.say_stream(broken())
    assert speaker.wait(SOON_S)
    assert voice.said == ["It began well"]


def test_nothing_speakable_makes_no_sound(build: Build) -> None:
    """Control sequences, code and emoji alone are not spoken."""
    voice, output = FakeVoice(), FakeOutput()
    speaker = build(voice, output.open)
    speaker.say("\x1b]0;title\x07\n```\nrm -rf\n```\n😀")
    assert speaker.wait(SOON_S)
    assert voice.said == []


def test_without_a_voice_it_says_so_once(build: Build) -> None:
    """No voice: replies are printed only, and one line tells why."""
    lines: list[str] = []
    speaker = build(None, FakeOutput().open, notify=lines.append)
    speaker.say("one")
    speaker.say("two")
    assert speaker.wait(SOON_S)
    assert not speaker.speaking
    assert lines == ["no voice: replies are printed only"]


def test_without_a_loudspeaker_it_says_so_once_and_tries_again(build: Build) -> None:
    """No device: one line, silence, and sound again once there is one."""
    lines: list[str] = []
    output = FakeOutput(missing=True)
    speaker = build(FakeVoice(), output.open, notify=lines.append)
    for _ in range(3):
        speaker.say("Hello there.")
        assert speaker.wait(SOON_S)
    assert lines == ["no loudspeaker: replies are printed only (no output device was found)"]
    output.missing = False
    speaker.say("Hello again.")
    assert speaker.wait(SOON_S)
    assert len(output.sound)


def test_a_device_that_vanishes_ends_the_reply_only(build: Build) -> None:
    """A loudspeaker that is pulled out silences this reply; the speaker goes on living."""
    lines: list[str] = []
    output = FakeOutput(fail_after=2)
    speaker = build(FakeVoice(), output.open, notify=lines.append)
    speaker.say("A sentence of some length. And another one.")
    assert speaker.wait(SOON_S)
    assert len(lines) == 1
    assert "the device is gone" in lines[0]


def test_a_voice_that_fails_is_told(build: Build) -> None:
    """A sentence that the voice cannot say ends the reply with one line, and the next is spoken."""
    lines: list[str] = []
    voice, output = FakeVoice(fails_on="impossible"), FakeOutput()
    speaker = build(voice, output.open, notify=lines.append)
    speaker.say("This is impossible.")
    assert speaker.wait(SOON_S)
    assert len(lines) == 1
    speaker.say("This is fine.")
    assert speaker.wait(SOON_S)
    assert len(output.sound)


def test_fixed_phrases_are_made_once_and_kept_on_disk(build: Build, tmp_path: Path) -> None:
    """A phrase is synthesised once in a lifetime: not when it is said, and not at the next start."""
    first = FakeVoice()
    output = FakeOutput()
    speaker = build(first, output.open, phrases=["Stopped.", "Yes? I am here."], cache=tmp_path / "phrases")
    assert speaker.ready(SOON_S)
    speaker.say("Stopped.")
    speaker.say("Yes? I am here.")
    assert speaker.wait(SOON_S)
    assert first.said == ["Stopped.", "Yes? I am here."]
    assert np.count_nonzero(output.sound) == (8 + 15) * first.sample_rate // 100
    second = FakeVoice()
    again = build(second, FakeOutput().open, phrases=["Stopped.", "Yes? I am here."], cache=tmp_path / "phrases")
    assert again.ready(SOON_S)
    again.say("Stopped.")
    assert again.wait(SOON_S)
    assert second.said == []


@pytest.mark.parametrize("damage", [b"", b"not a sound", b"\x93NUMPY\x01\x00"])
def test_a_damaged_phrase_is_made_again(build: Build, tmp_path: Path, damage: bytes) -> None:
    """A cache file that is not what was saved is replaced, never played."""
    build(FakeVoice(), FakeOutput().open, phrases=["Stopped."], cache=tmp_path).ready(SOON_S)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    voice = FakeVoice()
    assert build(voice, FakeOutput().open, phrases=["Stopped."], cache=tmp_path).ready(SOON_S)
    assert voice.said == ["Stopped."]
    assert np.load(file).dtype == np.float32


def test_a_cache_that_cannot_be_written_is_done_without(build: Build, tmp_path: Path) -> None:
    """A full or forbidden disk costs the kept phrases nothing but the next start."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    output = FakeOutput()
    speaker = build(FakeVoice(), output.open, phrases=["Stopped."], cache=blocked / "phrases")
    assert speaker.ready(SOON_S)
    speaker.say("Stopped.")
    assert speaker.wait(SOON_S)
    assert len(output.sound)


def test_a_pause_silences_and_forgets_nothing(build: Build) -> None:
    """The device is aborted in the call itself; after a resume all is said, with the cut word from its beginning."""
    voice, output = FakeVoice(), FakeOutput(hold=True)
    speaker = build(voice, output.open)
    speaker.say("A first sentence that is being played. And a second.")
    assert output.writing.wait(SOON_S)
    speaker.pause()
    assert output.aborted == 1
    assert speaker.speaking
    assert not speaker.wait(0.2)
    assert output.played == []
    speaker.resume()
    assert speaker.wait(SOON_S)
    tone = sum(len(sentence) for sentence in voice.said) * voice.sample_rate // 100
    assert np.count_nonzero(output.sound) == tone
    assert output.opened == 2


def test_what_the_device_held_is_said_again(build: Build) -> None:
    """What was handed over and did not sound before the pause is not lost, also where all had been handed over."""
    voice, output, played = FakeVoice(), FakeOutput(), Played(lambda: 0.0)
    held = threading.Event()
    output.close = lambda: held.wait(SOON_S)  # type: ignore[method-assign] # a device that plays out what it holds
    speaker = build(voice, output.open, played=played)
    speaker.say("All of this is still in the device.")
    while not output.played or np.count_nonzero(output.sound) < len(voice.said[0]) * voice.sample_rate // 100:
        threading.Event().wait(0.01)
    speaker.pause()
    held.set()
    before = len(output.sound)
    assert not speaker.wait(0.1)
    speaker.resume()
    assert speaker.wait(SOON_S)
    again = output.sound[before:]
    assert np.count_nonzero(again) == len(voice.said[0]) * voice.sample_rate // 100


def test_a_stop_ends_a_pause(build: Build) -> None:
    """Nothing of what was paused is ever heard."""
    output = FakeOutput(hold=True)
    speaker = build(FakeVoice(), output.open)
    speaker.say("A sentence that is interrupted.")
    assert output.writing.wait(SOON_S)
    speaker.pause()
    speaker.stop()
    assert not speaker.speaking
    speaker.resume()
    assert speaker.wait(SOON_S)
    assert output.played == []


def test_a_pause_of_nothing_does_nothing(build: Build) -> None:
    """What is said after it is heard."""
    output = FakeOutput()
    speaker = build(FakeVoice(), output.open)
    speaker.pause()
    speaker.say("Hello.")
    assert speaker.wait(SOON_S)
    assert len(output.sound)
