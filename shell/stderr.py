"""Keeps what libraries write to standard error away from the prompt.

PortAudio and ALSA print straight to file descriptor 2 when a device vanishes, and nothing in their interfaces turns
that off. While the prompt is up, the descriptor leads to a log file instead.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def to_log(file: Path | None) -> Iterator[None]:
    """Send standard error to `file` (None: nowhere) until the block ends, if it is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    sys.stderr.flush()
    kept = os.dup(2)
    log = _opened(file)
    os.dup2(log, 2)
    os.close(log)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)


def _opened(file: Path | None) -> int:
    try:
        return os.open(file or os.devnull, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:  # a folder that cannot be written, a full disk: the prompt matters more than the log
        return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
