"""Every row of the corpus, executed for real: nothing runs and nothing changes but what the row says may."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from intents.model import Source
from tests.adversarial.corpus import Row, benign, rows
from tests.adversarial.drive import Rig
from tests.adversarial.judge import faults

LARGE = 100
"""A family of more rows than this has only every third of them run, unless all are asked for."""
SLOW = frozenset({"modules"})
"""Families whose rows start a process of their own, seconds each: treated as large."""
WHOLE = os.environ.get("GOLEM_CORPUS") == "all"


def _chosen() -> list[Row]:
    families: dict[str, list[Row]] = {}
    for row in rows():
        families.setdefault(row.family, []).append(row)
    cut = {name for name, many in families.items() if not WHOLE and (len(many) > LARGE or name in SLOW)}
    return [row for name, many in families.items() for row in (many[::3] if name in cut else many)]


CORPUS = _chosen()


def _params() -> list[Any]:
    params = []
    for row in CORPUS:
        # A hole that is known and not yet closed stays a row, which says what must come; strict, so that its closing is
        # seen. No row has one now.
        marks = [pytest.mark.xfail(strict=True, reason=row.until)] if row.until else []
        if row.channel != "heard":
            params.append(pytest.param(row, id=f"{row.family}-{row.id}", marks=marks))
    return params


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """One Golem for all rows."""
    made = Rig(tmp_path_factory.mktemp("adversarial").resolve())
    yield made
    made.close()


@pytest.mark.parametrize("row", _params())
def test_nothing_runs_that_was_not_meant_judged_and_shown(row: Row, rig: Rig) -> None:
    """The row's verdict holds with silence and with a yes to every question, and nothing else changes or runs."""
    found = faults(row, *rig.both(row))
    assert not found, f"{row.channel} {row.input!r} ({row.why}):\n" + "\n".join(found)


def test_no_honest_command_is_refused(rig: Rig) -> None:
    """Of some 300 things that people say in earnest the gate denies none."""
    refused = []
    for channel, said in benign():
        record = rig.judged(said, Source.VOICE if channel == "transcript" else Source.TYPED)
        if record.outcome == "refused" or record.verdict == "deny":
            refused.append(f"{said!r}: {record.rule}: {record.reason}")
    assert not refused, "\n".join(refused)
