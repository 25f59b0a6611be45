"""The command line: every failure is one line and an exit code."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

import pytest

from shell import cli
from shell.errors import UsageError


@pytest.fixture(autouse=True)
def _own_environment() -> Iterator[None]:
    """The command line keeps the model libraries offline through the environment; the other tests keep theirs."""
    kept = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(kept)


class FakeParser:
    """Parses to a command that raises what it is given."""

    def __init__(self, fault: BaseException | None, *, debug: bool = False) -> None:
        self._fault = fault
        self._debug = debug

    def parse_args(self, argv: object) -> argparse.Namespace:
        """The command."""
        del argv

        def run(args: argparse.Namespace) -> int:
            del args
            if self._fault is not None:
                raise self._fault
            return 0

        return argparse.Namespace(run=run, debug=self._debug)


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (None, 0, ""),
        (UsageError("say what"), 2, "golem: say what\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 0, ""),
        (RuntimeError("boom"), 2, "golem: a fault in Golem itself: RuntimeError: boom; --debug shows where\n"),
    ],
)
def test_a_failure_is_one_line_and_a_code(
    fault: BaseException | None, code: int, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """No traceback, whatever happens."""
    assert cli.main([], FakeParser(fault)) == code
    assert capfd.readouterr().err == said


def test_debug_shows_the_traceback() -> None:
    """With --debug the fault itself comes through."""
    with pytest.raises(RuntimeError):
        cli.main([], FakeParser(RuntimeError("boom"), debug=True))
