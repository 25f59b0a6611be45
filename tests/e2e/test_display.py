"""What a folder holds is shown in a real terminal (tmux), and steers it in nothing."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.e2e.golem_process import Golem
from tests.e2e.screen import Screen

pytestmark = [
    pytest.mark.models,
    pytest.mark.tmux,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux: apt-get install tmux"),
]


@pytest.fixture
def steering_names(golem: Golem) -> None:
    """Files whose names are made to steer a terminal."""
    for name in (
        b"one\x1b]0;TAKEN\x07.txt",
        b"two\x1b]52;c;VEFLRU4=\x07.txt",
        b"three\x1b[2J\x1b[H.txt",
        b"four\xc2\x9b2J.txt",
    ):
        (golem.folder / name.decode()).write_text("x")
    (golem.folder / "five\rTAKEN.txt").write_text("x")


@pytest.mark.usefixtures("steering_names")  # they are there before the session
def test_names_of_files_cannot_steer_the_terminal(screen: Screen) -> None:
    """All names are listed, what was shown before stays, and title and clipboard are as they were."""
    before = screen.title()
    screen.type("list the files")
    shown = screen.wait_for("four")
    for name in ("one", "two", "three", "four", "five"):
        assert name in shown
    assert "list the files" in shown
    assert screen.title() == before
    assert "TAKEN" not in screen.title()
    assert screen.clipboard() == ""


def test_names_of_files_cannot_steer_from_a_script(golem: Golem) -> None:
    """`golem do` prints no byte of them that a terminal would obey."""
    (golem.folder / "one\x1b]0;TAKEN\x07\x9b2J.txt").write_text("x")
    done = subprocess.run(
        golem.command("do", "list the files"),
        cwd=golem.folder,
        env=golem.environment(),
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert b"one" in done.stdout
    for byte in (b"\x1b", b"\x07", b"\xc2\x9b", b"\r"):
        assert byte not in done.stdout + done.stderr
