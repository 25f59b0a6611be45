"""Choosing the thresholds of meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.thresholds import Count, chosen, write
from intents import meaning
from intents.meaning import Thresholds

LOOSE, MIDDLE, STRICT = Thresholds(0.5), Thresholds(0.7), Thresholds(0.9)


def test_the_most_understood_among_the_quiet_enough_is_chosen() -> None:
    """False matches are a limit, not a price; of equals the strictest."""
    counts = [(LOOSE, Count(9, 5)), (MIDDLE, Count(7, 2)), (STRICT, Count(7, 2))]
    assert chosen(counts, 2)[0] is STRICT
    assert chosen(counts, 5)[0] is LOOSE
    with pytest.raises(ValueError, match="strict enough"):
        chosen(counts, 1)


def test_the_choice_is_written_where_it_is_read(tmp_path: Path) -> None:
    """The module names each threshold once, on a line of its own, and only that line changes."""
    file = tmp_path / "meaning.py"
    before = Path(meaning.__file__).read_text("utf-8")
    file.write_text(before, "utf-8")
    write(Thresholds(0.55, 0.11, 0.44, 0.77), file)
    after = file.read_text("utf-8")
    assert {"MEANING = 0.55", "MARGIN = 0.11", "COVERED = 0.44", "AGAINST = 0.77"} <= set(after.splitlines())
    assert len(before.splitlines()) == len(after.splitlines())
    (tmp_path / "empty.py").write_text("")
    with pytest.raises(ValueError, match="MEANING"):
        write(LOOSE, tmp_path / "empty.py")
