"""When the first page is offered by itself, and that it asks for a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell.cli import build_parser
from shell.commands.setup import is_first, run
from shell.errors import UsageError
from shell.places import Places, places_of_user


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """The folders of somebody who never ran Golem."""
    return places_of_user({"GOLEM_HOME": str(tmp_path)})


def first(places: Places, *arguments: str, terminal: bool = True) -> bool:
    """Whether this start is the first one."""
    return is_first(build_parser().parse_args(list(arguments)), places, terminal=terminal)


def test_it_is_offered_at_the_very_first_start_in_a_terminal(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """And at no start of a script, a quiet one, a service, a pane, or one with settings of its own."""
    monkeypatch.delenv("GOLEM_CONFIG", raising=False)
    assert first(places)
    assert first(places, "--typed")
    assert not first(places, terminal=False)
    for arguments in (("--quiet",), ("--service",), ("--beside", "/socket"), ("--config", "/other.toml")):
        assert not first(places, *arguments), arguments


@pytest.mark.parametrize("name", ["set_up", "config_file", "history"])
def test_it_is_offered_once(places: Places, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever saw it, has settings, or typed a line before, knows Golem."""
    monkeypatch.delenv("GOLEM_CONFIG", raising=False)
    file: Path = getattr(places, name)
    file.parent.mkdir(parents=True)
    file.touch()
    assert not first(places)


def test_a_script_that_asks_for_it_is_told_what_to_do_instead() -> None:
    """It would wait for answers that nobody gives."""
    with pytest.raises(UsageError, match="golem doctor"):
        run(build_parser().parse_args(["setup"]))
