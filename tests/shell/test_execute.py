"""The executor: what a permitted call comes to, and what its time limit counts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from intents.model import Match, Source, Utterance
from policies.verdict import Allow, grant
from shell.execute import Executor
from shell.fakes import FakeTerminal
from shell.session import ShellSession
from skills.context import Context
from skills.process import ProcessFault, Runner
from skills.registry import Registry
from skills.spec import Call, Reply

STATUS = Registry().skill("git.status")


def _done(
    folder: Path, run: Callable[[Context], Reply], ready: Callable[[Context], Reply | None], limit: float
) -> Reply:
    """What the executor makes of a skill that gets ready so and runs so, with `limit` seconds."""
    skill = replace(STATUS, run=run, ready=ready, timeout_s=limit)
    call = Call(skill, Match(skill.intent, (), 1.0, "template"), Utterance("status", Source.TYPED), folder)
    permit = grant(call, Allow("test", "it is a test"), None)
    assert permit is not None
    session = ShellSession(folder, lambda: [])
    reply = asyncio.run(Executor(session, FakeTerminal(), Runner()).execute(permit))
    assert isinstance(reply, Reply)
    return reply


def test_getting_ready_is_not_counted(tmp_path: Path) -> None:
    """The time limit is the call's own: with none left for it, what it runs in is still made ready, to the end."""
    seen: list[str] = []

    def ready(context: Context) -> None:
        time.sleep(0.05)
        seen.append("ready")

    def run(context: Context) -> Reply:
        seen.append("run")
        time.sleep(0.2)
        return Reply("done")

    reply = _done(tmp_path, run, ready, 0.0)
    assert (reply.ok, reply.spoken) == (False, "git.status took more than 0 seconds and was stopped.")
    assert seen[0] == "ready"


def test_what_is_not_ready_does_not_run(tmp_path: Path) -> None:
    """The reply says why."""
    reply = _done(tmp_path, lambda _context: pytest.fail("it ran"), lambda _context: Reply("not there", ok=False), 60.0)
    assert reply == Reply("not there", ok=False)


def test_fault_while_getting_ready_is_a_reply(tmp_path: Path) -> None:
    """As one of the call itself would be."""

    def ready(context: Context) -> None:
        raise ProcessFault("nothing can be started")

    reply = _done(tmp_path, lambda _context: pytest.fail("it ran"), ready, 60.0)
    assert reply == Reply("nothing can be started.", ok=False)
