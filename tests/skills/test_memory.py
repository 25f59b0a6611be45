"""What skills remember: kept whole or not at all, bounded, and each module's own."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.memory import MOST_CHARS, MOST_KEYS, FileMemory, MemoryFault

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(TEXTS.filter(bool), st.none() | TEXTS), max_size=12))
def test_it_is_what_a_dict_would_be(changes: list[tuple[str, str | None]]) -> None:
    """Whatever is remembered and forgotten, another look finds the same."""
    with tempfile.TemporaryDirectory() as folder:
        expected: dict[str, str] = {}
        for key, text in changes:
            FileMemory(Path(folder), "notes.py").remember(key, text)
            expected.pop(key, None)
            if text is not None:
                expected[key] = text
        assert dict(FileMemory(Path(folder), "notes.py").recall()) == expected


def test_each_module_has_its_own(tmp_path: Path) -> None:
    """And a name cannot lead to another file."""
    FileMemory(tmp_path, "a.py").remember("x", "1")
    FileMemory(tmp_path, "../a.py").remember("x", "2")
    assert FileMemory(tmp_path, "a.py").recall() == {"x": "1"}
    assert sorted(file.name for file in tmp_path.glob("*.json")) == ["___a.json", "a.json"]


@pytest.mark.parametrize(("key", "text"), [("", "x"), ("k" * 41, "x"), ("k", "x" * (MOST_CHARS + 1))])
def test_what_is_too_much_is_refused_and_changes_nothing(tmp_path: Path, key: str, text: str) -> None:
    """The fault says how much there may be."""
    memory = FileMemory(tmp_path, "a.py")
    memory.remember("k", "before")
    with pytest.raises(MemoryFault, match="at most 200 texts"):
        memory.remember(key, text)
    assert memory.recall() == {"k": "before"}


def test_too_many_are_refused(tmp_path: Path) -> None:
    """Up to the last one it holds."""
    file = tmp_path / "a.json"
    file.write_text(str({str(number): "" for number in range(MOST_KEYS)}).replace("'", '"'))
    memory = FileMemory(tmp_path, "a.py")
    memory.remember("0", "still")
    with pytest.raises(MemoryFault, match="at most"):
        memory.remember("one more", "")


def test_what_cannot_be_read_or_written_says_what_to_do(tmp_path: Path) -> None:
    """A file that is none of ours, and no folder at all."""
    (tmp_path / "a.json").write_text("[")
    with pytest.raises(MemoryFault, match="move it away"):
        FileMemory(tmp_path, "a.py").recall()
    with pytest.raises(MemoryFault, match="GOLEM_HOME"):
        FileMemory(None, "a.py").remember("k", "v")
    (tmp_path / "file").touch()
    with pytest.raises(MemoryFault, match="cannot be written"):
        FileMemory(tmp_path / "file", "b.py").remember("k", "v")
