"""A real workspace for tests: tmux on a socket of its own, with no Golem in it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from skills.panes import Pane
from skills.process import ProcessFault, Runner
from skills.tmux import Tmux

NEEDS_TMUX = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux: apt-get install tmux")


@contextmanager
def workspace(folder: Path, columns: int = 120, rows: int = 30) -> Iterator[Tmux]:
    """A workspace that ends with the block. Its socket's path is short, as it must be."""
    place = Path(tempfile.mkdtemp(prefix="golem-tmux-"))
    environment = os.environ | {"HOME": str(place)}  # whoever runs the tests may have a shell that takes long to start
    tmux = Tmux(Runner(environ=environment).tmux, place / "s")
    try:
        tmux.begin(folder, columns, rows)
        yield tmux
    finally:
        end(tmux)
        shutil.rmtree(place, ignore_errors=True)


def end(tmux: Tmux) -> None:
    """End every pane, and so the server."""
    with suppress(ProcessFault):
        for pane in tmux.panes():
            tmux.close(pane)


def until(done: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.02)


def shows(tmux: Tmux, pane: Pane, words: str) -> bool:
    """Whether a pane shows these words."""
    return any(words in row for row in tmux.text(pane))
