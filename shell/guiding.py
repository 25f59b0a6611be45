"""Guides whoever sits at the terminal through what is measured by listening: a line for each step, and the level."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from shell.config import Config
from shell.frames import FRAME, SAMPLE_RATE
from shell.output import warn, working
from shell.sounding import Sounding, sounded
from shell.toolbar import meter


@dataclass(frozen=True, slots=True)
class ScreenGuide:
    """A `shell.sounding.Guide` on standard error, so that standard output holds what was found and nothing else."""

    drawn: bool = True
    """Whether a bar and the level are drawn; a screen reader is told the lines alone."""

    @contextmanager
    def phase(self, what: str, seconds: float) -> Iterator[Callable[[float], None]]:
        """See `shell.sounding.Guide.phase`."""
        warn(what)
        if not self.drawn:
            yield lambda _: None
            return
        with working("listening", total=seconds) as advance:
            yield lambda level: advance(FRAME / SAMPLE_RATE, meter(level))


def measured(config: Config, *, played: bool = True) -> Sounding:
    """Measure with the settings' devices, and tell what to do. Raises AudioError, ModelMissing, ModelError.

    Nothing is played, and no echo looked for, unless something is to be `played`.
    """
    from shell.audio_device import open_output  # noqa: PLC0415 - loads PortAudio
    from shell.vad import SileroVoiceActivity  # noqa: PLC0415 - loads onnxruntime

    guide = ScreenGuide(drawn=not config.terminal.reader)
    output = (lambda: open_output(SAMPLE_RATE, config.speaker.device)) if played else None
    return sounded(config, guide, SileroVoiceActivity(), output)
