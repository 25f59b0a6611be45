"""Training data: read as they are, and refused where they are not the ones meant."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from intents.training import sources
from intents.training.__main__ import main
from intents.training.sources import DataError, Row, checked, inferences, rows


def test_rows_are_read_as_they_are(tmp_path: Path) -> None:
    """Quotes are letters, a missing split is train, and empty lines are passed over."""
    file = tmp_path / "set.tsv"
    file.write_text('text\tintent\tsplit\nsay "hi"\tgreet\tval\n\nbye\tleave\n', "utf-8")
    assert rows(file) == [Row('say "hi"', "greet", "val"), Row("bye", "leave")]


def test_inferences_are_read_from_gzip(tmp_path: Path) -> None:
    """Fields that are not ours are passed over."""
    file = tmp_path / "nli.jsonl.gz"
    line = {"premise": "a", "hypothesis": "b", "label": "neutral", "source": "x", "split": "train", "id": 3}
    file.write_bytes(gzip.compress((json.dumps(line) + "\n").encode()))
    assert [pair.label for pair in inferences(file)] == ["neutral"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The error says which file, and where to read about it."""
    with pytest.raises(DataError, match=r"hwu64\.tsv.*checkpoint/README\.md"):
        checked(tmp_path)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    """Data with another hash would make another model."""
    for name in sources.TRAINED | sources.HELD_OUT:
        (tmp_path / name).write_text("other", "utf-8")
    with pytest.raises(DataError, match="SHA-256"):
        checked(tmp_path)


def test_wrong_paths_are_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bad input: one line, exit code 2, no traceback."""
    monkeypatch.setattr("sys.argv", ["train", "--data", str(tmp_path), "--base", str(tmp_path)])
    assert main() == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_recorded_hashes_are_those_of_the_data(shared_data: Path) -> None:
    """Where the data are beside the checkout, they are the ones the checkpoint was made from."""
    assert set(checked(shared_data / "text")) == set(sources.TRAINED | sources.HELD_OUT)
