"""What stays is not looked through again and again."""

from __future__ import annotations

import gc
import threading

import pytest

from shell.staying import staying


@pytest.fixture(autouse=True)
def _unfrozen():
    """Every test leaves the collector as it found it."""
    yield
    gc.unfreeze()
    assert gc.isenabled()


def looked_through(thing: object) -> bool:
    """Whether a full collection would look at it."""
    return any(each is thing for each in gc.get_objects())


def test_what_is_made_inside_is_not_looked_through_afterwards() -> None:
    """Unlike what is made later."""
    with staying():
        stays = [[]]
        assert not gc.isenabled()
    later = [[]]
    assert gc.isenabled()
    assert not looked_through(stays)
    assert looked_through(later)


def test_a_load_that_fails_leaves_the_collector_at_work() -> None:
    """What it raised is raised."""
    with pytest.raises(ValueError, match="no model"), staying():
        raise ValueError("no model")
    assert gc.isenabled()


def test_the_last_to_leave_lets_collections_begin_again() -> None:
    """Two loads on two threads, one in another on one of them."""
    inside, leave = threading.Event(), threading.Event()

    def load() -> None:
        with staying(), staying():
            inside.set()
            leave.wait()

    with staying():
        thread = threading.Thread(target=load)
        thread.start()
        assert inside.wait(10)
    assert not gc.isenabled()
    leave.set()
    thread.join()
    assert gc.isenabled()
