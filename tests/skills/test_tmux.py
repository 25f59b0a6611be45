"""The workspace by a real tmux: panes, windows, what a name may do to it, and what is said when it is gone."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills import options
from skills.families import editor, panes
from skills.panes import WorkspaceFault
from skills.process import ProcessFault, Runner
from skills.sandbox import Grant
from skills.spec import Effect
from skills.testing import FakeContext
from skills.tmux import CONFIGURATION, USAGE, Tmux, words
from tests.skills.workspace import NEEDS_TMUX, end, shows, until, workspace

pytestmark = [pytest.mark.tmux, NEEDS_TMUX]
ROOT = Path(__file__).parents[2]
SLEEPING = ["/bin/sleep", "600"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tmux]:
    """One workspace for the tests that leave a pane behind."""
    with workspace(tmp_path_factory.mktemp("shared")) as made:
        yield made


def test_a_program_gets_a_pane_and_the_pane_goes_with_it(shared: Tmux, tmp_path: Path) -> None:
    """It is started in the folder, and is where words go."""
    pane = shared.open(SLEEPING, tmp_path)
    assert shared.current() == pane
    assert Path(f"/proc/{pane.pid}/cwd").resolve() == tmp_path.resolve()
    shared.close(pane)
    assert pane.id not in {each.id for each in shared.panes()}


@pytest.mark.parametrize(
    "name", ["#(touch mark)", "a;", "x; kill-server", "#{pane_id}", "%H", "-t", "'", '"$(touch mark)"']
)
def test_a_folder_and_an_argument_are_only_names(shared: Tmux, tmp_path: Path, name: str) -> None:
    """tmux's formats, its separators and a shell's signs do nothing in them."""
    folder = tmp_path / name
    folder.mkdir()
    pane = shared.open([sys.executable, "-c", "import time; time.sleep(600)", name, "--", name], folder)
    assert Path(f"/proc/{pane.pid}/cmdline").read_bytes().split(b"\0")[3:6] == [name.encode(), b"--", name.encode()]
    assert Path(f"/proc/{pane.pid}/cwd").resolve() == folder.resolve()
    assert not list(tmp_path.rglob("mark"))
    shared.close(pane)


@given(st.text(min_size=1))
def test_no_argument_ends_as_a_separator_does(argument: str) -> None:
    """What tmux makes of it again is the argument, by its own rule."""
    sent = words(argument)
    if sent.endswith(";"):
        assert sent.endswith("\\;")
        assert f"{sent[:-2]};" == argument
    else:
        assert sent == argument


def test_one_argument_alone_would_go_to_a_shell_and_is_refused(shared: Tmux, tmp_path: Path) -> None:
    """tmux runs a list as it is, and a single word by sh."""
    with pytest.raises(WorkspaceFault):
        shared.open(["touch mark"], tmp_path)


@pytest.mark.parametrize(
    "asked",
    [
        "run-shell id", "if-shell id x", "pipe-pane id", "source-file /tmp/x", "set-hook x id", "command-prompt",
        "display-popup id", "set-option -g default-command id", "set-option -g default-shell /tmp/evil",
        "new-window -c #(id)", "new-window -- id", "new-session -- id x", "respawn-pane -k", "send-keys x Enter",
        "send-keys -H 41", "split-window id", "split-window -e X=y", "bind-key x run-shell id", "kill-server",
        "display-message -p #(id)", "load-buffer /etc/shadow", "save-buffer /tmp/x", "capture-pane -p -e x", "",
        "set-environment LD_PRELOAD x", "-C", "-c id", "-f /tmp/evil.conf -c id", "-V",
    ],
)  # fmt: skip
def test_tmux_is_asked_for_nothing_else(asked: str) -> None:
    """No way of tmux's own to run a command, to read or write a file, or to name a folder."""
    with pytest.raises(ProcessFault):
        options.check("tmux", asked.split(), {"tmux": USAGE})


def test_no_skill_reaches_tmux() -> None:
    """It is in no table that a skill could name it from, and one file alone is given the door."""
    with pytest.raises(ProcessFault):
        Runner(grant=Grant()).run(["tmux", "list-panes"], cwd=Path("/"))
    assert "tmux" not in options.TABLES
    assert "tmux" in options.WRAPPERS
    callers = {
        file.relative_to(ROOT).as_posix()
        for package in ("intents", "skills", "policies", "shell")
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"tmux", "attach"} and "runner" in ast.unparse(node.value)
    }
    assert callers == {"shell/workspace.py"}


def test_only_golems_own_configuration_is_read() -> None:
    """And that runs nothing."""
    text = CONFIGURATION.read_text("utf-8")
    assert all(line.startswith(("#", "set ")) for line in text.splitlines())
    assert "#(" not in text


def test_a_pane_gets_an_environment_made_from_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Golem inherited does not reach what runs beside it."""
    for name in ("LD_PRELOAD_X", "BASH_ENV", "SSH_AUTH_SOCK", "TMUX"):
        monkeypatch.setenv(name, "/tmp/evil")
    with workspace(tmp_path) as tmux:
        pane = tmux.open(SLEEPING, tmp_path)
        given = Path(f"/proc/{pane.pid}/environ").read_bytes()
    assert b"/tmp/evil" not in given
    assert b"HOME=" in given


def test_windows_splits_and_scrolling(tmp_path: Path) -> None:
    """Each skill does what it says, and says what it cannot."""
    with workspace(tmp_path) as tmux:
        context = FakeContext(tmp_path, workspace=tmux)
        assert panes.other(context).ok is False
        assert panes.split_beside(context).ok
        assert panes.split_below(context).ok
        before = tmux.current().id
        assert panes.other(context).ok
        assert tmux.current().id != before
        assert panes.zoom(context).spoken == "It fills the window."
        assert panes.zoom(context).spoken == "All panes are back."
        assert panes.new_window(context).spoken == "Window 2."
        assert panes.show_window(context, 1).ok
        with pytest.raises(WorkspaceFault, match="there is no window 7"):
            panes.show_window(context, 7)
        assert panes.scroll_up(context).ok
        assert tmux.current().scrolled
        assert panes.bottom(context).ok
        assert not tmux.current().scrolled
        count = len(tmux.panes())
        context.inside = tmux.look()
        assert panes.close(context).ok
        assert len(tmux.panes()) == count - 1


def test_an_editor_opens_beside_and_golem_goes_on(tmp_path: Path) -> None:
    """The reply comes at once; the file's name is a name, whatever it holds."""
    file = tmp_path / "#(touch mark);"
    file.write_text("hello\n")
    with workspace(tmp_path) as tmux:

        class Opening(FakeContext):
            def beside(self, argv):
                runner = Runner(grant=Grant(editor.EDITING))
                tmux.open(runner.ready(argv, cwd=tmp_path), tmp_path)

        reply = editor.open_file(Opening(tmp_path, workspace=tmux), file, "vim")
        assert reply.spoken == "Opened #(touch mark); beside."
        pane = tmux.current()
        until(lambda: shows(tmux, pane, "hello"))
        assert shows(tmux, pane, "mark);")
    assert not (tmp_path / "mark").exists()


@pytest.mark.parametrize("program", ["python3", "git", "sh"])
def test_only_an_editor_gets_a_pane(program: str, tmp_path: Path) -> None:
    """In a pane nothing is confined, so nothing else is made ready for one."""
    with pytest.raises(ProcessFault):
        Runner(grant=Grant(editor.EDITING)).ready([program], cwd=tmp_path)


def test_a_pane_that_was_closed_is_said_so(shared: Tmux, tmp_path: Path) -> None:
    """In one line."""
    pane = shared.open(SLEEPING, tmp_path)
    shared.close(pane)
    with pytest.raises(WorkspaceFault, match="that pane was closed meanwhile"):
        shared.scroll(pane, "up")


def test_a_dead_server_is_said_so(tmp_path: Path) -> None:
    """In one line that says what to do, from every skill."""
    with workspace(tmp_path) as tmux:
        end(tmux)
        for act in (panes.new_window, panes.zoom, panes.close, panes.scroll_up):
            with pytest.raises(WorkspaceFault, match="golem --workspace starts it again"):
                act(FakeContext(tmp_path, workspace=tmux))


def test_without_a_workspace_nothing_is_there_to_split(tmp_path: Path) -> None:
    """The way to one is named."""
    with pytest.raises(WorkspaceFault, match="golem --workspace starts one"):
        panes.zoom(FakeContext(tmp_path))


def test_closing_a_pane_is_destroying(tmp_path: Path) -> None:
    """What runs in it is lost, and nothing brings it back."""
    skill = next(one for one in panes.__dict__["__golem_skills__"] if one.id == "panes.close")
    assert skill.effect is Effect.DESTROY
    assert skill.irreversible
