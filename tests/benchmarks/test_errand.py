"""What the errand's report tells: who speaks, and what was lost where."""

from __future__ import annotations

from pathlib import Path

from benchmarks.errand import SPEEDS, Attempt, Run, kept, speakers, told, voices


def test_voices_seeds_and_speeds_go_round(tmp_path: Path) -> None:
    """Each run has another seed; every voice that is there takes its turn."""
    for name in ("piper-b", "piper-a", "piper-empty", "whisper-base"):
        (tmp_path / name).mkdir()
    for name in ("piper-a", "piper-b", "whisper-base"):
        (tmp_path / name / "x.onnx").touch()
    folders = voices(tmp_path)
    assert [one.name for one in folders] == ["piper-a", "piper-b"]
    runs = list(speakers(folders, 4, 7))
    assert [(one.name, seed) for one, seed, _ in runs] == [
        ("piper-a", 7),
        ("piper-b", 8),
        ("piper-a", 9),
        ("piper-b", 10),
    ]
    assert [speed for _, _, speed in runs] == [*SPEEDS, SPEEDS[0]]


def test_the_report_tells_what_was_lost() -> None:
    """What was heard instead, the runs that came to their end, and where the others were given up."""
    good = Attempt(1, "Go.", "go", "files.go done", right=True)
    bad = Attempt(1, "Go.", "out", "files.go declined", right=False)
    runs = [
        Run("a", 1, 1.0, (good,), mended=True),
        Run("a", 2, 1.0, (bad, good), mended=True),
        Run("a", 3, 1.0, (bad,), mended=False),
    ]
    runs.append(Run("a", 4, 1.0, (), mended=False, fault="'Listening' never came up"))
    lines = list(told(runs))
    assert any("never came up" in line for line in lines)
    assert sum("heard 'out'" in line for line in lines) == 2
    assert "utterances understood: 2 of 4" in lines
    assert "runs: 4, at once 1, with repeats 2" in lines
    assert "given up at: 1 (1×)" in lines
    assert [run["at_once"] for run in kept(runs)["runs"]] == [True, False, False, False]
