"""Which skills there are: Golem's own, and a user's modules once they are allowed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from skills.author import SkillFault
from skills.capabilities import Capabilities
from skills.foreign.worker import Place, Speaking, Start
from skills.registry import Registry
from skills.sayings.meanings import MEANINGS
from skills.spec import Origin, Reply
from skills.testing import FakeContext

MODULE = '''
from skills.author import Context, Effect, Reply, skill

@skill("greet.hello", says=["greet me"], kind="command", effect=Effect.OBSERVE)
def hello(context: Context) -> Reply:
    """Greet."""
    return Reply("Hello.")
'''


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """The user's folder of modules."""
    folder = tmp_path / "skills"
    folder.mkdir()
    return folder


@pytest.fixture
def allow_file(tmp_path: Path) -> Path:
    """Where the allow-list is kept."""
    return tmp_path / "state" / "allowed.json"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where what was allowed is kept."""
    return tmp_path / "kept"


Opened = Callable[[], Registry]


@pytest.fixture
def places() -> list[Place]:
    """Every process of a module that was started, by what it could touch."""
    return []


@pytest.fixture
def opened(modules: Path, allow_file: Path, kept: Path, start: Start, places: list[Place]) -> Iterator[Opened]:
    """Opens a registry as the next Golem would; their processes are ended afterwards."""
    made: list[Registry] = []

    def started(place: Place) -> Speaking:
        places.append(place)
        return start(place)

    def open_() -> Registry:
        made.append(Registry(modules, allow_file, kept=kept, start=started))
        return made[-1]

    yield open_
    for registry in made:
        registry.close()


def test_module_runs_no_line_until_it_is_allowed(
    modules: Path, allow_file: Path, opened: Opened, places: list[Place]
) -> None:
    """A new module waits and no process is started for it; allowing it loads it, and the next start needs none."""
    (modules / "greet.py").write_text(MODULE)
    registry = opened()
    assert [waiting.name for waiting in registry.pending] == ["greet"]
    assert "greet.hello" not in registry.allowed_ids
    assert not places
    registry.allow("greet")
    assert not registry.pending
    assert [place.capabilities for place in places] == [Capabilities(reads=())]
    for again in (registry, opened()):
        assert again.skill("greet.hello").origin is Origin.USER
        assert again.skill("greet.hello").module == "greet.py"
    assert len(places) == 1
    assert not [path for path in allow_file.parent.iterdir() if path != allow_file]


def test_changed_module_waits_again(modules: Path, allow_file: Path, opened: Opened) -> None:
    """Only the content that was allowed runs; one more letter and it is asked for anew."""
    (modules / "greet.py").write_text(MODULE)
    opened().allow("greet")
    (modules / "greet.py").write_text(MODULE + "#")
    registry = opened()
    assert [(waiting.name, waiting.changed) for waiting in registry.pending] == [("greet", True)]
    assert "greet.hello" not in registry.allowed_ids


def test_difference_is_told_from_what_was_allowed(modules: Path, kept: Path, opened: Opened) -> None:
    """Nothing for a module that is new or the same, else each line that changed, and never nothing."""
    file = modules / "greet.py"
    file.write_text(MODULE)
    assert opened().change("nonsense") is None
    new = opened().change("greet")
    assert new is not None
    assert new.difference is None
    opened().allow("greet")
    same = opened().change("greet")
    assert same is not None
    assert same.difference == ()
    file.write_text(MODULE.replace("Hello", "Bye\x1b[2J"))
    change = opened().change("greet")
    assert change is not None
    assert change.difference is not None
    assert [line for line in change.difference if line[0] in "+-"][2:] == [
        '-    return Reply("Hello.")',
        '+    return Reply("Bye\x1b[2J.")',
    ]
    file.write_bytes(MODULE.replace("\n", "\r\n").encode())
    ends = opened().change("greet")
    assert ends is not None
    assert ends.difference == ("(nothing but the ends of its lines)",)
    next(kept.iterdir()).unlink()
    lost = opened().change("greet")
    assert lost is not None
    assert lost.difference == ("(what was allowed before is not kept: read the whole file)",)


def test_only_what_was_shown_is_allowed(modules: Path, opened: Opened) -> None:
    """A file that was changed while its difference was read is not allowed."""
    (modules / "greet.py").write_text(MODULE)
    registry = opened()
    change = registry.change("greet")
    assert change is not None
    (modules / "greet.py").write_text(MODULE + "#")
    with pytest.raises(SkillFault, match="changed while"):
        registry.allow("greet", change.content)
    assert "greet.hello" not in opened().allowed_ids


def test_what_was_allowed_is_kept_private(modules: Path, kept: Path, opened: Opened) -> None:
    """One file a module, for its owner alone, gone when the module is taken back."""
    (modules / "greet.py").write_text(MODULE)
    opened().allow("greet")
    assert {file.name: file.stat().st_mode & 0o777 for file in kept.iterdir()} == {"greet.json": 0o600}
    opened().deny("greet")
    assert not list(kept.iterdir())


def test_kept_description_counts_only_for_its_own_text(modules: Path, kept: Path, opened: Opened) -> None:
    """One that was planted for another text, or is broken, is not believed: the module is asked again."""
    (modules / "greet.py").write_text(MODULE)
    opened().allow("greet")
    file = kept / "greet.json"
    good = file.read_text()
    for broken in ("", "{}", "[", good.replace('"observe"', '"none"'), good.replace("Greet.", "Greet!")[:-1]):
        file.write_text(broken)
        assert opened().skill("greet.hello").intent.description == "Greet."
        assert file.read_text() == good
    (modules / "other.py").write_text(MODULE.replace("greet", "other").replace("Greet", "Other"))
    opened().allow("other")
    file.write_text((kept / "other.json").read_text())
    assert opened().skill("greet.hello").intent.description == "Greet."


def test_module_is_one_file(modules: Path, opened: Opened) -> None:
    """What lies beside it is not what was allowed, and is not found; nor is what lies in the working folder."""
    (modules / "beside.py").write_text("x = 1\n")
    (modules / "greet.py").write_text(f"import beside\n{MODULE}")
    with pytest.raises(SkillFault, match=r"greet\.py:1: ModuleNotFoundError: No module named 'beside'"):
        opened().allow("greet")


def test_text_is_read_as_it_was_shown(modules: Path, opened: Opened) -> None:
    """A line that names another encoding hides nothing: the module is UTF-8, or is refused."""
    hidden = "+AAo-raise SystemExit(3)"
    (modules / "greet.py").write_text(f"# coding: utf-7\n# {hidden}\n{MODULE}")
    opened().allow("greet")
    (modules / "odd.py").write_bytes(b"# coding: latin-1\n# \xff\n" + MODULE.encode())
    with pytest.raises(SkillFault, match=r"odd.py: is not UTF-8 text"):
        opened().allow("odd")


def test_module_stays_off_where_it_cannot_be_confined(modules: Path, allow_file: Path, opened: Opened) -> None:
    """With a reason for that nothing of it runs, it cannot be allowed, and Golem's own skills go on."""
    (modules / "greet.py").write_text(MODULE)
    opened().allow("greet")
    for registry in (Registry(modules, allow_file, off="no kernel"), Registry(modules, allow_file)):
        assert registry.off
        assert registry.modules == ["greet"]
        assert "greet.hello" not in registry.allowed_ids
        assert "git.status" in registry.allowed_ids
        with pytest.raises(SkillFault, match=f"cannot be allowed: {registry.off}"):
            registry.allow("greet")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("def f(:\n", "bad.py:1: SyntaxError"),
        ("import no_such_module_x", "ModuleNotFoundError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("1 / 0", "ZeroDivisionError"),
        ("x = 1", "has no function with @skill"),
        (MODULE.replace("greet me", "greet {you}"), "greet.hello: sentence 'greet {you}' has a slot {you}"),
        (MODULE.replace("greet.hello", "git.status"), "git.status is already a skill of skills.families.git"),
        ("\0", "null bytes"),
    ],
)
def test_faulty_module_is_refused_and_the_others_go_on(
    modules: Path, allow_file: Path, opened: Opened, text: str, fault: str
) -> None:
    """Allowing it says why not, in one line with the file's name; nothing of it is kept."""
    (modules / "bad.py").write_text(text)
    (modules / "greet.py").write_text(MODULE)
    registry = opened()
    with pytest.raises(SkillFault) as caught:
        registry.allow("bad")
    assert re.match(r"bad\.py:(\d+:)? ", str(caught.value))
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)
    registry.allow("greet")
    assert "bad" not in json.loads(allow_file.read_text())["modules"]
    assert registry.skill("git.status").origin is Origin.BUILTIN


def test_fault_that_comes_later_is_one_failed_turn(modules: Path, kept: Path, opened: Opened, tmp_path: Path) -> None:
    """A module that was allowed and cannot be loaded later stops nothing; asked to describe itself, it is left out."""
    (modules / "moody.py").write_text(
        f"import pathlib\nassert not pathlib.Path({str(modules / 'x')!r}).exists()\n{MODULE}"
    )
    opened().allow("moody")
    (modules / "x").touch()
    registry = opened()
    assert registry.faults == []
    reply = registry.skill("greet.hello").run(FakeContext(tmp_path))
    assert (reply.ok, reply.spoken) == (False, "greet.hello cannot be loaded: AssertionError: .")
    next(kept.iterdir()).unlink()
    registry = opened()
    assert registry.faults == ["moody.py:2: AssertionError: "]
    assert "git.status" in registry.allowed_ids


def test_process_is_started_before_the_time_counts(
    modules: Path, opened: Opened, places: list[Place], tmp_path: Path
) -> None:
    """Getting ready starts what the call then runs in; a module that cannot be loaded is told of there already."""
    (modules / "greet.py").write_text(MODULE)
    (modules / "moody.py").write_text(
        f"import pathlib\nassert not pathlib.Path({str(modules / 'x')!r}).exists()\n{MODULE.replace('greet', 'moody')}"
    )
    registry = opened()
    registry.allow("greet")
    registry.allow("moody")
    (modules / "x").touch()
    greet, moody = registry.skill("greet.hello"), registry.skill("moody.hello")
    assert greet.ready is not None
    assert moody.ready is not None
    before = len(places)
    assert greet.ready(FakeContext(tmp_path)) is None
    assert len(places) == before + 1
    assert greet.run(FakeContext(tmp_path)) == Reply("Hello.")
    assert len(places) == before + 1
    told = moody.ready(FakeContext(tmp_path))
    assert told is not None
    assert (told.spoken, told.ok) == ("moody.hello cannot be loaded: AssertionError: .", False)


def test_deny_and_allow_again(modules: Path, allow_file: Path, opened: Opened) -> None:
    """A skill of Golem's own is denied by its id, a module by its name; both can be allowed again."""
    (modules / "greet.py").write_text(MODULE)
    registry = opened()
    registry.allow("greet")
    registry.deny("trash.delete")
    registry.deny("greet")
    for again in (registry, opened()):
        assert not again.allowed_ids & {"trash.delete", "greet.hello"}
        assert "trash.delete" in {skill.id for skill in again.known}
    registry = opened()
    registry.allow("trash.delete")
    assert "trash.delete" in opened().allowed_ids
    for act in (registry.allow, registry.deny):
        with pytest.raises(SkillFault, match="golem skills list"):
            act("nonsense")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"modules": 3, "denied": []}', '{"denied": []}', "\xff"])
def test_broken_allow_list_allows_nothing_silently(
    modules: Path, allow_file: Path, opened: Opened, content: str
) -> None:
    """It is said to be unreadable, and not taken for an empty one, which would lift every denial."""
    allow_file.parent.mkdir()
    allow_file.write_bytes(content.encode("latin-1"))
    with pytest.raises(SkillFault, match="cannot be read"):
        opened()


def test_no_folder_and_no_list_are_fine(tmp_path: Path) -> None:
    """On a fresh machine there are Golem's own skills; allowing has nowhere to be kept, and says so."""
    registry = Registry(tmp_path / "none", None)
    assert registry.skills
    assert not registry.faults
    with pytest.raises(SkillFault, match="no folder to keep"):
        registry.deny("git.status")


def test_golems_own_skills_are_described_in_further_words() -> None:
    """Each further description is of a skill that is there, is one sentence, and names no value."""
    skills = {skill.id: skill.intent for skill in Registry().skills}
    assert set(MEANINGS) <= set(skills)
    assert all(skills[id_].meanings == meanings for id_, meanings in MEANINGS.items())
    told = [meaning for meanings in MEANINGS.values() for meaning in meanings]
    assert all(meaning.endswith(".") and "{" not in meaning for meaning in told)
    assert len(told) == len(set(told))
