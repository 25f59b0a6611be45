"""The hands in real programs, in real panes: what each verb does to the file, and what never happens."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from skills.families import hands, panes
from skills.families.editor import EDITING
from skills.hands import looked_inside
from skills.known_programs import Key, Said
from skills.panes import Inside, WorkspaceFault
from skills.process import Runner
from skills.sandbox import Grant
from skills.sight import Changed
from skills.testing import FakeContext
from skills.tmux import Tmux
from tests.skills.workspace import NEEDS_TMUX, shows, until, workspace

pytestmark = [pytest.mark.tmux, NEEDS_TMUX]
TEXT = "def greet():\n    return 'good night'\n\n\ndef other():\n    return 'night owl'\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Tmux, Path]]:
    """One workspace for all of this file, and its folder."""
    folder = tmp_path_factory.mktemp("hands")
    with workspace(folder, 120, 40) as tmux:
        yield tmux, folder


class Editing:
    """An editor on a file, in a pane."""

    def __init__(self, place: tuple[Tmux, Path], program: str, text: str = TEXT) -> None:
        self.tmux, folder = place
        self.patient = False
        """Whether a program that is still taking the last keys, on a busy machine, is waited for."""
        self.file = folder / f"{program}-{secrets.token_hex(3)}.py"  # a vim that was killed leaves a swap file behind
        self.file.write_text(text)
        argv = [program, str(self.file)] if program in {"less", "emacs"} else [program, "--", str(self.file)]
        if program == "less":
            ready = [shutil.which("less"), str(self.file)]
        else:
            ready = Runner(grant=Grant(EDITING)).ready(argv, cwd=folder)
        self.pane = self.tmux.open(ready, folder)
        until(lambda: shows(self.tmux, self.pane, text.split("\n", 1)[0]))
        until(lambda: self.tmux.look(self.pane).program is not None)

    def __call__(self, skill: Callable[..., object], *values: object):
        """Run a skill as the shell does: judged by one look, acted on by the next."""
        if self.patient:
            until(lambda: not self.tmux.look(self.pane).asks)
        return skill(FakeContext(self.file.parent, workspace=self.tmux, inside=self.tmux.look(self.pane)), *values)

    def saved(self) -> str:
        """What is in the file."""
        return self.file.read_text()

    def end(self) -> None:
        """Close the pane, where it is still there."""
        if self.pane.id in {each.id for each in self.tmux.panes()}:
            self.tmux.close(self.pane)


@pytest.fixture
def vim(place: tuple[Tmux, Path]) -> Iterator[Editing]:
    """vim on the text."""
    if shutil.which("vim") is None:
        pytest.skip("needs vim: apt-get install vim")
    made = Editing(place, "vim")
    yield made
    made.end()


@pytest.fixture
def nano(place: tuple[Tmux, Path]) -> Iterator[Editing]:
    """nano on the text."""
    if shutil.which("nano") is None:
        pytest.skip("needs nano: apt-get install nano")
    made = Editing(place, "nano")
    yield made
    made.end()


def test_vim_goes_to_a_line_changes_a_word_saves_and_ends(vim: Editing) -> None:
    """The whole way that a failing test's repair takes, and the file has it."""
    assert vim(hands.go_to_line, 2).ok
    assert vim(hands.replace, "night", "morning").spoken == "night is now morning."
    assert vim(hands.save).ok
    assert vim.saved() == TEXT.replace("good night", "good morning")
    assert vim(hands.replace, "nothing like it", "x").spoken == "nothing like it is not in it."
    assert vim(hands.undo).ok
    assert vim(hands.save_quit).ok
    until(lambda: vim.pane.id not in {each.id for each in vim.tmux.panes()})
    assert vim.saved() == TEXT


HOSTILE = 'a"b|!touch mark|\'<Esc>:!touch mark\\" \\<Esc> %s #{pane_id} é中 $(id) ~&'


def test_dictation_into_vim_is_text_whatever_it_says(vim: Editing) -> None:
    """Signs of vim's own, of its strings and of a shell come to stand in the file as they are."""
    assert vim(hands.go_to_line, 3).ok
    assert vim(hands.type_words, HOSTILE).ok
    assert vim(hands.new_line, "enter").ok
    assert vim(hands.type_words, "end").ok
    vim(hands.save)
    assert vim.saved().split("\n")[2:4] == [HOSTILE, "end"]
    assert vim(hands.find, HOSTILE).ok
    assert vim(hands.replace, HOSTILE, "\\" + HOSTILE).ok
    vim(hands.save)
    assert vim.saved().split("\n")[2] == "\\" + HOSTILE
    assert not list(vim.file.parent.rglob("mark"))


def test_vims_mode_is_made_sure_first(vim: Editing) -> None:
    """From Insert mode, from Visual mode and from a half-written command line, a verb is a verb."""
    for keys in (["i"], ["v"], ["escape"]):
        for key in keys:
            vim(hands.press_key, key)
        assert vim(hands.go_to_line, 5).ok
    vim.tmux.send(vim.pane, (Said(":!touch mark"),))
    until(lambda: vim.tmux.look(vim.pane).asks)
    assert vim(hands.save).ok
    assert vim.saved() == TEXT
    assert not list(vim.file.parent.rglob("mark"))


def test_scratch_that_takes_back_what_was_dictated(vim: Editing) -> None:
    """And only that, and only once."""
    vim(hands.type_words, "oops")
    assert vim(hands.scratch).spoken == "Scratched."
    assert vim(hands.scratch).ok is False
    vim(hands.save)
    assert vim.saved() == TEXT


def test_vim_verbs_one_by_one(vim: Editing) -> None:
    """Finding, matches, lines, undoing and redoing, ends and pages."""
    assert vim(hands.find, "NIGHT").ok
    assert vim(hands.next_match).ok
    assert vim(hands.previous_match).ok
    assert vim(hands.find, "not there").spoken == "not there is not in it."
    vim(hands.go_to_line, 1)
    assert vim(hands.delete_line).ok
    assert vim(hands.undo).ok
    assert vim(hands.redo).ok
    vim(hands.save)
    assert vim.saved() == TEXT.split("\n", 1)[1]
    for skill in (panes.bottom, panes.top, panes.scroll_down, panes.scroll_up):
        assert vim(skill).ok
    vim(hands.type_words, "lost")
    assert vim(hands.discard).ok
    until(lambda: vim.pane.id not in {each.id for each in vim.tmux.panes()})
    assert "lost" not in vim.saved()


def test_a_complaint_of_vims_is_told(vim: Editing) -> None:
    """A file that cannot be written is no "Saved."."""
    vim.file.unlink()
    vim.file.mkdir()
    vim(hands.type_words, "x")
    with pytest.raises(WorkspaceFault, match="vim says: E"):
        vim(hands.save)
    vim.file.rmdir()


def test_nano_does_what_it_knows(nano: Editing) -> None:
    """Typing, lines, finding, saving and leaving, with the file as witness."""
    assert nano(hands.go_to_line, 3).ok
    assert nano(hands.type_words, HOSTILE).ok
    assert nano(hands.new_line, "enter").ok
    assert nano(hands.type_words, "end").ok
    assert nano(hands.save).ok
    until(lambda: nano.saved().split("\n")[2:4] == [HOSTILE, "end"])
    assert nano(hands.find, "owl").ok
    assert nano(hands.delete_line).ok
    assert nano(hands.undo).ok
    assert nano(hands.type_words, "lost").ok
    assert nano(hands.discard).ok
    until(lambda: nano.pane.id not in {each.id for each in nano.tmux.panes()})
    assert "lost" not in nano.saved()


@pytest.fixture(params=["nano", "micro", "emacs", "hx"])
def another(request: pytest.FixtureRequest, place: tuple[Tmux, Path]) -> Iterator[Editing]:
    """Each editor beside vim that is here, on the text."""
    if shutil.which(request.param) is None:
        pytest.skip(f"needs {request.param}")
    made = Editing(place, request.param)
    made.patient = True
    yield made
    made.end()


def test_editors_change_a_word_save_and_end(another: Editing) -> None:
    """The way that a repair takes, dictation that is only text, and what is not there is not replaced."""
    assert another(hands.go_to_line, 3).ok
    assert another(hands.type_words, HOSTILE).ok
    if "new_line" in another.tmux.look(another.pane).program.verbs:
        assert another(hands.new_line, "enter").ok
        assert another(hands.type_words, "end").ok
    another(hands.save)
    until(lambda: another.saved().split("\n")[2:4] == [HOSTILE, "end"])
    assert not list(another.file.parent.rglob("mark"))
    if "replace" in another.tmux.look(another.pane).program.verbs:
        another(hands.go_to_line, 2)
        replaced = another(hands.replace, "night", "mor'ning")
        assert replaced.ok, another.tmux.text(another.pane)
        for _ in range(2):
            assert not another(hands.replace, "never there", "x").ok
        another(hands.save)
        until(lambda: another.saved().count("mor'ning") == 1)
        assert another.saved().split("\n")[1] == "    return 'good mor'ning'"
    assert another(hands.save_quit).ok
    until(lambda: another.pane.id not in {each.id for each in another.tmux.panes()})


def test_editors_find_delete_undo_and_are_left_without_saving(another: Editing) -> None:
    """Verb by verb, with the file as witness."""
    assert another(hands.find, "owl").ok
    assert another(hands.delete_line).ok
    assert another(hands.save).ok
    without = TEXT.replace("    return 'night owl'\n", "")
    until(lambda: another.saved() == without)
    assert another(hands.undo).ok
    another(hands.save)
    until(lambda: another.saved() == TEXT)
    assert another(hands.redo).ok
    another(hands.save)
    until(lambda: another.saved() == without)
    assert another(panes.top).ok
    assert not another(hands.find, "never there").ok
    assert another(hands.find, "def").ok
    assert another(hands.next_match).ok
    assert another(hands.previous_match).ok
    for skill in (panes.bottom, panes.scroll_up, panes.scroll_down, panes.top):
        assert another(skill).ok
    assert another(hands.type_words, "lost").ok
    left = _left(another)
    assert not left, "it was left with something unsaved"
    assert another(hands.discard).ok
    until(lambda: another.pane.id not in {each.id for each in another.tmux.panes()})
    assert another.saved() == without


def _left(editing: Editing) -> bool:
    """Whether an editor was left by "quit"."""
    try:
        return editing(hands.quit_program).ok
    except WorkspaceFault:
        return False


def test_an_editor_with_nothing_unsaved_is_left(place: tuple[Tmux, Path]) -> None:
    """By "quit vim"; one with something unsaved says so, and stays."""
    made = Editing(place, "vim")
    made(hands.type_words, "x")
    with pytest.raises(WorkspaceFault, match="No write since last change"):
        made(hands.quit_program)
    made(hands.save)
    assert made(hands.quit_program).spoken == "Left."


def test_text_that_looks_like_a_complaint_is_none(place: tuple[Tmux, Path]) -> None:
    """What the file says is not what vim says."""
    made = Editing(place, "vim", "E486: Pattern not found\ngolem: done\n")
    try:
        assert made(hands.go_to_line, 2).ok
        assert made(hands.save).ok
        assert made(hands.undo).ok
    finally:
        made.end()


def test_nothing_goes_into_what_nano_asks_for(nano: Editing) -> None:
    """Its question for a command to run, of all."""
    nano(hands.press_key, "control t")
    until(lambda: nano.tmux.look(nano.pane).asks)
    with pytest.raises(WorkspaceFault, match="nano is asking something"):
        nano(hands.type_words, "touch mark")


def test_less_is_searched_and_left(place: tuple[Tmux, Path]) -> None:
    """By its own keys; while it asks for a command, nothing goes in."""
    less = Editing(place, "less", "".join(f"line {number} a.b\n" for number in range(200)))
    try:
        assert less(hands.find, "a.b").ok
        assert less(hands.next_match).ok
        assert less(hands.go_to_line, 100).ok
        until(lambda: shows(less.tmux, less.pane, "line 99 "))
        assert less(panes.bottom).ok
        until(lambda: shows(less.tmux, less.pane, "line 199 "))
        less.tmux.send(less.pane, (Said("!"),))
        until(lambda: less.tmux.look(less.pane).asks)
        with pytest.raises(WorkspaceFault, match="less is asking something"):
            less(hands.find, "touch mark")
    finally:
        less.end()


def test_words_in_a_shell_stay_on_the_line(place: tuple[Tmux, Path]) -> None:
    """Nothing is run, whatever was said, until somebody presses Enter."""
    tmux, folder = place
    pane = tmux.split(tmux.current() or tmux.new_window(folder), folder, beside=True)
    until(lambda: tmux.look(pane).program is not None and bool(tmux.look(pane).row))
    context = FakeContext(folder, workspace=tmux, inside=tmux.look(pane))
    assert context.inside.program.kind == "shell"
    assert hands.type_words(context, "touch mark").ok
    until(lambda: tmux.look(pane).line.endswith("touch mark"))
    context.inside = tmux.look(pane)
    assert hands.scratch(context).ok
    until(lambda: not tmux.look(pane).line.endswith("mark"))
    hands.type_words(context, "touch mark")
    context.inside = tmux.look(pane)
    hands.delete_line(context)
    until(lambda: not tmux.look(pane).line.endswith("mark"))
    assert not (folder / "mark").exists()
    context.inside = tmux.look(pane)
    hands.type_words(context, "word " * 30 + "end")  # over the pane's edge
    until(lambda: tmux.look(pane).line.endswith("word end"))
    context.inside = tmux.look(pane)
    assert hands.scratch(context).ok
    until(lambda: "word" not in tmux.look(pane).line)
    hands.type_words(context, "read -s secret")
    context.inside = tmux.look(pane)
    hands.press_key(context, "enter")
    until(lambda: tmux.look(pane).secret)
    with pytest.raises(Changed):
        hands.type_words(context, "hunter2")
    tmux.close(pane)


def test_a_pane_in_which_nothing_goes_on_is_told_from_one_with_work(place: tuple[Tmux, Path]) -> None:
    """By what the kernel says is at its terminal: a loop of the shell's own, a job behind, a script, an editor."""
    tmux, folder = place
    pane = tmux.split(tmux.current() or tmux.new_window(folder), folder, beside=False)

    def look() -> Inside:
        return tmux.look(pane)

    def run(line: str) -> None:
        tmux.send(pane, (Said(line), Key("Enter")))

    until(lambda: look().loses_nothing)
    run("sleep 600 &")
    until(lambda: not look().loses_nothing)
    run("kill %1")
    until(lambda: look().loses_nothing)
    run("while true; do read -t 600 x; done")
    until(lambda: not look().loses_nothing)
    tmux.send(pane, (Key("C-c"),))
    until(lambda: look().loses_nothing)
    judged = look()
    run("sleep 600 &")
    until(lambda: not look().loses_nothing)
    with pytest.raises(Changed):
        panes.close(FakeContext(folder, workspace=tmux, inside=judged))
    assert panes.close(FakeContext(folder, workspace=tmux, inside=look())).ok
    assert pane.id not in {each.id for each in tmux.panes()}


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "\x1b[A", "a\x03", "\x1b]0;x\x07", "a\u202eb", "\x9b31m", "a\x7f"])
def test_no_control_character_ever_leaves(place: tuple[Tmux, Path], text: str) -> None:
    """Whoever asks for it."""
    tmux, folder = place
    pane = tmux.current() or tmux.new_window(folder)
    with pytest.raises(WorkspaceFault, match="does not show"):
        tmux.send(pane, (Said(text),))


def test_another_program_in_the_pane_meanwhile_gets_nothing(vim: Editing) -> None:
    """What was judged is what is acted on."""
    judged = vim.tmux.look(vim.pane)
    vim(hands.save_quit)
    until(lambda: vim.pane.id not in {each.id for each in vim.tmux.panes()})
    with pytest.raises(WorkspaceFault, match="that pane was closed meanwhile"):
        hands.type_words(FakeContext(vim.file.parent, workspace=vim.tmux, inside=judged), "x")


def test_a_program_called_vim_elsewhere_is_not_vim(place: tuple[Tmux, Path]) -> None:
    """A file of that name which a repository brings is not known, and is told nothing."""
    tmux, folder = place
    fake = folder / "vim"
    shutil.copy(Path("/bin/sleep").resolve(), fake)
    pane = tmux.open([str(fake), "600"], folder)
    inside: Inside = tmux.look(pane)
    assert (inside.program, inside.name) == (None, "vim")
    with pytest.raises(WorkspaceFault, match="I do not know vim"):
        hands.save(FakeContext(folder, workspace=tmux, inside=inside))
    tmux.close(pane)


def test_a_question_of_vims_at_its_start_gets_nothing(place: tuple[Tmux, Path]) -> None:
    """Where a swap file is found, each letter would be an answer, and the rest orders."""
    first = Editing(place, "vim")
    tmux, folder = place
    pane = tmux.open(Runner(grant=Grant(EDITING)).ready(["vim", "--", str(first.file)], cwd=folder), folder)
    until(lambda: shows(tmux, pane, "[O]pen Read-Only"))
    context = FakeContext(folder, workspace=tmux, inside=tmux.look(pane))
    with pytest.raises(WorkspaceFault, match="vim did not take it"):
        hands.save_quit(context)
    assert shows(tmux, pane, "[O]pen Read-Only")
    assert first.saved() == TEXT
    tmux.close(pane)
    first.end()


def test_what_is_looked_at_is_what_is_there(vim: Editing) -> None:
    """A call for the pane carries what it holds; others carry nothing."""
    from tests.policies.calls import call

    assert looked_inside(call(skill="hands.save"), vim.tmux).inside.name.startswith("vim")
    assert looked_inside(call(skill="files.list"), vim.tmux).inside is None
    assert looked_inside(call(skill="hands.save"), None).inside is None
