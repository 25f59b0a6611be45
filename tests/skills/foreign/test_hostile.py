"""A hostile module: whatever it does is one failed turn with one clear line, and the next call works."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from intents.model import Match, Resolved, Scene, Unresolved
from policies import rules
from skills.author import SkillFault
from skills.capabilities import Capabilities
from skills.foreign import limits, worker
from skills.foreign.starting import starting
from skills.foreign.worker import Start
from skills.process import Runner
from skills.programs import Trust
from skills.registry import Registry
from skills.sandbox import Grant, Ground, holds_files
from skills.spec import Call, Inverse, Reply
from skills.testing import FakeContext

MODULE = Path(__file__).with_name("hostile.py")
confined = pytest.mark.skipif(not holds_files(), reason="this kernel has no Landlock to confine a process with")


@dataclass
class Room:
    """The module, allowed, and what it could want."""

    registry: Registry
    context: FakeContext
    home: Path
    config: Path

    def call(self, id_: str, **arguments: object) -> Reply:
        """Run one skill."""
        return self.registry.skill(f"bad.{id_}").run(self.context, **arguments)

    def still_works(self) -> bool:
        """Whether the harmless skill does what it should."""
        return self.call("good").ok


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One registry for all: what one attack leaves behind, the next would find."""
    base = tmp_path_factory.mktemp("hostile").resolve()
    home, work = base / "home", base / "home" / "work"
    config = home / ".config" / "golem"
    for folder in (work, home / ".ssh", config / "skills"):
        folder.mkdir(parents=True)
    (home / ".ssh" / "id_rsa").write_text("canary")
    (home / "diary.txt").write_text("dear diary")
    (home / "list.txt").touch()
    (config / "skills" / "bad.py").write_text(MODULE.read_text())
    runner = Runner(
        trust=Trust(home),
        environ={"LANG": "C.UTF-8"},
        ground=Ground(home, (home / ".ssh",), (config,)),
    )
    start = starting(runner, lambda _folder: work)
    registry = Registry(config / "skills", config / "allowed.json", kept=base / "kept", start=start)
    registry.allow("bad")
    yield Room(
        registry,
        FakeContext(work, runner=runner.fresh(Grant(Capabilities(options={"wc": ("--version",)})))),
        home,
        config,
    )
    registry.close()


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        ("leave", "bad.leave was ended: its process ended in the midst of it"),
        ("fault", "bad.fault was ended: its process ended in the midst of it"),
        ("raises", "bad.raises failed: RuntimeError: on \x1b[2J purpose"),
        ("hang", "bad.hang was ended: it took too long"),
        ("shows", "bad.shows was ended: it said too much"),
        ("garbage", "bad.garbage was ended: it said what makes no sense"),
        ("endless", "bad.endless was ended: it sent more than a mebibyte without an end of line"),
        ("forges", "bad.forges was ended: it said Described where that makes no sense"),
        ("huge", "bad.huge was ended: it sent more than a mebibyte"),
        ("long", "bad.long was ended: it said what makes no sense"),
        ("no_reply", "bad.no_reply failed: TypeError: the skill gave str, not a Reply"),
    ],
)
def test_attack_is_one_failed_turn(room: Room, attack: str, said: str) -> None:
    """It is told in one line, and the module works again at the next call."""
    reply = room.call(attack)
    assert not reply.ok
    assert reply.spoken.startswith(said)
    assert len(reply.spoken.splitlines()) == 1
    assert room.still_works()


@pytest.mark.parametrize("attack", ["raises", "fault", "hang", "shows"])
def test_line_at_fault_is_shown(room: Room, attack: str) -> None:
    """What raises, crashes, hangs or floods is told with its file and a line of the very function."""
    reply = room.call(attack)
    place, _, said = reply.printed.partition(": ")
    assert said == reply.spoken
    file, _, line = place.rpartition(":")
    assert file == str(room.config / "skills/bad.py")
    lines = MODULE.read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f'@attack("bad.{attack}"'))
    end = next(number for number in range(start + 1, len(lines)) if lines[number].startswith("@attack"))
    assert start < int(line) <= end


def test_process_is_kept_between_calls_and_new_after_a_fault(room: Room) -> None:
    """The same one answers twice; after a crash it is another."""
    first = room.call("good").spoken
    assert room.call("good").spoken == first
    room.call("leave")
    assert room.call("good").spoken != first


def test_printing_is_no_fault_and_goes_nowhere(room: Room) -> None:
    """What a module prints neither blocks it nor reaches the protocol."""
    assert room.call("prints").spoken == "printed"


def test_stop_ends_it_at_once(room: Room) -> None:
    """A skill without a time limit is ended when the user says so."""
    assert room.still_works()
    threading.Timer(0.3, lambda: setattr(room.context, "stopped", True)).start()
    try:
        reply = room.call("waits")
    finally:
        room.context.stopped = False
    assert (reply.ok, reply.spoken) == (False, "bad.waits was stopped.")
    assert room.still_works()


def test_what_it_forked_is_ended_with_it(room: Room) -> None:
    """Also what has left its session."""
    assert not room.call("forks").ok
    marked = []
    for _ in range(100):
        marked = [entry for entry in Path("/proc").iterdir() if _works_in(entry, room.context.cwd)]
        if not marked:
            break
        time.sleep(0.1)
    assert not marked


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return process.name.isdigit() and (process / "cwd").readlink() == folder
    except OSError:
        return False


@confined
def test_key_is_not_read_and_what_was_declared_is(room: Room) -> None:
    """The policy's closed places stay closed, whatever a module declares."""
    assert room.call("reads", path=str(room.home / "diary.txt")).spoken == "dear diary"
    reply = room.call("reads", path=str(room.home / ".ssh" / "id_rsa"))
    assert not reply.ok
    assert "PermissionError" in reply.spoken
    assert "canary" not in reply.spoken + reply.printed


@confined
@pytest.mark.parametrize("name", ["policy.toml", "allowed.json", "skills/new.py", "skills/bad.py", "config.toml"])
def test_golems_own_files_are_not_written(room: Room, name: str) -> None:
    """Neither one that is there nor one that is not, though it may write everywhere else at home."""
    file = room.config / name
    before = file.read_bytes() if file.exists() else None
    for free in (room.home / "list.txt", room.context.cwd / "new.txt"):
        free.write_text("")
        assert room.call("writes", path=str(free)).ok
        assert free.read_text() == "evil"
    assert not room.call("writes", path=str(file)).ok
    assert (file.read_bytes() if file.exists() else None) == before


@confined
def test_network_is_closed(room: Room) -> None:
    """A server on this very machine is not reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        assert not room.call("connects", port=str(server.getsockname()[1])).ok
        with pytest.raises(TimeoutError):
            server.accept()


def test_patching_golem_patches_its_own_process_only(room: Room) -> None:
    """The rules and limits here are as they were."""
    before, most = rules.RULES, limits.MOST_SAID
    assert room.call("patches").ok
    assert before is rules.RULES
    assert before
    assert most == limits.MOST_SAID


@confined
def test_program_is_not_started_without_asking(room: Room) -> None:
    """The kernel refuses what the module starts by itself."""
    reply = room.call("starts_itself")
    assert not reply.ok
    assert "PermissionError" in reply.spoken


def test_only_declared_programs_are_started(room: Room) -> None:
    """Golem starts what the skill declares, and nothing else for it."""
    assert room.call("starts", program="wc").spoken.startswith("wc ")
    started = len(room.context.started)
    for program in ("id", "/usr/bin/wc", "sh"):
        reply = room.call("starts", program=program)
        assert not reply.ok
        assert "is not among the binaries that the skill declares" in reply.spoken
    assert len(room.context.started) == started


def test_session_is_not_changed_by_what_only_looks(room: Room) -> None:
    """And nothing of what was said before is told."""
    assert room.call("wishes").spoken == "done: []"
    assert not room.context.session.quitting
    assert not room.context.session.asleep


def test_plan_that_hangs_is_the_description_and_undo_is_data(room: Room) -> None:
    """A person is still asked, and what would put it back is a call that the gate will judge."""
    skill = room.registry.skill("bad.plans")
    file = room.context.cwd / "a.txt"
    file.touch()
    match = Match(skill.intent, (), 1.0, "template")
    assert skill.plan is not None
    with pytest.raises(worker.WorkerFault, match="too long"):
        skill.plan(cwd=room.context.cwd, file=file)
    assert Call(skill, match, None, room.context.cwd).plan() == "Destroy something."  # type: ignore[arg-type] # unread
    assert skill.undo is not None
    assert skill.undo(room.context.cwd, file=file) == Inverse("trash.delete", {"path": file})


def test_slot_of_its_own_is_asked_there_and_answers_data(room: Room) -> None:
    """Texts, numbers and paths come back; an object does not; a hang is no match, and costs one time limit."""
    thing, host = (slot.type for slot in room.registry.skill("bad.odd").intent.slots)
    scene = Scene(room.context.cwd, room.home)
    assert thing.resolve("number", scene) == Resolved(7, 1.0)
    assert thing.resolve("path", scene) == Resolved(room.context.cwd / "below", 1.0)
    for said in ("object", "nan", "nothing"):
        assert isinstance(thing.resolve(said, scene), Unresolved)
    assert host.resolve("web server too", scene) == Resolved("web server two", pytest.approx(0.9, abs=0.1))
    assert host.resolve(room.context.cwd.name, scene) == Resolved(room.context.cwd.name, 1.0)
    assert room.call("odd", thing=7, host="work").spoken == "7 on work"
    assert isinstance(thing.resolve("hang", scene), Unresolved)
    began = time.monotonic()
    for _ in range(50):
        assert isinstance(thing.resolve("number", scene), Unresolved)
    assert time.monotonic() - began < limits.START_S


def test_no_module_reaches_a_service(tmp_path: Path, start: Start) -> None:
    """One that declares a service is refused when it is to be allowed, with the line and what to do."""
    (tmp_path / "loud.py").write_text(
        "from skills.author import Capabilities, Context, Effect, Reply, skill\n\n"
        '@skill("loud.er", says=["blare"], kind="command", effect=Effect.CHANGE,\n'
        '       capabilities=Capabilities(binaries=("pactl",), services=("sound",)))\n'
        "def act(context: Context) -> Reply:\n"
        '    """Blare."""\n'
        '    return Reply("blared")\n'
    )
    registry = Registry(tmp_path, tmp_path / "allowed.json", start=start)
    with closing(registry), pytest.raises(SkillFault, match="services are for Golem's own skills"):
        registry.allow("loud")
    assert "loud.er" not in registry.allowed_ids
