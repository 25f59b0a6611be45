"""What people look at, in a real terminal (tmux): the first page, the toolbar, a list chosen from by key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.e2e.golem_process import Golem
from tests.e2e.screen import Screen

pytestmark = [
    pytest.mark.models,
    pytest.mark.tmux,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux: apt-get install tmux"),
]


@pytest.fixture
def first(golem: Golem) -> Iterator[Screen]:
    """The very first start, where two files bear one name."""
    (golem.home / "state" / "set-up").unlink()
    for folder in ("docs", "src"):
        (golem.folder / folder).mkdir()
        (golem.folder / folder / "config.toml").write_text(f"# of {folder}\n")
    made = Screen(golem, "--typed")
    try:
        yield made
    finally:
        made.kill()


def test_the_first_start_to_the_first_choice(first: Screen, golem: Golem) -> None:
    """The page keeps what is chosen, the prompt follows; the toolbar tells the state; arrows and Enter choose."""
    first.wait_for("first start")
    first.type("yes")
    for step in ("1 of 4", "2 of 4", "3 of 4"):
        first.wait_for(step)
        first.press("Enter")
    first.wait_for("wake phrase")
    first.type("2")
    first.wait_for("attention.mode is wake now")
    assert 'mode = "wake"' in (golem.home / "config" / "config.toml").read_text()
    first.wait_for("golem>")
    first.wait_for("routes golem-entailment")
    assert "ready" in first.text()
    first.type("show me config.toml")
    asked = first.wait_for("Did you mean")
    first.press("Down")
    first.press("Down")
    first.wait_for("▸ 2")
    assert "asking" in first.text()
    chosen = "docs" if "2  " in asked and "docs/config.toml" in asked.split("2  ")[1].splitlines()[0] else "src"
    first.press("Enter")
    first.wait_for(f"# of {chosen}")
    assert first.text().count("Did you mean") == 1
    assert "answer> 2" in first.text()


def test_a_screen_reader_gets_plain_lines(golem: Golem) -> None:
    """No toolbar and no prompt drawn over; what was understood is said in words, and Ctrl-D leaves."""
    (golem.home / "config").mkdir()
    (golem.home / "config" / "config.toml").write_text("[terminal]\nreader = true\n")
    screen = Screen(golem, "--typed", "--quiet")
    try:
        screen.wait_for("Routing with")
        screen.type("make a folder called demo")
        shown = screen.wait_for("Made")
        assert "Understood: Make" in shown
        assert "golem>" not in shown
        assert "microphone" not in shown
        screen.press("C-d")
        assert screen.ended()
    finally:
        screen.kill()
