"""What is shown of a turn beside its reply: what it was understood to mean, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shell.talking import MATCHER, Talk, talk


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Talk]:
    """A conversation in the golden scene."""
    with talk(tmp_path, MATCHER) as made:
        yield made


async def test_what_was_understood_is_shown_before_it_is_done(here: Talk) -> None:
    """In one line, and the reply comes after it."""
    await here.say("make a folder called demo")
    assert here.terminal.shown[0].startswith("→ Make a")
    assert here.terminal.shown[0].endswith(": demo")
    assert "Made" in here.terminal.shown[-1]


async def test_a_question_shows_it_itself(here: Talk) -> None:
    """What is asked about is not shown twice."""
    here.answers("no")
    await here.say("delete old.log")
    assert len(here.asker.asked) == 1
    assert not [line for line in here.terminal.shown if line.startswith("→")]


async def test_while_it_is_asked_the_toolbar_knows_what(here: Talk) -> None:
    """Stage and meaning are those of the turn, and both are gone at its end."""
    seen = []
    here.answers("no")
    here.asker.meanwhile = lambda: seen.append((here.status.stage, here.status.doing))
    await here.say("delete old.log")
    ((stage, doing),) = seen
    assert stage == "confirm"
    assert doing.endswith(": old.log")
    assert (here.status.stage, here.status.doing) == ("", "")


async def test_what_names_hide_is_seen_in_the_line(here: Talk) -> None:
    """A name that would steer the terminal is shown as escapes."""
    (here.folder / "a\x1b[2Jb.txt").write_text("x")
    await here.say("show me a\x1b[2Jb.txt")
    assert all("\x1b" not in line for line in here.terminal.shown if line.startswith("→"))
