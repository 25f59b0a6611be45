"""Which skills there are: Golem's own, and a user's modules once they are allowed."""

from __future__ import annotations

import json
import py_compile
from pathlib import Path

import pytest

from skills.author import SkillFault
from skills.registry import Registry
from skills.spec import Origin

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


def test_module_runs_no_line_until_it_is_allowed(modules: Path, allow_file: Path) -> None:
    """A new module waits; allowing it loads it, now and the next time."""
    mark = modules / "ran"
    (modules / "greet.py").write_text(f"open({str(mark)!r}, 'w').close()\n{MODULE}")
    registry = Registry(modules, allow_file)
    assert [waiting.name for waiting in registry.pending] == ["greet"]
    assert "greet.hello" not in registry.allowed_ids
    assert not mark.exists()
    registry.allow("greet")
    assert not registry.pending
    for again in (registry, Registry(modules, allow_file)):
        assert again.skill("greet.hello").origin is Origin.USER
        assert again.skill("greet.hello").module == "greet.py"
    assert not [path for path in allow_file.parent.iterdir() if path != allow_file]


def test_changed_module_waits_again(modules: Path, allow_file: Path) -> None:
    """Only the content that was allowed runs; one more letter and it is asked for anew."""
    (modules / "greet.py").write_text(MODULE)
    Registry(modules, allow_file).allow("greet")
    (modules / "greet.py").write_text(MODULE + "#")
    registry = Registry(modules, allow_file)
    assert [(waiting.name, waiting.changed) for waiting in registry.pending] == [("greet", True)]
    assert "greet.hello" not in registry.allowed_ids


def test_cached_compilation_of_another_text_is_not_run(modules: Path, allow_file: Path, tmp_path: Path) -> None:
    """A planted .pyc cannot stand in for the text that was allowed."""
    source = modules / "greet.py"
    mark = tmp_path / "ran"
    source.write_text(f"open({str(mark)!r}, 'w').close()\n")
    py_compile.compile(str(source), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    source.write_text(MODULE)
    Registry(modules, allow_file).allow("greet")
    assert "greet.hello" in Registry(modules, allow_file).allowed_ids
    assert not mark.exists()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("def f(:\n", "line 1: SyntaxError"),
        ("import no_such_module_x", "ModuleNotFoundError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("1 / 0", "ZeroDivisionError"),
        ("x = 1", "has no function with @skill"),
        (MODULE.replace("greet me", "greet {you}"), "greet.hello: sentence 'greet {you}' has a slot {you}"),
        (MODULE.replace("greet.hello", "git.status"), "git.status is already a skill of skills.families.git"),
        ("\0", "null bytes"),
    ],
)
def test_faulty_module_is_refused_and_the_others_go_on(modules: Path, allow_file: Path, text: str, fault: str) -> None:
    """Allowing it says why not, in one line with the file's name; nothing of it is kept."""
    (modules / "bad.py").write_text(text)
    (modules / "greet.py").write_text(MODULE)
    registry = Registry(modules, allow_file)
    with pytest.raises(SkillFault) as caught:
        registry.allow("bad")
    assert str(caught.value).startswith("bad.py: ")
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)
    registry.allow("greet")
    assert "bad" not in json.loads(allow_file.read_text())["modules"]
    assert registry.skill("git.status").origin is Origin.BUILTIN


def test_fault_that_comes_later_is_named_and_skipped(modules: Path, allow_file: Path) -> None:
    """A module that was allowed and fails at the next start stops nothing."""
    (modules / "moody.py").write_text(
        f"import pathlib\nassert not pathlib.Path({str(modules / 'x')!r}).exists()\n{MODULE}"
    )
    Registry(modules, allow_file).allow("moody")
    (modules / "x").touch()
    registry = Registry(modules, allow_file)
    assert registry.faults == ["moody.py: AssertionError: "]
    assert "git.status" in registry.allowed_ids


def test_deny_and_allow_again(modules: Path, allow_file: Path) -> None:
    """A skill of Golem's own is denied by its id, a module by its name; both can be allowed again."""
    (modules / "greet.py").write_text(MODULE)
    registry = Registry(modules, allow_file)
    registry.allow("greet")
    registry.deny("trash.delete")
    registry.deny("greet")
    for again in (registry, Registry(modules, allow_file)):
        assert not again.allowed_ids & {"trash.delete", "greet.hello"}
        assert "trash.delete" in {skill.id for skill in again.known}
    registry = Registry(modules, allow_file)
    registry.allow("trash.delete")
    assert "trash.delete" in Registry(modules, allow_file).allowed_ids
    for act in (registry.allow, registry.deny):
        with pytest.raises(SkillFault, match="golem skills list"):
            act("nonsense")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"modules": 3, "denied": []}', '{"denied": []}', "\xff"])
def test_broken_allow_list_allows_nothing_silently(modules: Path, allow_file: Path, content: str) -> None:
    """It is said to be unreadable, and not taken for an empty one, which would lift every denial."""
    allow_file.parent.mkdir()
    allow_file.write_bytes(content.encode("latin-1"))
    with pytest.raises(SkillFault, match="cannot be read"):
        Registry(modules, allow_file)


def test_no_folder_and_no_list_are_fine(tmp_path: Path) -> None:
    """On a fresh machine there are Golem's own skills; allowing has nowhere to be kept, and says so."""
    registry = Registry(tmp_path / "none", None)
    assert registry.skills
    assert not registry.faults
    with pytest.raises(SkillFault, match="no folder to keep"):
        registry.deny("git.status")
