"""Where the workspace is, who may look into its folder, and what is handed over to the Golem in its pane."""

from __future__ import annotations

import argparse
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from shell.cli import build_parser
from shell.places import places_of_user
from shell.workspace import LAUNCHER, WorkspaceError, arguments_of, hand_over, socket_of, workspace_at
from skills.process import Runner

ROOT = Path(__file__).parents[2]


def test_each_state_folder_has_a_workspace_of_its_own(tmp_path: Path) -> None:
    """In a folder that only the user can look into, by a path that is short enough for a socket."""
    tmp_path.chmod(0o700)
    here = {"XDG_RUNTIME_DIR": str(tmp_path)}
    one, other = (socket_of(places_of_user({"GOLEM_HOME": f"/home/{name}"}), here) for name in "ab")
    assert one != other
    assert one.parent == tmp_path / "golem"
    assert stat.S_IMODE(one.parent.stat().st_mode) == 0o700
    assert len(one.name) < 20


@pytest.mark.parametrize("spoiled", ["open", "link", "file"])
def test_a_folder_that_others_may_have_made_is_refused(spoiled: str, tmp_path: Path) -> None:
    """Whoever owns the folder of the socket owns what runs behind it."""
    folder = tmp_path / "golem"
    if spoiled == "open":
        folder.mkdir()
        folder.chmod(0o777)
    elif spoiled == "link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        folder.symlink_to(tmp_path / "elsewhere")
    else:
        folder.write_text("x")
    with pytest.raises(WorkspaceError):
        socket_of(places_of_user({"GOLEM_HOME": "/home/a"}), {"XDG_RUNTIME_DIR": str(tmp_path)})


def test_the_golem_in_the_pane_is_started_as_this_one_was(tmp_path: Path) -> None:
    """The same flags, and where the workspace is; no second workspace."""
    args = build_parser().parse_args(["--config", "/a.toml", "--workspace", "--typed"])
    given = arguments_of(args, tmp_path / "s")
    assert given == ["--config", "/a.toml", "--typed", "--beside", str(tmp_path / "s")]
    assert build_parser().parse_args(given).workspace is False


def test_settings_are_handed_over_for_the_users_eyes_and_taken_away(tmp_path: Path) -> None:
    """The note has mode 0600, lacks what belongs to a terminal, and is gone once it was read."""
    environment = {"GOLEM_HOME": str(tmp_path / "home"), "TERM": "x", "TMUX": "y", "API_KEY": "secret"}
    note = hand_over(tmp_path / "s", environment, ["--version"])
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert set(json.loads(note.read_text())["environment"]) == {"GOLEM_HOME", "API_KEY"}
    hostile = tmp_path / "shell"
    hostile.mkdir()
    (hostile / "__init__.py").write_text("raise SystemExit('the folder was imported from')")
    command = [sys.executable, "-I", str(LAUNCHER), str(note)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("golem "), done.stderr
    assert not note.exists()


def test_a_golem_in_no_pane_has_no_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only tmux tells a program which pane it is in."""
    monkeypatch.delenv("TMUX_PANE", raising=False)
    assert workspace_at("/run/x", Runner()) is None
    assert workspace_at(None, Runner()) is None


def test_no_terminal_no_workspace(tmp_path: Path) -> None:
    """One line that says what to do, and exit code 2."""
    command = [sys.executable, "-m", "shell", "--workspace"]
    environment = {"GOLEM_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, input="", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["golem: --workspace needs a terminal; golem do and golem --typed do not"]


def test_beside_is_for_golem_alone() -> None:
    """The option by which the pane's Golem learns of the workspace is in no help."""
    assert "--beside" not in build_parser().format_help()
    assert "--workspace" in build_parser().format_help()
    assert isinstance(build_parser().parse_args([]), argparse.Namespace)
