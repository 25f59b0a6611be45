"""Long jobs beside the talk: their turn ends first, they can be asked about and stopped; their end is written down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model import Source
from shell.jobs import percent_of
from shell.journal import BEGUN, read
from tests.shell.talking import MATCHER, Talk, talk

MAKEFILE = """\
.PHONY: build lint quick
build:
\t@echo '[ 40%] compiling'; echo 'a.c:3: error: odd'; sleep 61 & echo $$! > pid; sleep 62
lint:
\t@sleep 63
quick:
\t@echo quick
"""


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that comes about by itself; the test's own time limit ends what does not."""
    while not true():  # noqa: ASYNC110 - what it waits for is a file, or a process's end
        await asyncio.sleep(0.02)


@pytest.fixture
async def long(tmp_path: Path) -> AsyncIterator[Talk]:
    """A conversation in which a job goes on beside the talk once it has taken longer than a moment."""
    with talk(tmp_path, MATCHER, answers=["yes"] * 9, moment_s=0.3) as one:
        (one.folder / "Makefile").write_text(MAKEFILE)
        yield one
        await one.session.going.finish()


async def begun(long: Talk, said: str = "build", source: Source = Source.TYPED) -> None:
    """Say what takes long, until it has really begun."""
    record = await long.say(said, source)
    assert (record.outcome, record.reply) == (BEGUN, "This takes a while. I'll tell you when the build is over.")
    await until(lambda: (long.folder / "pid").exists() and bool((long.folder / "pid").read_text().strip()))


def outcomes(long: Talk) -> list[tuple[str | None, str]]:
    """Skill and outcome of every turn on the journal."""
    return [(turn.skill, turn.outcome) for turn in read(long.journal)[0]]


async def test_other_turns_are_taken_while_a_job_goes_on(long: Talk) -> None:
    """Its turn ends first; how far it is and what it prints can be asked for; no line of it is shown any more."""
    await begun(long)
    assert (await long.say("what time is it")).outcome == "done"
    assert "40 percent done" in (await long.say("how is the build going")).reply
    assert "The build has been going for" in (await long.say("what jobs are running")).reply
    await long.say("show me the build output")
    assert any("[ 40%] compiling\na.c:3: error: odd" in shown for shown in long.terminal.shown)
    assert (await long.say("how are the tests going")).reply == "No test run is going on."
    assert outcomes(long)[0] == ("project.build", BEGUN)


async def test_tests_are_counted_while_they_run(long: Talk) -> None:
    """As the tool prints them; what is said of it names how many failed so far."""
    ran = "echo 'collected 40 items'; echo 'test_a.py ....F.......'"
    tests = f".PHONY: build\nbuild:\n\t@{ran}; sleep 61 & echo $$! > pid; sleep 62\n"
    (long.folder / "Makefile").write_text(tests)
    await begun(long)
    await until(lambda: long.session.jobs()[0].tally is not None)
    assert ", 12 of 40, 1 failed." in (await long.say("how is the build going")).reply
    assert long.session.jobs()[0].percent == 30.0


async def test_a_job_that_is_stopped_ends_with_all_that_it_started(long: Talk) -> None:
    """Its end is one line on the journal, once, and is told."""
    await begun(long)
    child = psutil.Process(int((long.folder / "pid").read_text()))
    assert (await long.say("stop the build")).reply == "Stopping the build."
    await until(lambda: not long.session.going.seen()[0].running)
    await until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
    ended = long.session.going.take_ended()
    assert [(reply.spoken, aloud) for reply, _utterance, aloud in ended] == [("The build was stopped.", False)]
    assert long.session.going.take_ended() == []
    assert sorted(outcomes(long)) == [("jobs.stop", "done"), ("project.build", "failed")]
    assert "ended" in (await long.say("is the build done yet")).reply


async def test_stop_alone_stops_the_one_job_and_asks_among_several(long: Talk) -> None:
    """With two, nothing is guessed; "stop everything" ends both."""
    await begun(long)
    await long.say("lint")
    assert (
        await long.say("stop")
    ).reply == "The linter and the build are going on. Say which to stop, or stop all jobs."
    assert (await long.say("stop everything")).reply == "Stopping the build and the linter."
    await until(lambda: not any(job.running for job in long.session.jobs()))


async def test_what_is_over_in_a_moment_is_an_ordinary_turn(long: Talk) -> None:
    """It is waited for, and its outcome is its turn's."""
    record = await long.say("run the task quick")
    assert record.outcome == "done"
    assert record.reply.startswith("The task quick is done")
    assert long.session.jobs() == []


async def test_a_step_before_another_is_waited_for(tmp_path: Path) -> None:
    """What comes next may need it: only an utterance's last step goes on beside the talk."""
    with talk(tmp_path, MATCHER, answers=["yes"] * 9, moment_s=0.01) as one:
        (one.folder / "Makefile").write_text(".PHONY: build\nbuild:\n\t@sleep 0.3\n")
        records = []
        last = await one.conversation.take(_typed("build it and then tell me the time"), records.append)
        assert [(record.skill, record.outcome) for record in records] == [
            ("project.build", "done"),
            ("clock.time", "done"),
        ]
        assert last is records[-1]


async def test_the_same_job_is_not_begun_twice(long: Talk) -> None:
    """While it goes on, it is told how long it has, and nothing is started."""
    await begun(long)
    (long.folder / "pid").unlink()
    record = await long.say("build it again")
    assert record.reply.startswith("The build is still going, for ")
    assert not (long.folder / "pid").exists()
    assert len(long.session.jobs()) == 1


async def test_golems_end_is_every_jobs_end(long: Talk) -> None:
    """All are ended and waited for, and their ends are on the journal."""
    await begun(long)
    await long.say("lint")
    assert list(await long.session.going.finish()) == ["build", "linter"]
    assert sorted(outcomes(long)) == [("project.build", "failed"), ("project.lint", "failed")]


async def test_who_wants_to_hear_the_end_hears_it(long: Talk) -> None:
    """However the job was begun."""
    await begun(long)
    assert (await long.say("tell me when it's done")).reply == "I'll say so when the build is over."
    await long.session.going.finish()
    assert [aloud for _reply, _utterance, aloud in long.session.going.take_ended()] == [True]


async def test_stopping_the_turn_under_way_leaves_jobs_alone(long: Talk) -> None:
    """Stop, and the key to talk with, end what is waited for or said; a job that goes on is another matter."""
    await begun(long)
    long.conversation.stop()
    assert long.session.jobs()[0].running


async def test_untrusted_code_asks_before_it_becomes_a_job(long: Talk) -> None:
    """The gate comes first: without a yes nothing goes on."""
    long.answers("no")
    assert (await long.say("build")).outcome == "declined"
    assert long.session.jobs() == []


@pytest.mark.parametrize(
    ("line", "percent"),
    [
        ("tests/test_a.py ....... [ 37%]", 37.0),
        ("[3/10] Building CXX object", 30.0),
        ("   Compiling serde (2/8)", 25.0),
        ("[100%] Built target x", 100.0),
        ("downloaded 45% of it", 45.0),
        ("coverage of 12% is low [ 80%]", 80.0),
        ("[7/3] odd", None),
        ("[0/0] odd", None),
        ("[999%]", None),
        ("see RFC 37/10", None),
        ("nothing", None),
    ],
)
def test_how_far_a_line_says_it_is(line: str, percent: float | None) -> None:
    """As pytest, ninja, cargo and cmake write it."""
    assert percent_of(line) == percent


@given(st.text(alphabet="0123456789[]()/% x", max_size=80))
def test_a_percentage_is_one(line: str) -> None:
    """From 0 to 100, whatever is printed."""
    found = percent_of(line)
    assert found is None or 0.0 <= found <= 100.0


def _typed(text: str):  # type: ignore[no-untyped-def] # an Arrival
    from intents.model import Utterance
    from shell.inbox import Arrival

    return Arrival(Utterance(text, Source.TYPED))
