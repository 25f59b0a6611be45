"""What the journal keeps of an inverse comes back as it was, and what it cannot have kept is none."""

from __future__ import annotations

import json
import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from shell.undo import Kept, journaled, keep
from skills.spec import Inverse
from skills.still import Still

NAMES = st.binary(min_size=1, max_size=12).filter(lambda name: b"/" not in name and b"\0" not in name).map(os.fsdecode)
PATHS = NAMES.map(lambda name: Path("/tmp") / name)
VALUES = st.one_of(PATHS, NAMES, st.text(), st.integers(), st.booleans(), st.none())
STILL = st.builds(Still, st.sampled_from(["same", "unchanged", "free"]), PATHS, st.text(max_size=20).map(ascii))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["key", "cwd", "arguments", "still", "path"]), inner)
    ),
)


@given(
    st.builds(Inverse, NAMES.map(ascii), st.dictionaries(NAMES.map(ascii), VALUES), st.lists(STILL).map(tuple)), PATHS
)
def test_an_inverse_comes_back_as_it_was(inverse: Inverse, cwd: Path) -> None:
    """Paths and texts with any bytes in them, through lines of ASCII."""
    kept = Kept("0a", cwd, inverse, tuple("stamp" for _ in inverse.still))
    line = json.dumps(kept.to_json(), ensure_ascii=True)
    assert line.isprintable()
    assert Kept.from_json(json.loads(line)) == kept


@given(st.dictionaries(st.sampled_from(["key", "cwd", "skill", "arguments", "still"]), JSON))
def test_what_is_malformed_is_nothing(value: dict[str, object]) -> None:
    """A journal that was written to by hand undoes nothing, and breaks nothing."""
    found = Kept.from_json(value)
    assert found is None or found.cwd.is_absolute()


def test_an_argument_that_json_cannot_hold_is_not_kept() -> None:
    """The session can still undo it."""
    assert keep(Inverse("a.b", {"when": object()}), Path("/")).to_json() is None


def test_what_ends_with_its_session_is_not_kept() -> None:
    """Where a session stood is nothing that another could put back."""
    kept = keep(Inverse("files.go", {"folder": Path("/")}), Path("/"))
    assert journaled(kept, "") is None
    assert journaled(kept, "0a") == {"group": "0a"}


def test_a_folder_that_is_gone_is_a_hindrance(tmp_path: Path) -> None:
    """The inverse is judged where the act was done."""
    kept = keep(Inverse("git.switch", {"branch": "main"}), tmp_path / "gone")
    assert "is gone" in str(kept.hindrance())
