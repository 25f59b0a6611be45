"""Where binaries come from, whom we trust to have put them there, and what they inherit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.programs import PASSED_ON, ProgramMissing, Trust, distrust


def program(path: Path, mode: int = 0o755) -> Path:
    """An executable file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(mode)
    return path


def test_system_folders_come_first(home: Path, folder: Path) -> None:
    """A tool chain's folder cannot stand in for what the system has."""
    program(home / ".local/bin/pytest")
    system = program(folder / "bin/pytest")
    assert Trust(home, system=(folder / "bin",)).resolve("pytest", folder) == system


def test_only_listed_programs_come_from_the_home_folder(home: Path, folder: Path) -> None:
    """cargo may be in ~/.cargo/bin; a git there is never run."""
    cargo = program(home / ".cargo/bin/cargo")
    program(home / ".cargo/bin/git")
    program(home / ".local/bin/git")
    trust = Trust(home, system=())
    assert trust.resolve("cargo", folder) == cargo
    with pytest.raises(ProgramMissing, match="git is not installed here"):
        trust.resolve("git", folder)


def test_newest_node_is_taken(home: Path, folder: Path) -> None:
    """Of nvm's versions the highest number wins, not the last in the alphabet."""
    program(home / ".nvm/versions/node/v9.11.0/bin/npm")
    newest = program(home / ".nvm/versions/node/v20.1.0/bin/npm")
    assert Trust(home, system=()).resolve("npm", folder) == newest


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_everyone_may_write_is_not_run(home: Path, folder: Path, what: str) -> None:
    """A binary that any user could have replaced is refused, with the reason."""
    binary = program(folder / "bin/tool")
    (binary if what == "file" else binary.parent).chmod(0o777)
    with pytest.raises(ProgramMissing, match="everyone may write"):
        Trust(home, system=(folder / "bin",)).resolve("tool", folder)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
def test_foreign_owner_is_not_trusted(folder: Path) -> None:
    """A binary of neither root nor the user is refused."""
    binary = program(folder / "bin/tool")
    os.chown(binary, 12345, 12345)
    assert "belongs to neither" in (distrust(binary) or "")


def test_link_is_judged_by_what_it_points_to(folder: Path) -> None:
    """A link in a good folder to a binary in a bad one is refused."""
    bad = program(folder / "bad/tool")
    bad.parent.chmod(0o777)
    (folder / "good").mkdir()
    (folder / "good/tool").symlink_to(bad)
    assert "everyone may write" in (distrust(folder / "good/tool") or "")


def test_projects_own_python_may_be_named_by_its_path(home: Path, folder: Path) -> None:
    """From the project's folder and those below it; another project's is refused."""
    own = program(folder / ".venv/bin/python")
    (folder / ".venv/pyvenv.cfg").write_text("")
    (folder / "src").mkdir()
    trust = Trust(home)
    assert trust.resolve(str(own), folder / "src") == own
    assert trust.environment(own, {})["VIRTUAL_ENV"] == str(folder / ".venv")
    assert trust.path_for(own).split(":")[0] == str(own.parent)
    with pytest.raises(ProgramMissing, match="is a path"):
        trust.resolve(str(own), home)


@given(st.dictionaries(st.text(), st.text()))
def test_environment_only_ever_holds_the_listed_names(inherited: dict[str, str]) -> None:
    """Whatever is inherited, no other name gets through, and no value with a control character."""
    found = Trust(Path("/home/ann")).environment(Path("/usr/bin/env"), inherited)
    assert found.keys() <= {*PASSED_ON, "PATH"}
    assert all(character.isprintable() for value in found.values() for character in value if ord(character) < 128)


@given(st.text())
def test_odd_names_never_resolve_to_a_path_outside(name: str) -> None:
    """Any words give a missing program or a file right in a trusted folder."""
    trust = Trust(Path("/nonexistent"))
    try:
        found = trust.resolve(name, Path("/"))
    except ProgramMissing as missing:
        assert "\n" not in str(missing).replace(name, "")
    else:
        assert found.parent in trust.system
