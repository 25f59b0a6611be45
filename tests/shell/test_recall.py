"""Words that lean on the turns before, and words that ask for two things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from intents.model import Source, Utterance
from policies.settings import default_policy
from shell.inbox import Arrival
from shell.journal import read
from shell.present import numbered
from shell.recent import AGAIN, LOOKS_BACK, PICK, UNDO
from skills.project.results import Failure, Results
from skills.spec import Reply
from skills.trashcan import contents
from tests.shell.talking import MATCHER, REGISTRY, Talk, talk


@pytest.fixture
def room(tmp_path: Path, trash: Path) -> Iterator[Talk]:
    """A conversation whose trash is its own."""
    del trash
    with talk(tmp_path, MATCHER) as made:  # type: ignore[arg-type] # nothing is left open here, so nothing completed
        yield made


def test_the_words_that_the_shell_knows_by_id_are_skills() -> None:
    """The ids in shell.recent are those of real skills."""
    assert {AGAIN, UNDO, PICK, *LOOKS_BACK} <= {skill.id for skill in REGISTRY.skills}


async def test_again_does_the_last_thing_again(room: Talk) -> None:
    """In the journal it is that very skill."""
    await room.say("what time is it")
    record = await room.say("do that again")
    assert (record.text, record.skill, record.outcome) == ("do that again", "clock.time", "done")


async def test_again_is_judged_in_the_scene_of_now(room: Talk) -> None:
    """What lists this folder lists the new one after going there."""
    await room.say("list the files")
    room.session.change_folder(room.folder / "src")
    record = await room.say("again")
    assert record.skill == "files.list"
    assert "app.py" in room.terminal.shown[-1]


async def test_a_repeated_deletion_is_confirmed_again(room: Talk) -> None:
    """A yes holds for one call."""
    room.answers("yes")
    await room.say("delete old.log")
    (room.folder / "old.log").write_text("new")
    room.answers("no")
    record = await room.say("do that again")
    assert (record.skill, record.verdict, record.outcome) == ("trash.delete", "confirm", "declined")
    assert len(room.asker.asked) == 1
    assert (room.folder / "old.log").read_text() == "new"


@pytest.mark.parametrize("text", ["do that again", "undo that", "the second one"])
async def test_without_a_past_there_is_nothing_to_do(room: Talk, text: str) -> None:
    """It says so, and asks nothing."""
    record = await room.say(text)
    assert record.outcome == "failed"
    assert record.reply.startswith(("Nothing", "There is nothing"))
    assert room.asker.asked == []


async def test_undo_brings_back_what_was_deleted(room: Talk) -> None:
    """From the trash, by its whole path."""
    room.answers("yes")
    await room.say("delete old.log")
    assert not (room.folder / "old.log").exists()
    record = await room.say("undo that")
    assert (record.skill, record.outcome) == ("trash.restore", "done")
    assert (room.folder / "old.log").exists()


async def test_undo_brings_back_the_right_one_of_two(room: Talk) -> None:
    """Another file of that name in the trash does not hinder it."""
    room.answers("yes", "yes")
    (room.folder / "src/old.log").write_text("other")
    await room.say("delete src/old.log")
    await room.say("delete ./old.log")
    await room.say("undo that")
    assert (room.folder / "old.log").read_text() == "hello\n"
    assert not (room.folder / "src/old.log").exists()
    await room.say("undo that")
    assert (room.folder / "src/old.log").read_text() == "other"


@pytest.mark.parametrize(
    ("text", "made"),
    [("rename main.py to start.py", "start.py"), ("move main.py to src", "src/main.py")],
)
async def test_undo_moves_back(room: Talk, text: str, made: str) -> None:
    """A new name or place is taken back."""
    assert (await room.say(text)).outcome == "done"
    assert (room.folder / made).exists()
    assert (await room.say("undo that")).outcome == "done"
    assert (room.folder / "main.py").exists()
    assert not (room.folder / made).exists()


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("make a folder called demo", "demo"),
        ("make a file called demo.txt", "demo.txt"),
        ("copy main.py to demo.py", "demo.py"),
    ],
)
async def test_undo_of_something_made_asks_before_it_goes_to_the_trash(room: Talk, text: str, made: str) -> None:
    """It is a deletion like any other."""
    await room.say(text)
    room.answers("no")
    assert (await room.say("undo that")).outcome == "declined"
    assert (room.folder / made).exists()
    room.answers("yes")
    assert (await room.say("undo that")).outcome == "done"
    assert not (room.folder / made).exists()
    assert [thing.original.name for thing in contents(room.folder)] == [made]


async def test_undo_goes_back_step_by_step(room: Talk) -> None:
    """What is undone is not undone again; looking in between changes nothing."""
    await room.say("rename main.py to one.py")
    await room.say("go to src")
    await room.say("what time is it")
    assert (await room.say("undo that")).skill == "files.go"
    assert room.session.cwd == room.folder
    assert (await room.say("undo that")).skill == "files.rename"
    assert (room.folder / "main.py").exists()
    assert (await room.say("undo that")).reply == "Nothing was changed that could be undone."


async def test_again_after_undo_undoes_one_more(room: Talk) -> None:
    """It is the undoing that is done again, not the call that undid."""
    await room.say("rename main.py to one.py")
    await room.say("go to src")
    await room.say("undo that")
    assert (await room.say("again")).skill == "files.rename"
    assert (room.folder / "main.py").exists()
    assert (await room.say("again")).reply == "Nothing was changed that could be undone."


async def test_what_cannot_be_undone_is_said(room: Talk) -> None:
    """Nothing older is undone in its place."""
    await room.say("rename main.py to one.py")
    await room.say("set a timer for ten minutes")
    record = await room.say("undo that")
    assert (record.outcome, record.executed) == ("failed", True)
    assert "cannot be undone" in record.reply
    assert (room.folder / "one.py").exists()


async def test_a_change_that_failed_is_not_undone(room: Talk) -> None:
    """The folder was there before; it is not thrown away."""
    await room.say("make a folder called src")
    record = await room.say("undo that")
    assert "was not done" in record.reply
    assert (room.folder / "src/app.py").exists()


async def test_the_policy_of_the_words_counts_too(tmp_path: Path) -> None:
    """Who denies "undo" gets no inverse either."""
    policy = default_policy()
    policy = msgspec.structs.replace(policy, skills=msgspec.structs.replace(policy.skills, deny=("talk.undo",)))
    with talk(tmp_path, MATCHER, policy=policy) as room:  # type: ignore[arg-type] # as above
        await room.say("rename main.py to one.py")
        record = await room.say("undo that")
        assert (record.verdict, record.rule, record.executed) == ("deny", "skill-denied", False)
        assert (room.folder / "one.py").exists()


async def test_it_is_the_last_file_acted_on(room: Talk) -> None:
    """And the gate judges it like a name."""
    await room.say("rename main.py to one.py")
    assert (await room.say("how big is it")).slots == {"path": str(room.folder / "one.py")}
    room.answers("no")
    record = await room.say("delete it")
    assert record.slots == {"path": str(room.folder / "one.py")}
    assert (record.verdict, record.outcome) == ("confirm", "declined")


async def test_show_it_shows_a_file_or_lists_a_folder(room: Talk) -> None:
    """Whichever it is."""
    await room.say("how big is main.py")
    await room.say("show it")
    assert room.terminal.shown[-1] == "hello"
    await room.say("make a folder called demo")
    assert (await room.say("show it")).reply == "Nothing is here."


async def test_it_is_nothing_before_anything_was_named(room: Talk) -> None:
    """No guess."""
    record = await room.say("delete it")
    assert not record.executed
    assert "'it'" in record.reply


async def test_it_is_said_to_be_gone(room: Talk) -> None:
    """What was deleted cannot be opened, and nothing else is opened in its place."""
    room.answers("yes")
    await room.say("delete old.log")
    assert (await room.say("read it")).reply == "old.log is not there any more."


async def test_the_second_of_a_list(room: Talk) -> None:
    """By itself it is shown; in a sentence it is what the sentence acts on."""
    await room.say("find files called app")
    await room.say("list the files in src")
    (room.folder / "src/zoo.py").write_text("animals\n")
    await room.say("list the files in src")
    record = await room.say("the second one")
    assert (record.skill, record.slots) == ("files.show", {"it": str(room.folder / "src/zoo.py")})
    assert room.terminal.shown[-1] == "animals"
    assert (await room.say("how big is the first one")).slots == {"path": str(room.folder / "src/app.py")}
    assert (await room.say("how big is the ninth one")).reply == "There were only 2."


async def test_what_did_you_do_and_why_tell_of_the_last_turn(room: Talk) -> None:
    """Asking about it does not make another turn the last one."""
    room.answers("no")
    await room.say("delete old.log")
    did = await room.say("what did you just do")
    assert "delete old.log" in did.reply
    assert "Not done" in did.reply
    why = await room.say("why?")
    assert "trash.delete" in why.reply
    assert "it takes something away" in why.reply
    assert (await room.say("why")).reply == why.reply


async def test_why_tells_the_reason_of_a_refusal_and_of_no_answer(room: Talk) -> None:
    """Also where no skill was found."""
    await room.say("open vim semicolon rm dash rf slash")
    assert "semicolon" in (await room.say("what did you just do")).reply
    await room.say("what is the capital of peru")
    assert "No skill answered it." in (await room.say("why")).reply


@pytest.mark.parametrize("text", ["open vim semicolon rm dash rf slash", "what is the capital of peru", "help"])
async def test_why_is_asked_of_the_last_turn_and_not_of_tests_before_it(room: Talk, text: str) -> None:
    """A refusal, an honest no and talk come between: "why" is no longer about the tests that failed."""
    room.session.note_tests(Results("pytest", room.folder, 1, (Failure("test_odd"),)))
    await room.say("what failed")
    assert (await room.say("why")).skill == "tests.why"
    await room.say(text)
    assert (await room.say("why")).skill == "talk.why"


async def test_two_things_are_two_turns(room: Talk) -> None:
    """Each is judged, done, journaled, and announced with its place."""
    record = await room.say("make a folder called demo then go there")
    assert (record.text, record.step, record.outcome) == ("go there", "2 of 2", "done")
    assert room.session.cwd == room.folder / "demo"
    turns, _ = read(room.journal)
    assert [(turn.text, turn.step) for turn in turns] == [
        ("make a folder called demo", "1 of 2"),
        ("go there", "2 of 2"),
    ]
    assert "1 of 2: make a folder called demo" in room.terminal.shown


async def test_a_file_goes_into_the_folder_that_was_just_made(room: Talk) -> None:
    """ "it" is that folder, and "into it" is no name; three steps are three turns, undone as one."""
    record = await room.say("make a folder called demo and move notes.txt into it and list the files")
    assert (record.step, record.outcome) == ("3 of 3", "done")
    assert (room.folder / "demo" / "notes.txt").is_file()
    record = await room.say("mv demo/notes.txt there")
    assert not list(room.folder.rglob("there"))


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("delete old.log and rename main.py to one.py", "declined"),
        ("make a folder called src and rename main.py to one.py", "failed"),
        ("delete /etc/passwd and rename main.py to one.py", "refused"),
    ],
)
async def test_steps_stop_at_the_first_that_is_not_done(room: Talk, text: str, outcome: str) -> None:
    """A no, a failure and a refusal end it."""
    room.answers("no")
    record = await room.say(text)
    assert (record.step, record.outcome) == ("1 of 2", outcome)
    assert "Not begun: rename main.py to one.py" in room.terminal.shown
    assert (room.folder / "main.py").exists()


async def test_a_stop_ends_the_steps(room: Talk) -> None:
    """Also between two of them."""
    room.asker.meanwhile = room.conversation.stop
    room.answers("yes")
    record = await room.say("delete old.log and rename main.py to one.py")
    assert record.step == "1 of 2"
    assert (room.folder / "main.py").exists()


@pytest.mark.parametrize(
    "text",
    [
        "commit with message fix the parser and run the tests",
        "find salt and pepper",
        "don't rename main.py to one.py and go to src",
        "I was going to go to src and run the tests",
        "go to src and be happy",
        "go to src and run the tests; rm -rf /",
    ],
)
async def test_what_is_one_sentence_or_no_command_stays_whole(room: Talk, text: str) -> None:
    """Words that hold "and" are not cut unless each piece is a command by itself."""
    record = await room.say(text)
    assert record.step == ""
    assert record.text == text
    assert room.session.cwd == room.folder


async def test_an_undo_after_two_steps_takes_back_both(room: Talk) -> None:
    """The last first; what was done before them is another undo."""
    await room.say("rename main.py to one.py")
    await room.say("go to src and rename app.py to main2.py")
    record = await room.say("undo that")
    assert (record.skill, record.step) == ("files.go", "2 of 2")
    assert (room.folder / "src/app.py").exists()
    assert room.session.cwd == room.folder
    assert (room.folder / "one.py").exists()
    await room.say("undo that")
    assert (room.folder / "main.py").exists()


async def test_undoing_steps_ends_at_the_first_that_is_not_undone(room: Talk) -> None:
    """It says which; what came before it stays done."""
    await room.say("rename main.py to one.py")
    await room.say("make a folder called demo then go there")
    (room.folder / "demo/new").write_text("x")
    record = await room.say("undo that")
    assert (record.outcome, record.rule, record.step) == ("refused", "changed-since", "2 of 2")
    assert "demo is not empty any more" in record.reply
    assert (room.folder / "one.py").exists()
    assert room.session.cwd == room.folder


@pytest.mark.parametrize(
    ("text", "meanwhile", "why"),
    [
        ("rename main.py to one.py", "main.py", "something is called main.py again"),
        ("move main.py to src", "main.py", "something is called main.py again"),
        ("copy main.py to demo.py", "demo.py", "demo.py was changed since"),
        ("make a file called demo.txt", "demo.txt", "something was written to demo.txt since"),
        ("make a folder called demo", "demo/new", "demo is not empty any more"),
    ],
)
async def test_what_changed_since_is_not_undone(room: Talk, text: str, meanwhile: str, why: str) -> None:
    """A name that is taken, a copy that was edited, a folder that was filled: refused with the reason, unasked."""
    await room.say(text)
    (room.folder / meanwhile).write_text("newer")
    record = await room.say("undo that")
    assert (record.outcome, record.rule, record.executed) == ("refused", "changed-since", False)
    assert why in record.reply
    assert room.asker.asked == []
    assert (room.folder / meanwhile).read_text() == "newer"


async def test_what_was_renamed_away_is_not_undone(room: Talk) -> None:
    """Nothing else is taken for it."""
    await room.say("rename main.py to one.py")
    (room.folder / "one.py").rename(room.folder / "two.py")
    assert "one.py is not there any more" in (await room.say("undo that")).reply
    (room.folder / "one.py").write_text("another")
    assert "one.py is another since" in (await room.say("undo that")).reply


async def test_a_new_session_undoes_what_the_journal_keeps(room: Talk) -> None:
    """Step by step, and nothing twice; where the old session went is not its to undo."""
    room.answers("yes")
    await room.say("rename main.py to one.py")
    await room.say("go to src")
    await room.say("delete app.py")
    for text, skill in (("undo that", "trash.restore"), ("again", "files.rename")):
        room.session.recent.recall(read(room.journal)[0], REGISTRY.skill)
        room.session.recent._undid = text == "again"
        record = await room.say(text)
        assert (record.skill, record.outcome, record.undo) == (skill, "done", None)
    assert (room.folder / "src/app.py").exists()
    assert (room.folder / "main.py").exists()
    room.session.recent.recall(read(room.journal)[0], REGISTRY.skill)
    assert (await room.say("undo that")).reply == "Nothing was changed that could be undone."


async def test_a_new_session_undoes_steps_as_a_whole(room: Talk) -> None:
    """The journal keeps which belong together."""
    await room.say("rename main.py to one.py and rename one.py to two.py")
    room.session.recent.recall(read(room.journal)[0], REGISTRY.skill)
    assert (await room.say("undo that")).step == "2 of 2"
    assert (room.folder / "main.py").exists()


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ({"skill": "processes.kill_pid", "executed": True, "outcome": "done"}, "The last change cannot be undone: "),
        ({"skill": "gone.skill", "executed": True, "outcome": "done"}, "The last change cannot be undone: gone.skill."),
        ({"skill": "files.move", "outcome": "begun"}, "The last change cannot be undone: it was not seen to end."),
        ({"skill": "files.move", "executed": True, "outcome": "failed"}, "That was not done: "),
    ],
)
async def test_a_new_session_undoes_nothing_older_instead(room: Talk, last: dict[str, object], told: str) -> None:
    """Whatever the journal's last change came to, it is that one that "undo" is said of."""
    await room.say("rename main.py to one.py")
    turns = read(room.journal)[0]
    room.session.recent.recall([*turns, replace(turns[-1], **{"undo": None, **last})], REGISTRY.skill)  # type: ignore[arg-type] # fields by name
    record = await room.say("undo that")
    assert record.reply.startswith(told)
    assert (room.folder / "one.py").exists()


@pytest.mark.parametrize(
    "text", ["don't delete the build folder", "Never mind.", "do not run the tests", "cancel", "no, don't delete it"]
)
async def test_an_order_to_let_it_be_gets_a_plain_answer(room: Talk, text: str) -> None:
    """Not small talk, and nothing done."""
    record = await room.say(text)
    assert (record.decided_by, record.outcome, record.reply) == ("mention", "cancelled", "All right, nothing done.")
    assert not record.executed


@pytest.mark.parametrize("text", ["I was going to shut down the computer", "don't you love the weather"])
async def test_telling_and_talk_go_to_chat(room: Talk, text: str) -> None:
    """They are conversation."""
    record = await room.say(text)
    assert (record.outcome, record.reply.strip()) == ("chatted", "Nice.")


async def test_a_spoken_again_is_as_unsure_as_it_was_heard(room: Talk) -> None:
    """The words of now count, not those of then."""
    await room.say("rename main.py to one.py")
    record = await room.conversation.take(Arrival(Utterance("do that again", Source.VOICE, 0.1)))
    assert (record.verdict, record.rule) == ("deny", "unsure-words")


def test_what_is_listed_is_shown_with_numbers() -> None:
    """ "The second one" can be seen: the lines of a list have their places, what stands below them has none."""
    two = (Path("/a"), Path("/b"))
    assert numbered(Reply("Two.", "a\nb\nTwo.", listed=two)) == "1  a\n2  b\nTwo."
    assert numbered(Reply("One.", "a\nOne.", listed=two[:1])) == "a\nOne."
    many = tuple(Path(f"/{place}") for place in range(10))
    assert numbered(Reply("Ten.", "\n".join(map(str, many)), listed=many)).splitlines()[0] == " 1  /0"
