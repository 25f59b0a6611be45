"""The editor, the clock and talk, on a context that records."""

from __future__ import annotations

from pathlib import Path

import pytest

from skills.families import clock, editor, talk
from skills.registry import Registry
from skills.testing import FakeContext


def test_file_is_opened_in_the_editor_that_was_said(folder: Path) -> None:
    """The path is absolute and comes after `--`, so that no name is taken for an option."""
    context = FakeContext(folder, editors={"vim": 0, "nano": 0})
    file = folder / "-c !id"
    file.write_text("x")
    assert editor.open_file(context, file, "nano").spoken == "Back from -c !id: it is as it was."
    assert context.started == [("nano", "--", str(file))]


def test_a_saved_file_is_told_from_an_unchanged_one(folder: Path) -> None:
    """What the editor wrote is seen by the file itself."""
    file = folder / "new.py"

    class Writing(FakeContext):
        def foreground(self, argv):
            file.write_text("x")
            return super().foreground(argv)

    assert editor.write_new(Writing(folder, editors={"vim": 0}), file, "vim").spoken == "Back from new.py: it is saved."
    file.unlink()
    reply = editor.write_new(FakeContext(folder, editors={"vim": 0}), file, "vim")
    assert reply.spoken == "Back from new.py: it was not written."


def test_missing_editor_and_bad_end_are_said(folder: Path) -> None:
    """An editor that is not there is not replaced by another; a status is told."""
    assert "nano is not installed here" in editor.open_empty(FakeContext(folder, editors={"vim": 0}), "nano").spoken
    assert editor.open_empty(FakeContext(folder, editors={"vim": 1}), "vim").spoken == "vim ended with status 1."
    assert editor.open_default(FakeContext(folder, editors={"micro": 0})).spoken == "Back from micro."


@pytest.mark.parametrize(
    ("environ", "first"),
    [
        ({}, "vim"),
        ({"EDITOR": "nano"}, "nano"),
        ({"EDITOR": "/usr/bin/nano -w"}, "nano"),
        ({"VISUAL": "hx", "EDITOR": "nano"}, "helix"),
        ({"EDITOR": "vi"}, "vim"),
        ({"EDITOR": "sh -c id"}, "vim"),
        ({"EDITOR": "/tmp/evil"}, "vim"),
    ],
)
def test_favourite_editor_is_one_that_is_known(environ: dict[str, str], first: str) -> None:
    """$VISUAL and $EDITOR choose among the known editors, and choose nothing else."""
    assert editor.favourites(environ)[0] == first


def test_timers_are_set_told_and_cancelled(folder: Path) -> None:
    """A timer goes to the session with what it will say."""
    context = FakeContext(folder)
    assert clock.list_timers(context).spoken == "No timer is set."
    clock.set_timer(context, 5400.0, "call mom")
    clock.set_timer(context, 600.0)
    assert context.session.spoken_later[0] == (5400.0, "Time is up: call mom.", "call mom")
    assert clock.list_timers(context).printed.splitlines()[0] == "10 minutes timer: 10 minutes left"
    assert clock.cancel_timers(context).spoken == "2 timers are cancelled."
    assert clock.cancel_timers(context).spoken == "No timer was set."


def test_time_and_date_are_this_machines(folder: Path) -> None:
    """They answer with numbers and start nothing."""
    context = FakeContext(folder)
    assert ":" in clock.tell_time(context).spoken
    assert ", 20" in clock.tell_date(context).spoken
    assert not context.started


def test_help_names_every_family_and_one(folder: Path) -> None:
    """All of what can be said is shown, a family at a time where asked for."""
    context = FakeContext(folder)
    intents = tuple(skill.intent for skill in Registry().skills)
    context.session.intents = intents
    families = {intent.id.partition(".")[0] for intent in intents}
    printed = talk.help_all(context).printed
    assert {line.split()[0] for line in printed.splitlines() if line[0] != " "} == families
    assert talk.help_family(context, "git").ok
    reply = talk.help_family(context, "cooking")
    assert not reply.ok
    assert "git" in reply.spoken


def test_repeat_stop_and_quit_reach_the_session(folder: Path) -> None:
    """They do nothing but tell the session."""
    context = FakeContext(folder)
    assert talk.repeat(context).spoken == "I have said nothing yet."
    context.session.last_spoken = "Hello."
    assert talk.repeat(context).spoken == "Hello."
    talk.stop(context)
    talk.leave(context)
    assert context.session.stopped
    assert context.session.quitting
