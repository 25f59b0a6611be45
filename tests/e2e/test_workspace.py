"""`golem --workspace` in a real terminal: Golem in its pane, the work beside it, both going on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.e2e.beside import Beside
from tests.e2e.golem_process import Golem

pytestmark = [
    pytest.mark.models,
    pytest.mark.tmux,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux: apt-get install tmux"),
    pytest.mark.skipif(shutil.which("vim") is None, reason="needs vim: apt-get install vim"),
]


@pytest.fixture
def beside(golem: Golem) -> Iterator[Beside]:
    """A typed session in a workspace."""
    made = Beside(golem, "--typed", "--quiet")
    try:
        yield made
    finally:
        made.kill()


def test_an_editor_opens_beside_and_golem_takes_the_next_word(beside: Beside, golem: Golem) -> None:
    """The file is on the screen, windows come and go with Golem in them, and leaving gives the terminal back.

    A server that is ended from outside is said to be.
    """
    (golem.folder / "main.py").write_text("print('hello')\n")
    beside.say("open main.py in vim")
    beside.wait_for("print('hello')", "vim")
    beside.say("new window")
    beside.wait_for("Window 2.")
    assert beside.tmux("list-panes", "-F", "#{?@golem,golem,work}").split() == ["golem", "work"]
    beside.say("switch to window one")
    beside.wait_for("Window 1.")
    beside.outside.wait_for("print('hello')")
    beside.say("quit")
    assert beside.outside.ended()
    assert {"vim", "golem"} & set(beside.panes().values()) == {"vim"}
    again = beside.join()
    try:
        again.wait_for("print('hello')")
        assert beside.pane("golem")
        again.keep_when_ended()
        beside.tmux("kill-server")
        again.wait_for("the workspace was ended from outside")
    finally:
        again.kill()
