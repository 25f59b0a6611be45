"""What golem doctor says of the sandbox, having really tried it."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell.doctor import _programs, _sandbox
from shell.places import Places
from skills.sandbox import Ground, shortcomings


@pytest.mark.skipif(bool(shortcomings()), reason="this kernel does not hold everything; golem doctor says what")
def test_every_try_is_a_finding(tmp_path: Path) -> None:
    """Each thing tried from inside is named with its outcome; the real folders are tried as well."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "policy.toml").write_text("")
    found = {finding.topic: finding for finding in _sandbox(lambda: Ground(tmp_path, kept=(kept,)))}
    assert {finding.state for finding in found.values()} == {"good"}
    for what in ("read a key in ~/.ssh", "create a policy that does not exist yet", "trace a process outside"):
        assert found[f"sandbox, {what}"].detail == "refused"
    assert found[f"sandbox, write {kept / 'policy.toml'}"].detail == "refused"
    assert found["sandbox, read the tree"].detail == "done"


def test_what_cannot_be_tried_is_told_and_no_traceback(tmp_path: Path) -> None:
    """Where even the sandbox's process does not start, that is one finding that needs mending."""

    def broken() -> Ground:
        raise OSError("no disk")

    *_tried, last = _sandbox(broken)
    assert (last.topic, last.state) == ("sandbox", "bad")
    assert "no disk" in last.detail


def test_tables_of_ones_own_are_a_finding(tmp_path: Path) -> None:
    """None are none; one that is wrong is told with its file and the key, and what to do."""
    places = Places(*(tmp_path / name for name in ("config", "state", "data", "cache")))
    assert list(_programs(places)) == []
    places.programs.mkdir(parents=True)
    table = places.programs / "more.toml"
    table.write_text('name = "more"\nkind = "pager"\nexecutables = ["more"]\nkeys = []\nverbs = {}\n')
    (good,) = _programs(places)
    assert (good.state, good.detail) == ("good", "more")
    table.write_text("name = 'more'\n")
    (bad,) = _programs(places)
    assert bad.state == "bad"
    assert "more.toml: it lacks `kind`" in bad.detail
    assert bad.mend
