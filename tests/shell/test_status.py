"""The toolbar's line and the level meter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shell.status import ASCII_BARS, BARS, Status, meter, toolbar


@given(st.one_of(st.none(), st.floats(-200, 20)), st.booleans())
def test_the_meter_is_one_known_character(level: float | None, ascii_only: bool) -> None:
    """Any level, also none, draws one character of its set."""
    assert meter(level, ascii_only=ascii_only) in (ASCII_BARS if ascii_only else BARS)


def test_louder_is_never_lower() -> None:
    """The meter rises with the level."""
    heights = [BARS.index(meter(level)) for level in (-80.0, -60.0, -40.0, -20.0, 0.0)]
    assert heights == sorted(heights)
    assert heights[0] == 0
    assert heights[-1] == len(BARS) - 1


def test_the_toolbar_tells_microphone_models_and_the_last_latency() -> None:
    """All that a user may wonder about is there, overflows only when there are some."""
    status = Status(microphone="listening", hearing=lambda: "pause", router="minilm", hears_with="whisper-base")
    status.last_ms = 12.3
    text = toolbar(status)
    for word in ("listening", "pause", "minilm", "whisper-base", "12 ms"):
        assert word in text
    assert "overflow" not in text
    status.overflows = lambda: 2
    assert "2 overflows" in toolbar(status)


def test_a_dumb_terminal_gets_ascii() -> None:
    """No character outside ASCII where the encoding has none."""
    assert toolbar(Status(microphone="listening"), ascii_only=True).isascii()
