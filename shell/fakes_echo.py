"""A public fake of the echo canceller."""

from __future__ import annotations

from shell.frames import Frame


class FakeEchoCanceller:
    """Takes out exactly what was played at the same moment, and remembers both."""

    def __init__(self) -> None:
        self.given: list[tuple[Frame, Frame]] = []

    def process(self, frame: Frame, played: Frame) -> Frame:
        """See `shell.echo_canceller.EchoCanceller.process`."""
        self.given.append((frame, played))
        return frame - played
