"""How the bench of the voice loop counts: from the last speech sample, by stage, to the start of the act."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from benchmarks.clips import RATE
from benchmarks.voice import clips, draw, main, named, percentile, rows, table, told
from benchmarks.voice_clips import FOLDER, Clip, spoken
from benchmarks.voice_line import BETWEEN_S, STAGES, Stream, Tap, Timed, stream, without_speculation
from shell.config import Config
from shell.fakes_hearing import ScriptedFrames
from shell.frames import FRAME
from skills.registry import Registry


def one(clip: str = "status", **stages: float) -> Timed:
    """An utterance with some stages, the others nothing."""
    return Timed(clip, "Show git status.", 1.0, "git.status", dict.fromkeys(STAGES, 0.0) | stages, ahead=100.0)


def tone(ms: int, loudness: float = 0.3) -> np.ndarray:
    """A sound of that length."""
    return (loudness * np.sin(np.arange(ms * RATE // 1000) / 3)).astype(np.float32)


def test_every_clip_ships_and_names_a_skill_that_is_there():
    """Each row of the list has a sound of a second or so, without silence at its ends, and each sound a row."""
    ids = {skill.id for skill in Registry().skills}
    every = clips()
    assert {clip.name for clip in every} == {file.stem for file in FOLDER.glob("*.flac")}
    assert {clip.kind for clip in every} == {"complete", "paused", "destructive", "other"}
    for clip in every:
        assert clip.skill is None or clip.skill in ids
        first, last = spoken(clip.audio)
        assert 0 <= first < 0.2 * RATE
        assert len(clip.audio) - last < 0.1 * RATE


def test_clips_can_be_chosen():
    """By name or kind."""
    assert {clip.kind for clip in clips("destructive")} == {"destructive"}
    assert [clip.name for clip in clips("jfk")] == ["jfk"]


def test_speech_is_found_by_loudness():
    """From the first loud hundredth of a second to the last, whatever hiss is around it."""
    hiss = np.random.default_rng(0).normal(0, 1e-4, RATE).astype(np.float32)
    first, last = spoken(np.concatenate([hiss, tone(500), hiss]))
    assert abs(first - RATE) <= 160
    assert abs(last - 1.5 * RATE) <= 160
    assert spoken(np.zeros(1_000, np.float32)) == spoken(np.zeros(0, np.float32)) == (0, 0)


def test_a_stream_has_every_clip_with_silence_after_it():
    """Twice for two rounds, and each sample belongs to the clip that began last."""
    chosen = clips("stop")
    made = stream(chosen, rounds=2)
    length = len(chosen[0].audio) + int(BETWEEN_S * RATE)
    assert [start for start, _ in made.starts] == [RATE, RATE + length]
    assert len(made.audio) == RATE + 2 * length
    assert (made.clip_at(0), made.clip_at(RATE), made.clip_at(len(made.audio))) == ("", "stop", "stop")


async def test_the_tap_keeps_time_by_the_sound_and_not_by_a_late_loop():
    """One frame that is taken late does not move the clock; the last speech sample is found in what passed."""
    sound = np.concatenate([tone(320), np.zeros(FRAME * 10, np.float32)])

    class Paced(ScriptedFrames):
        live = True

        async def frames(self):
            loop, count = asyncio.get_running_loop(), 0
            began = loop.time()
            async for frame in super().frames():
                count += 1
                await asyncio.sleep(max(0.0, began + count * 0.032 - loop.time()) + (0.1 if count == 3 else 0.0))
                yield frame

    tap = Tap(Paced([sound]))
    began = asyncio.get_running_loop().time()
    passed = [frame async for frame in tap.frames()]
    assert len(passed) == 20
    assert tap.when(0) >= began
    assert tap.when(RATE) - tap.when(0) == pytest.approx(1.0)
    assert abs(tap.last_speech(0.0, 0.384) - 5_120) <= 160
    assert tap.last_speech(0.0, 0.2) <= 0.2 * RATE


def test_stages_sum_to_the_total():
    """What comes after the endpoint is all but the endpoint."""
    timed = one(endpoint=400.0, transcribe=50.0, route=30.0)
    assert (timed.total, timed.after) == (480.0, 80.0)
    assert rows([timed])["total"] == [480.0]
    assert list(rows([timed])) == [*STAGES, "after the endpoint", "total"]


def test_percentiles_are_values_that_were_measured():
    """Never a mean of two: the next above."""
    values = [float(value) for value in range(1, 21)]
    assert (percentile(values, 50), percentile(values, 95)) == (11.0, 20.0)
    assert percentile([7.0], 95) == 7.0


def test_aims_are_beside_what_was_measured():
    """Met or missed, each by its own number."""
    slow, fast = [one(endpoint=500.0, transcribe=700.0)], [one(endpoint=400.0, transcribe=100.0)]
    assert list(table("x", slow).columns[3].cells)[-2:] == ["≤ 250 missed", "≤ 600 missed"]
    assert list(table("x", fast, slow).columns[3].cells)[-2:] == ["≤ 250 met", "≤ 600 met"]
    assert list(table("x", slow).columns[4].cells)[-1] == "≤ 1000 missed"
    assert "0.42 times" in str(table("x", fast, slow).caption)


def test_what_was_taken_for_something_else_is_told():
    """A wrong skill is a line; a right one is none."""
    status = Clip("status", "Show git status.", "git.status", "complete")
    lines = told([one()], [status])
    assert lines[0] == "1 utterances of 1 clips; 1 made ahead"
    assert len(lines) == 2
    wrong = told([one()], [Clip("status", "Delete it.", None, "other")])
    assert wrong[-1] == "status: heard 'Show git status.', taken for git.status, meant none"


def test_what_a_microphone_heard_is_given_its_clips():
    """A microphone that was open 3 s before the clips hears each so much later."""
    played = Stream(np.zeros(RATE, np.float32), ((RATE, "a"), (5 * RATE, "b")))
    found = [Timed("", "x", start, None, dict.fromkeys(STAGES, 0.0), None) for start in (4.1, 8.0)]
    assert [timed.clip for timed in named(found, played)] == ["a", "b"]
    assert named([], played) == []


def test_a_plot_is_drawn(tmp_path):
    """With every way that was measured."""
    pytest.importorskip("matplotlib")
    draw({"from memory": [one(endpoint=400.0), one(endpoint=500.0)], "other": [one()]}, tmp_path / "voice.png")
    assert (tmp_path / "voice.png").read_bytes().startswith(b"\x89PNG")


def test_nothing_to_play_is_one_line(capsys):
    """No clip of that name: exit code 2."""
    assert main(["--only", "no such clip"]) == 2
    assert "no clip" in capsys.readouterr().err


def test_without_speculation_only_the_pause_is_untold():
    """The line beside which it is measured differs in one setting."""
    plain = without_speculation(Config())
    assert plain.endpointer.ahead_ms == 0
    assert plain.endpointer.end_silence_ms == Config().endpointer.end_silence_ms
