"""From a failing run to the line at fault, by words alone, over the real skills and gate."""

from __future__ import annotations

from pathlib import Path

from shell.fakes import FakeAsker
from tests.shell.talking import MATCHER, Talk, talk

TESTS = "def test_one():\n    assert 1 == 2\n\ndef test_two():\n    raise ValueError('odd')\n"


async def failed(one: Talk) -> None:
    """Run tests of which two fail."""
    (one.folder / "Makefile").unlink()
    (one.folder / "test_a.py").write_text(TESTS)
    record = await one.say("run the tests")
    assert record.reply == "2 of 2 tests failed: test_one and test_two.", one.terminal.shown


async def test_why_asks_of_the_tests_right_after_them(tmp_path: Path) -> None:
    """A plain "why" is about what failed; one that names Golem, or comes after something else, is about Golem."""
    with talk(tmp_path, MATCHER, answers=["yes"] * 9) as one:
        await failed(one)
        assert (await one.say("what failed")).reply == "2 of 2 tests failed: test_one and test_two."
        record = await one.say("why")
        assert (record.skill, record.reply) == ("tests.why", "test_one: assert 1 == 2.")
        assert (await one.say("why did the second one fail")).reply == "test_two: ValueError: odd."
        assert (await one.say("why did you do that")).skill == "talk.why"
        await one.say("what time is it")
        assert (await one.say("why")).skill == "talk.why"


async def test_the_place_of_a_failure_is_opened_as_any_file_is(tmp_path: Path) -> None:
    """The words stand for the editor's own skill, with file and line, judged anew."""
    with talk(tmp_path, MATCHER, answers=["yes"] * 9) as one:
        await failed(one)
        record = await one.say("open the second failure in vim")
        assert record.skill == "editor.open_file"
        assert record.slots == {"file": str(one.folder / "test_a.py"), "editor": "vim", "line": 5}
        assert record.verdict == "allow"


async def test_a_file_that_was_turned_into_a_link_outwards_is_refused(tmp_path: Path) -> None:
    """What was in the project when it failed is looked at again."""
    with talk(tmp_path, MATCHER, answers=["yes"] * 9) as one:
        await failed(one)
        (tmp_path / "outside.py").write_text("x\n")
        (one.folder / "test_a.py").unlink()
        (one.folder / "test_a.py").symlink_to(tmp_path / "outside.py")
        assert isinstance(one.asker, FakeAsker)
        assert (await one.say("open the first failure")).outcome == "refused"
