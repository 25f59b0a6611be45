"""Tables of one's own: read from the user's folder alone, told by file and key where wrong, and never looser."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.keys import KEYS
from skills import own_programs
from skills.families import hands
from skills.hands import ANYWHERE, Loses, Presses, Refused, weigh
from skills.known_programs import known, recognised
from skills.own_programs import ENTERS, VERBS, ProgramFault, load, own, read
from skills.panes import Inside, Pane
from skills.registry import Registry
from skills.testing import FakeContext
from skills.tmux import Tmux
from tests.skills.workspace import NEEDS_TMUX, shows, until, workspace

PAGE = Path(__file__).parents[2] / "docs/workspace.md"
PANE = Pane("%1", 1, True, True, False, 7, Path("/dev/pts/9"), 80, 24, 10, 5, False)
EDITOR = (
    'name = "ne"\nkind = "editor"\nexecutables = ["ne"]\nkeys = ["up"]\nprompt_rows = 1\n[verbs]\ntype = "{words}"\n'
)
SHELL = 'name = "nu"\nkind = "shell"\nexecutables = ["nu"]\nkeys = ["up"]\nraw = true\n[verbs]\ntype = "{words}"\n'


def table(folder: Path, text: str, name: str = "own.toml") -> Path:
    """A table in a folder."""
    file = folder / name
    file.write_text(text)
    return file


def test_tables_of_ones_own_come_after_golems(tmp_path: Path) -> None:
    """A folder that is not there is none; hidden files and others are passed over."""
    assert load(tmp_path / "none") == known()
    table(tmp_path, EDITOR)
    table(tmp_path, "nonsense", ".own.toml")
    table(tmp_path, "nonsense", "notes.txt")
    programs = load(tmp_path)
    assert [one.name for one in own(programs)] == ["ne"]
    assert recognised("ne", programs) == own(programs)[0]
    assert recognised("ne") is None
    assert recognised("vim.basic", programs) == recognised("vim.basic")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = ", "own.toml: Invalid value"),
        (EDITOR.replace("kind", "kynd"), "own.toml: no such key: `kynd`"),
        ("name = 'x'", "own.toml: it lacks `kind`"),
        (EDITOR.replace('"editor"', '"game"'), "own.toml: kind: Invalid enum value 'game'"),
        (EDITOR.replace('["ne"]', '["vim*"]'), "executables has 'vim\\*', and Golem knows 'vim' itself"),
        (EDITOR.replace('["ne"]', '["bash"]'), "executables has 'bash', and Golem knows"),
        (EDITOR.replace('["ne"]', '["pyth*"]'), "executables has 'pyth\\*', and Golem knows"),
        (EDITOR.replace('["ne"]', '["ssh"]'), "what is at the other end of 'ssh' cannot be known"),
        (EDITOR.replace('["ne"]', '["sudo"]'), "cannot be known"),
        (EDITOR.replace('["ne"]', '["*"]'), "executables has '\\*'; write a file's name"),
        (EDITOR.replace('["ne"]', '["../ne"]'), "write a file's name"),
        (EDITOR.replace('["ne"]', "[]"), "executables is empty"),
        (EDITOR.replace('["ne"]', '["xonsh"]'), "kind is 'editor', and 'xonsh' runs lines"),
        (EDITOR.replace('["up"]', '["pgup"]'), "keys has 'pgup', which is no key"),
        (EDITOR.replace("prompt_rows = 1", ""), None),
        (EDITOR.replace('["up"]', '["enter"]'), None),
        (EDITOR.replace('["up"]', '["enter"]').replace("prompt_rows = 1", ""), "keys has 'enter'; tell how it asks"),
        (EDITOR.replace("prompt_rows = 1", "") + "new_line = '<Enter>'\n", "verbs.new_line has an Enter; tell how"),
        (EDITOR.replace("prompt_rows = 1", "prompt_rows = 99"), "prompt_rows is a number of rows"),
        (EDITOR + "dance = 'x'\n", "verbs.dance is no verb; there are: bottom"),
        (EDITOR + "save = ''\n", "verbs.save sends nothing"),
        (EDITOR + "save = '{words}'\n", "verbs.save has {words}, which nothing fills"),
        (EDITOR + "find = '{words|nope}'\n", "verbs.find has {words\\|nope}, which nothing fills"),
        (EDITOR + 'save = "a\\u001b[A"\n', "verbs.save has characters that do not show"),
        (EDITOR.replace("prompt_rows", "ready = '('\nprompt_rows"), "ready is no regular expression"),
        (EDITOR.replace("prompt_rows", "prepare = '<M-x>'\nprompt_rows"), "expects is empty"),
        (EDITOR.replace("prompt_rows", "prepare = '{words}'\nexpects = 'x'\nprompt_rows"), "prepare has {words}"),
        (EDITOR + "[[then]]\nverb = 'quit'\nshows = 'x'\nkeys = 'y'\n", "then.1.verb is 'quit', which is none"),
        (EDITOR.replace("prompt_rows", "around = ['bash']\nprompt_rows"), "around has 'bash'; a shell does not wait"),
        (SHELL, None),
        (SHELL + "delete_line = '<C-e><C-u>'\n", None),
        (SHELL + "save = '<Enter>'\n", "verbs.save has <Enter>; in a shell only keys that edit the line are sent"),
        (SHELL + "save = '<C-j>'\n", "verbs.save has <C-j>"),
        (SHELL + "save = '<M-Enter>'\n", "verbs.save has <M-Enter>"),
        (SHELL + "undo = '<C-x><C-u>'\n", "verbs.undo has <C-x>"),
        (SHELL + "find = 'rm -rf ~ {words}'\n", "verbs.find has words of its own"),
        (SHELL + "[[then]]\nverb = 'type'\nshows = 'x'\nkeys = '<Enter>'\n", "then.1.keys has <Enter>"),
        (SHELL.replace("raw", "prepare = '<Enter>'\nexpects = 'x'\nraw"), "prepare has <Enter>"),
        (SHELL.replace('["up"]', '["enter"]'), "keys has 'enter'; in a shell only keys that edit the line are free"),
        (SHELL.replace('["up"]', '["control d"]'), "keys has 'control d'"),
        (SHELL.replace("shell", "repl").replace('["up"]', '["control m"]'), "keys has 'control m'; in a repl"),
    ],
)
def test_a_table_that_would_not_do_is_told_in_one_line(tmp_path: Path, text: str, told: str | None) -> None:
    """By its file and the key; what is right is read."""
    file = table(tmp_path, text)
    if told is None:
        assert read(file).name
        return
    with pytest.raises(ProgramFault, match=told) as fault:
        load(tmp_path)
    assert str(file) in str(fault.value)
    assert "\n" not in str(fault.value)


def test_what_others_may_write_is_no_table(tmp_path: Path) -> None:
    """Nor what is no file, or far too long."""
    file = table(tmp_path, EDITOR)
    file.chmod(0o666)
    with pytest.raises(ProgramFault, match="others may write it"):
        read(file)
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(ProgramFault, match=r"folder\.toml: "):
        read(tmp_path / "folder.toml")
    long = table(tmp_path, EDITOR + "#" * own_programs.MOST_BYTES, "long.toml")
    with pytest.raises(ProgramFault, match="hardly a table"):
        read(long)
    long.write_bytes(b"\xff\xfe")
    with pytest.raises(ProgramFault, match="not UTF-8"):
        read(long)


def test_every_verb_that_a_skill_asks_for_can_be_in_a_table() -> None:
    """And no other."""
    families = {one.id.removeprefix("hands.") for one in Registry().skills if one.id.startswith("hands.")}
    assert families - {"cased", "spell", "press"} <= VERBS
    assert {verb for one in known() for verb in one.verbs} <= VERBS


@given(
    st.sampled_from(["nu", "repl-of-mine"]),
    st.lists(st.sampled_from(sorted(KEYS)), max_size=4),
    st.sampled_from(["<Enter>", "<C-m>", "<C-j>", "<C-o>", "<KPEnter>", "<M-Enter>", "<C-a>", "{words}", "x"]),
)
def test_no_table_makes_a_shell_end_a_line(name: str, keys: list[str], line: str) -> None:
    """Whatever is in it: it is refused, or Enter asks as before, and nothing that it sends is one."""
    from skills.known_programs import Key, Program

    program = Program(name, "shell", (name,), {"type": line}, tuple(keys), raw=True)
    if any(own_programs.problems(program)):
        return
    where = Inside(PANE, 7, name, program, "$ rm", "$ rm", False)
    for key in ENTERS:
        assert isinstance(weigh(where, Presses(key)), Loses)
    assert all(not isinstance(piece, Key) or piece.name == "C-a" for piece in program.sent("type", {"words": "w"}))
    assert isinstance(weigh(replace(where, secret=True), Presses("tab")), Refused)
    assert "enter" not in ANYWHERE


pytest_more = pytest.mark.skipif(shutil.which("more") is None, reason="needs more: apt-get install util-linux")


@pytest.mark.tmux
@NEEDS_TMUX
@pytest_more
def test_the_pages_five_lines_add_a_program(tmp_path: Path) -> None:
    """They are taken from the page, and the program is found, searched and told to page on in a real pane."""
    five = re.findall(r"```toml\n(name = .*?)```", PAGE.read_text("utf-8"), re.DOTALL)[0]
    assert len(five.strip().splitlines()) == 5
    table(tmp_path, five, "more.toml")
    text = tmp_path / "long.txt"
    text.write_text("".join(f"line {number}\n" for number in range(300)))
    with workspace(tmp_path) as plain:
        tmux = Tmux(plain._door, plain.socket, programs=load(tmp_path))
        pane = tmux.open([str(shutil.which("more")), str(text)], tmp_path)
        until(lambda: shows(tmux, pane, "line 3"))
        until(lambda: tmux.look(pane).program is not None)
        assert plain.look(pane).program is None
        context = FakeContext(tmp_path, workspace=tmux, inside=tmux.look(pane))
        assert hands.find(context, "line 250").ok
        until(lambda: shows(tmux, pane, "line 251"))
