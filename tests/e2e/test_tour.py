"""The README's tour, run as it stands: each command in a project like the one that it describes."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.e2e.golem_process import ROOT, Golem

pytestmark = pytest.mark.models

VARIES = re.compile(r"\d+(\.\d+)?")


def tour() -> list[tuple[str, list[str]]]:
    """Each command of the tour with the lines printed below it."""
    block = re.search(r"^```console\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    assert block is not None
    found: list[tuple[str, list[str]]] = []
    for line in block[1].splitlines():
        if line.startswith("$ golem"):
            found.append((line.removeprefix("$ golem "), []))
        else:
            found[-1][1].append(line)
    return found


def lay_out(folder: Path) -> None:
    """The project of the tour: two tests, one change, and old.log."""
    tests = "def test_one():\n    assert 1 + 1 == 2\n\n\ndef test_two():\n    assert 'a'.upper() == 'A'\n"
    for name, text in (("README.md", "# tour\n"), ("old.log", "x\n"), ("test_sample.py", tests), (".gitignore", "")):
        (folder / name).write_text(text)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "First"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    (folder / "README.md").write_text("# tour\n\nmore\n")


def test_the_tour_prints_what_the_readme_shows(golem: Golem) -> None:
    """Every command of the tour gives its last line, numbers and the model's own words aside."""
    lay_out(golem.folder)
    assert len(tour()) >= 8
    for command, shown in tour():
        done = golem.run(*shlex.split(command))
        assert done.returncode in {0, 1}, done.stderr
        if "joke" in command:
            assert done.stdout.strip()
            continue
        expected = VARIES.sub("#", shown[-1])
        printed = [VARIES.sub("#", line) for line in done.stdout.splitlines()]
        if command == "trust":
            assert printed == [VARIES.sub("#", f"trusted: {golem.folder}")]
        elif "disk" in command:
            assert any("GB free of" in line for line in printed), done.stdout
        elif "--yes" in command:
            assert any(line.endswith(expected) for line in printed), done.stdout
        elif command == "why":
            assert [line.split()[0] for line in printed] == [line.split()[0] for line in shown]
        else:
            assert expected in printed, f"{command}: {done.stdout}"
