"""Tests for what a question says aloud."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from shell.plan_aloud import aloud

HOME = Path("/home/ann")


def test_only_the_way_home_is_shortened() -> None:
    """The rest of a path is said to its end, and every line of the plan."""
    plan = "Stage /home/ann/src/a.py for the next commit.\nin '/home/ann/src', the branch main"
    assert aloud(plan, HOME) == "Stage your home/src/a.py for the next commit. in 'your home/src', the branch main"


def test_another_folder_is_not_taken_for_home() -> None:
    """One whose name only begins like it, and one that has it within."""
    assert aloud("Delete /home/annex/a and /mnt/home/ann/b.", HOME) == "Delete /home/annex/a and /mnt/home/ann/b."


def test_home_itself_is_said_so() -> None:
    """As a whole argument, in quotes or at a sentence's end."""
    assert aloud("Go to /home/ann.\nin '/home/ann'", HOME) == "Go to your home. in 'your home'"


def test_what_is_left_out_is_said_to_be() -> None:
    """A long list is cut between its lines."""
    said = aloud("\n".join(["End 40 processes", *(f"{number} sleep 1000" for number in range(40))]), HOME)
    assert said.startswith("End 40 processes. 0 sleep 1000. 1 sleep 1000.")
    assert said.endswith("sleep 1000. The rest is on the screen.")
    assert len(said) < 600


@given(st.text(), st.lists(st.text(), max_size=4))
def test_the_first_line_is_always_said_and_hides_nothing(first: str, others: list[str]) -> None:
    """However long it is; and what steers a terminal is in none of it."""
    said = aloud("\n".join([first.replace("\n", " "), *others]), HOME)
    assert said.isprintable()
