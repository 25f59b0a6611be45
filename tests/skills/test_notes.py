"""Notes: kept, read and deleted, in a real file, and put back by what undoes it."""

from __future__ import annotations

from pathlib import Path

from intents.model import Match, Source, Utterance
from policies.seal import seal
from skills.families import notes
from skills.memory import FileMemory
from skills.registry import Registry
from skills.spec import Call, Effect, Inverse
from skills.testing import FakeContext


class Kept(FakeContext):
    """A context that remembers in a file, as Golem's own does."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._file = FileMemory(folder / "data", "notes")

    def recall(self) -> dict[str, str]:
        """From the file."""
        return dict(self._file.recall())

    def remember(self, key: str, text: str | None) -> None:
        """To the file."""
        self._file.remember(key, text)


def test_notes_are_kept_in_one_file_and_read_in_order(folder: Path) -> None:
    """The newest first aloud, all in their order on the screen; another Golem finds them."""
    context = Kept(folder)
    assert notes.read(context).spoken == "There are no notes."
    for text in ("buy milk", "call Ann", "fix the roof", "\x1b[2J odd"):
        assert notes.take(context, text).spoken == "Noted."
    reply = notes.read(Kept(folder))
    assert reply.spoken == "4 notes, the newest first: \x1b[2J odd; fix the roof; call Ann."
    assert [line[18:] for line in reply.printed.splitlines()] == ["buy milk", "call Ann", "fix the roof", "\x1b[2J odd"]
    assert {file.name for file in (folder / "data").iterdir()} <= {"notes.json", "notes.json.lock"}


def test_the_last_note_is_deleted_and_put_back(folder: Path) -> None:
    """What was deleted is told, and is what undoing brings back; taking one is undone by deleting it."""
    context = Kept(folder)
    notes.take(context, "buy milk")
    notes.take(context, "call Ann")
    taken = Registry().skill("notes.take").undo
    assert taken is not None
    assert taken(folder, text="call Ann") == Inverse("notes.drop", {})
    reply = notes.drop(context)
    assert reply.spoken == "Deleted: call Ann"
    assert list(context.recall().values()) == ["buy milk"]
    assert reply.undo is not None
    assert (reply.undo.skill, reply.undo.arguments) == ("notes.take", {"text": "call Ann"})
    notes.take(context, "call Ann")
    assert notes.read(context).spoken == "2 notes, the newest first: call Ann; buy milk."
    notes.drop(context)
    notes.drop(context)
    assert (notes.drop(context).ok, notes.drop(context).spoken) == (False, "There are no notes.")


def test_the_question_names_the_note(folder: Path) -> None:
    """The very one that would be deleted then; another note since, and a yes is to something else."""
    kept, skill = FileMemory(folder / "data", "notes"), Registry().skill("notes.drop")
    match = Match(skill.intent, (), 1.0, "template")
    call = Call(skill, match, Utterance("delete the last note", Source.TYPED), folder, recall=kept.recall)
    assert call.plan() == "There is no note to delete."
    notes.take(Kept(folder), "buy milk")
    notes.take(Kept(folder), "call Ann")
    shown = call.plan()
    assert shown == "Delete your newest note: call Ann"
    before = seal(call, shown)
    assert before.differs(seal(call, call.plan())) is None
    notes.take(Kept(folder), "fix the roof")
    assert before.differs(seal(call, call.plan())) == "what would happen"


def test_to_delete_one_is_asked_about() -> None:
    """It takes something away, and can be undone."""
    dropping = Registry().skill("notes.drop")
    assert dropping.effect is Effect.DESTROY
    assert not dropping.irreversible
