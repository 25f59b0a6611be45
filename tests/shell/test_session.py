"""The session's state: folder, last words, timers."""

from __future__ import annotations

from pathlib import Path

from shell.session import ShellSession


def test_timers_ring_once_in_order(tmp_path: Path) -> None:
    """A timer is due when its time has come, the soonest first, and only once."""
    now = [100.0]
    session = ShellSession(tmp_path, lambda: (), clock=lambda: now[0])
    session.after(60, "tea", "tea timer")
    session.after(5, "egg", "egg timer")
    assert session.timers() == [("egg timer", 5.0), ("tea timer", 60.0)]
    now[0] = 161.0
    assert [timer.spoken for timer in session.take_due()] == ["egg", "tea"]
    assert session.take_due() == []


def test_cancelled_timers_never_ring(tmp_path: Path) -> None:
    """Cancelling says how many there were and leaves none."""
    session = ShellSession(tmp_path, lambda: ())
    session.after(0, "now", "now")
    assert session.cancel_timers() == 1
    assert session.take_due() == []


def test_the_folder_is_kept_resolved(tmp_path: Path) -> None:
    """A link is followed when the folder is changed, so that the policy sees the real place."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    session = ShellSession(tmp_path, lambda: ())
    session.change_folder(tmp_path / "link")
    assert session.cwd == (tmp_path / "real").resolve()
