"""Asking back: which was meant, what is missing, and every way out of a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from intents.matcher import Matcher
from intents.model import (
    Ambiguous,
    Incomplete,
    Match,
    MatchOutcome,
    NoMatch,
    Scene,
    SlotFill,
    Source,
    Unresolved,
    Utterance,
)
from shell.dialogue import MOST_QUESTIONS, option, question_about
from shell.inbox import Arrival
from tests.shell.talking import MATCHER, REGISTRY, Talk, talk

OPENINGS: dict[str, tuple[str, dict[str, str]]] = {
    "delete": ("trash.delete", {}),
    "rename": ("files.rename", {}),
    "commit": ("git.commit", {}),
    "open in vim": ("editor.open_file", {"editor": "vim"}),
}
"""Words that leave a slot open → the skill, and what was said."""
TIES = {"look at main": ("files.read: main.py", "files.size: main.py")}


class OpenMatcher(Matcher):
    """The real matcher, in which a few words are open: a skill without its slot, or two skills as likely."""

    def match(self, text: str, scene: Scene) -> MatchOutcome:
        """Open for the words above."""
        words = text.lower().rstrip(".")
        if words in OPENINGS:
            id_, said = OPENINGS[words]
            return self._open(id_, said, scene, "template")
        if words in TIES:
            return Ambiguous(tuple(self._candidate(each, scene) for each in TIES[words]))
        return super().match(text, scene)

    def consider(self, text: str, scene: Scene) -> MatchOutcome:
        """As `match`."""
        return (
            self.match(text, scene) if text.lower().rstrip(".") in {*OPENINGS, *TIES} else super().consider(text, scene)
        )

    def complete(self, incomplete: Incomplete, said: str, scene: Scene) -> Match | Incomplete | NoMatch:
        """Fill the missing slot with `said`."""
        resolved = incomplete.missing.type.resolve(said, scene)
        if isinstance(resolved, Unresolved):
            return NoMatch((incomplete.intent,), resolved.reason, incomplete.intent)
        fill = SlotFill(incomplete.missing, said, resolved.value, resolved.score)
        return self._filled(replace(incomplete, fills=(*incomplete.fills, fill)))

    def _open(
        self, id_: str, said: dict[str, str], scene: Scene, how: Literal["template", "near", "meaning"]
    ) -> Match | Incomplete:
        intent = REGISTRY.skill(id_).intent
        fills = []
        for slot in intent.slots:
            if slot.name in said:
                resolved = slot.type.resolve(said[slot.name], scene)
                assert not isinstance(resolved, Unresolved)
                fills.append(SlotFill(slot, said[slot.name], resolved.value, resolved.score))
        return self._filled(Incomplete(intent, tuple(fills), intent.slots[0], 1.0, how))

    def _filled(self, incomplete: Incomplete) -> Match | Incomplete:
        filled = {fill.slot.name for fill in incomplete.fills}
        missing = [slot for slot in incomplete.intent.slots if slot.required and slot.name not in filled]
        if missing:
            return replace(incomplete, missing=missing[0])
        return Match(incomplete.intent, incomplete.fills, incomplete.score, incomplete.how)

    def _candidate(self, described: str, scene: Scene) -> Match:
        id_, said = described.split(": ")
        intent = REGISTRY.skill(id_).intent
        made = self._open(id_, {intent.slots[0].name: said}, scene, "meaning")
        assert isinstance(made, Match)
        return made


OPEN = OpenMatcher([skill.intent for skill in REGISTRY.skills])


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Talk]:
    """A conversation in which some words leave something open."""
    with talk(tmp_path, OPEN) as made:
        yield made


async def taken_next(room: Talk) -> str | None:
    """The words that wait for the next turn."""
    arrival = room.inbox.take_next()
    return arrival.utterance.text if arrival else None


@pytest.mark.parametrize(
    "answer", ["the second", "two", "2", "Number two.", "the last one", "say how large", "option 2"]
)
async def test_a_tie_is_asked_and_the_answer_decides(room: Talk, answer: str) -> None:
    """By number or by words of one description; then the call is judged and done."""
    room.answers(answer)
    record = await room.say("look at main")
    assert (record.skill, record.verdict, record.outcome) == ("files.size", "allow", "done")
    assert "1  Show the beginning of a file: main.py" in room.asker.asked[0]
    assert "2: Say how large" in room.asker.spoken[0]
    assert record.asked[0].endswith(answer)


@pytest.mark.parametrize("answer", ["cancel", "neither", "Never mind.", "no", "stop", "none of them", None])
async def test_a_tie_can_be_left(room: Talk, answer: str | None) -> None:
    """A way out, or silence: nothing is done."""
    room.answers(answer)
    record = await room.say("look at main")
    assert (record.outcome, record.executed, record.skill) == ("cancelled", False, None)


async def test_doubt_is_asked_again_but_not_for_ever(room: Talk) -> None:
    """After three questions that nobody answered plainly, nothing is done."""
    room.answers("the blue one", "main.py", "third", "two")
    record = await room.say("look at main")
    assert len(room.asker.asked) == MOST_QUESTIONS
    assert (record.outcome, record.executed) == ("unanswered", False)
    assert "Please say a number" in room.asker.asked[1]


async def test_what_is_missing_is_asked_for(room: Talk) -> None:
    """ "Delete what?", and the whole call is then confirmed like any other."""
    room.answers("old.log", "yes")
    record = await room.say("delete")
    assert room.asker.spoken[0] == "Delete what?"
    assert "old.log" in room.asker.asked[1]
    assert (record.verdict, record.outcome) == ("confirm", "done")
    assert not (room.folder / "old.log").exists()


async def test_slots_are_asked_for_one_at_a_time(room: Talk) -> None:
    """Two missing slots are two questions."""
    room.answers("main.py", "start.py")
    record = await room.say("rename")
    assert len(record.asked) == 2
    assert (room.folder / "start.py").exists()


async def test_what_was_said_is_kept_while_the_rest_is_asked(room: Talk) -> None:
    """The editor that was named is still named when the file is."""
    room.answers("the readme")
    record = await room.say("open in vim")
    assert record.slots == {"editor": "vim", "file": str(room.folder / "README.md")}


async def test_an_answer_that_names_nothing_is_told_and_asked_again(room: Talk) -> None:
    """The second question says what was wrong with the first answer."""
    room.answers("zebra.txt", "cancel")
    record = await room.say("delete")
    assert "zebra" in room.asker.asked[1]
    assert record.outcome == "cancelled"


@pytest.mark.parametrize("way_out", ["cancel", "never mind", "forget it", "stop", "Cancel, please."])
async def test_cancel_ends_a_question_at_any_place(room: Talk, way_out: str) -> None:
    """Also the second one."""
    room.answers("main.py", way_out)
    record = await room.say("rename")
    assert (record.outcome, record.executed) == ("cancelled", False)
    assert (room.folder / "main.py").exists()


@pytest.mark.parametrize("instead", ["what time is it", "make a folder called demo", "go to src and list the files"])
@pytest.mark.parametrize("opening", ["delete", "look at main", "commit"])
async def test_a_whole_command_takes_the_next_turn(room: Talk, opening: str, instead: str) -> None:
    """The question ends with nothing done, and what was said is not lost."""
    room.answers(instead)
    record = await room.say(opening)
    assert (record.outcome, record.executed) == ("cancelled", False)
    assert await taken_next(room) == instead


async def test_a_file_is_an_answer_also_where_its_name_is_a_command(room: Talk) -> None:
    """ "vim" alone opens vim, but a file of that name is what was asked for."""
    (room.folder / "vim").write_text("x")
    room.answers("vim", "no")
    record = await room.say("delete")
    assert record.slots == {"path": str(room.folder / "vim")}
    assert await taken_next(room) is None


@pytest.mark.parametrize("answer", ["old.log; rm -rf /", "old.log semicolon rm dash rf slash", "$(id)"])
async def test_shell_syntax_in_an_answer_is_refused(room: Talk, answer: str) -> None:
    """Answers are screened as the first words are."""
    room.answers(answer, "yes", "yes")
    record = await room.say("delete")
    assert (record.verdict, record.rule, record.executed) == ("deny", "shell-syntax", False)
    assert (room.folder / "old.log").exists()


async def test_a_message_with_shell_syntax_is_asked_about(room: Talk) -> None:
    """Free text may hold it, as in a whole sentence; the gate then wants a yes."""
    room.answers("fix the pipe & more", "no")
    record = await room.say("commit")
    assert (record.rule, record.outcome) == ("shell-syntax-in-text", "declined")


async def test_a_mumbled_answer_makes_the_whole_call_unsure(room: Talk) -> None:
    """The weakest words count: an answer heard badly changes nothing."""
    room.answers("main.py", Utterance("start.py", Source.VOICE, 0.1))
    record = await room.say("rename")
    assert (record.verdict, record.rule) == ("deny", "unsure-words")


async def test_a_dry_run_asks_nobody(room: Talk) -> None:
    """It says what it would ask."""
    record = await room.dry.take(Arrival(Utterance("delete", Source.TYPED)))
    assert room.asker.asked == []
    assert record.reply == "Which path?"


async def test_a_choice_that_nobody_made_can_be_made_by_the_next_words(room: Talk) -> None:
    """ "the second one", a moment too late, is still that choice; later it is not."""
    room.answers(None)
    await room.say("look at main")
    record = await room.say("the second one")
    assert record.skill == "files.size"
    assert record.executed
    assert (await room.say("the second one")).skill == "talk.pick"


async def test_a_command_instead_of_yes_or_no_is_a_no_and_the_next_turn(room: Talk) -> None:
    """The file stays, and the command waits."""
    room.answers("what time is it")
    record = await room.say("delete old.log")
    assert (record.outcome, record.executed) == ("declined", False)
    assert await taken_next(room) == "what time is it"


@pytest.mark.parametrize(
    "answer", ["no", "no, run the tests", "don't", "cancel", "stop", "hm", "well yes and no", None]
)
async def test_a_no_and_a_doubt_stay_a_no_alone(room: Talk, answer: str | None) -> None:
    """Nothing waits for the next turn."""
    room.answers(answer)
    assert (await room.say("delete old.log")).outcome == "declined"
    assert await taken_next(room) is None


def test_candidates_of_one_skill_are_told_apart_by_what_they_name() -> None:
    """The file's own words are part of the offer."""
    scene = Scene(Path("/"), Path("/"))
    match = MATCHER.match("what time is it", scene)
    assert isinstance(match, Match)
    assert option(match) == match.intent.description.rstrip(".")


def test_a_long_command_is_asked_about_by_its_slot(tmp_path: Path) -> None:
    """ "Open in vim what?" is no English."""
    (tmp_path / "a").write_text("")
    opened = OPEN.match("open in vim", Scene(tmp_path, tmp_path))
    assert isinstance(opened, Incomplete)
    assert question_about(opened, "open in vim").spoken == "Which file?"


async def test_names_that_tie_are_asked_about(room: Talk) -> None:
    """Two files of one name are offered by their paths, and the answer is judged like any call."""
    for folder in ("src", "docs"):
        (room.folder / folder / "config.toml").write_text(f"in {folder}")
    room.answers("the second one")
    record = await room.say("read config")
    assert record.executed, record
    assert "docs/config.toml" in room.asker.asked[0]
    assert "src/config.toml" in room.asker.asked[0]
    assert f"in {'src' if room.asker.asked[0].index('docs/') < room.asker.asked[0].index('src/') else 'docs'}" in str(
        room.terminal.shown
    )


async def test_nobody_is_guessed_for_where_names_tie(room: Talk) -> None:
    """Without an answer nothing is deleted."""
    for folder in ("src", "docs"):
        (room.folder / folder / "config.toml").write_text("")
    room.answers(None)
    assert not (await room.say("delete config")).executed
    assert (room.folder / "src" / "config.toml").exists()
