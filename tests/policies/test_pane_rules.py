"""What text and keys come to in a pane, by what runs there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from intents.keys import KEYS
from intents.model import Match, SlotFill, Source, Utterance
from policies.gate import Gate
from policies.overrides import Override
from policies.pane_rules import hands
from policies.settings import Policy, PolicyFault, Submit, default_policy, load
from policies.verdict import Allow, Confirm, Deny, Proof, Verdict
from skills.hands import ANYWHERE, Does, Loses, Presses, Refused, Types, weigh
from skills.known_programs import recognised
from skills.panes import Inside, Pane
from skills.registry import Registry
from skills.spec import Call
from tests.policies.calls import call, circumstances

REGISTRY = Registry()
PANE = Pane("%1", 1, True, True, False, 7, Path("/dev/pts/9"), 80, 24, 10, 5, False)
PROMPT = "me@host:~/project$ "


def inside(name: str, row: str = "", *, at: int = 5, secret: bool = False) -> Inside:
    """A pane that runs a program by that name, the cursor in a row that says `row`."""
    return Inside(replace(PANE, row=at), 7, name, recognised(name), row, row, secret)


def said(skill: str, where: Inside | None, **arguments: object) -> Call:
    """A call of one of Golem's skills for a pane."""
    found = REGISTRY.skill(skill)
    given = [(slot, arguments[slot.name]) for slot in found.intent.slots if slot.name in arguments]
    fills = tuple(SlotFill(slot, str(value), value, 1.0) for slot, value in given)
    words = Utterance("say it", Source.VOICE)
    return Call(found, Match(found.intent, fills, 1.0, "template"), words, Path("/home/someone"), inside=where)


def test_a_program_that_is_not_known_and_fills_the_screen_is_said_to_be_unknown() -> None:
    """Not to be asking for a password, and how to add it is told; the refusal stays one."""
    found = weigh(replace(inside("mc", secret=True), key_by_key=True), Types())
    assert isinstance(found, Refused)
    assert found.rule == "no-echo"
    assert "I do not know 'mc'" in found.why
    assert "golem programs" in found.why
    assert "password" not in found.why
    asking = weigh(inside("su", secret=True), Types())
    assert isinstance(asking, Refused)
    assert "password" in asking.why


def judged(made: Call, source: Source = Source.VOICE, policy: Policy | None = None) -> Verdict:
    """The gate's word on a call."""
    about = circumstances(source=source, allowed=frozenset({made.skill.id}))
    return Gate(policy or default_policy()).judge(made, about).verdict


def verdict(skill: str, where: Inside | None, source: Source = Source.VOICE, **arguments: object) -> Verdict:
    """The same of a call of one of Golem's skills."""
    return judged(said(skill, where, **arguments), source)


BASH, VIM, NANO, LESS = inside("bash", PROMPT), inside("vim.basic"), inside("nano"), inside("less", ":", at=23)
HTOP = inside("htop")


@pytest.mark.parametrize("where", [BASH, VIM, NANO, inside("python3.11", ">>> ")])
def test_text_goes_where_it_is_text(where: Inside) -> None:
    """Unasked: it is on the screen, and nothing ends the line."""
    assert isinstance(verdict("hands.type", where, words="rm -rf ~ ; sudo x | sh"), Allow)
    assert isinstance(verdict("hands.cased", where, casing="camel case", words="user name"), Allow)


@pytest.mark.parametrize("source", list(Source))
@pytest.mark.parametrize(
    "where",
    [
        BASH,
        HTOP,
        inside("python3.11", ">>> x"),
        inside("vim.basic", ":!id", at=23),
        inside("nano", "Command to execute: id", at=21),
    ],
)
def test_enter_shows_the_line_and_takes_a_key(where: Inside, source: Source) -> None:
    """Where a line is run, or may be: nothing spoken agrees, and the whole line is in the question."""
    for made in (said("hands.press", where, key="enter", times=1), said("hands.new_line", where, line="enter")):
        found = judged(made, source)
        assert isinstance(found, Confirm)
        assert found.rule == "pane-submits"
        assert found.proof is Proof.TYPED
        assert where.line in made.plan()
        assert repr(where.line) in found.reason


def test_enter_in_an_editors_text_is_only_a_new_line() -> None:
    """There it ends nothing."""
    for where in (VIM, NANO):
        assert isinstance(verdict("hands.press", where, key="enter", times=1), Allow)
        assert isinstance(verdict("hands.new_line", where, line="enter"), Allow)


@pytest.mark.parametrize("skill", ["hands.type", "hands.press", "hands.save", "hands.find", "hands.undo"])
@pytest.mark.parametrize("name", ["bash", "python3.11", "vim.basic", "htop", "sudo"])
def test_nothing_goes_where_a_password_may_be_asked_for(skill: str, name: str) -> None:
    """Not by key either: what does not show is never dictated."""
    arguments = {
        "hands.type": {"words": "x"},
        "hands.find": {"words": "x"},
        "hands.press": {"key": "enter", "times": 1},
    }
    found = verdict(skill, inside(name, "Password: ", secret=True), Source.TYPED, **arguments.get(skill, {}))
    assert isinstance(found, Deny)
    assert found.rule == "no-echo"


def test_a_password_can_be_called_off() -> None:
    """By Escape and by Control C."""
    assert weigh(inside("bash", secret=True), Presses("escape")) is None
    assert not isinstance(weigh(inside("bash", secret=True), Presses("control c")), Refused)


@pytest.mark.parametrize(
    ("where", "rule"),
    [
        (LESS, "pane-takes-keys"),
        (inside("vim.basic", ":!", at=23), "pane-asks"),
        (inside("nano", "Search:", at=21), "pane-asks"),
    ],
)
def test_text_is_refused_where_it_could_be_an_order(where: Inside, rule: str) -> None:
    """In vim's command line, in what nano asks, in less at all."""
    found = verdict("hands.type", where, Source.TYPED, words="x")
    assert isinstance(found, Deny)
    assert found.rule == rule


@pytest.mark.parametrize("row", ["!", "/x", "|", "&x", ":e x", "log file: ", "Examine: x", "s", "-i", "_"])
def test_less_that_asks_is_told_from_less_that_shows(row: str) -> None:
    """By its last row."""
    assert inside("less", row, at=23).asks == (row != "s")
    for shows in (
        ":",
        "(END)",
        "main.py",
        "Manual page ls(1) line 1 (press h for help or q to quit)",
        "lines 1-23/200 (END)",
    ):
        assert not inside("less", shows, at=23).asks


def test_an_unknown_program_gets_arrows_and_escape_unasked_and_no_more() -> None:
    """A letter may be an order there."""
    for key in KEYS:
        weighed = weigh(HTOP, Presses(key))
        assert (weighed is None) == (key in ANYWHERE), key
    assert isinstance(weigh(HTOP, Types()), Loses)


def test_control_c_in_a_program_takes_a_word_aloud() -> None:
    """It may end what runs; in a shell at its prompt it only drops the line."""
    found = verdict("hands.press", HTOP, key="control c", times=1)
    assert isinstance(found, Confirm)
    assert found.proof is Proof.WORD
    assert isinstance(verdict("hands.press", BASH, key="control c", times=1), Allow)


@pytest.mark.parametrize(
    "key", ["control d", "control z", "control x", "control j", "control m", "control o", "alt x", "f1"]
)
def test_other_keys_in_a_shell_take_a_key(key: str) -> None:
    """Some run the line, some edit it elsewhere and run it then, some end the shell."""
    found = verdict("hands.press", BASH, Source.TYPED, key=key, times=1)
    assert isinstance(found, Confirm)
    assert found.proof is Proof.TYPED


@given(
    st.sampled_from(sorted(KEYS)),
    st.sampled_from(["bash", "vim.basic", "nano", "less", "python3.11", "htop"]),
    st.booleans(),
    st.integers(0, 23),
)
def test_enter_is_never_free_where_lines_are_run(key: str, name: str, secret: bool, at: int) -> None:
    """No key of the same meaning slips by, and nothing at all where nothing shows."""
    where = inside(name, "x", at=at, secret=secret)
    weighed = weigh(where, Presses(key))
    if key in {"enter", "control j", "control m", "control o"} and (
        where.runs_lines or where.program is None or where.asks
    ):
        assert isinstance(weighed, Loses | Refused)
    if secret and key not in {"escape", "control c"}:
        assert isinstance(weighed, Refused)


def test_verbs_are_weighed_by_their_effect() -> None:
    """To leave without saving destroys; the others are as they say."""
    assert weigh(VIM, Does("save")) is None
    found = verdict("hands.discard", VIM, Source.VOICE)
    assert isinstance(found, Confirm)
    assert found.proof is Proof.TYPED
    assert isinstance(verdict("hands.save_quit", VIM), Allow)


SHAPE = r"\w+@\w+:[\w~/]+\$ make (test|lint)"


@pytest.mark.parametrize(
    ("line", "program", "free"),
    [
        ("me@host:~/project$ make test", "bash", True),
        ("me@host:~/project$ make lint", "bash", True),
        ("me@host:~/project$ make test; rm -rf ~", "bash", False),
        ("me@host:~/project$ rm -rf ~ # $ make test", "bash", False),
        ("me@host:~/project$ make test", "zsh", False),
        ("me@host:~/project$ make test", "htop", False),
        ("me@host:~/project$ make", "bash", False),
    ],
)
def test_a_line_that_the_policy_names_in_that_pane_is_run(line: str, program: str, free: bool) -> None:
    """The whole of it, and no other."""
    made = said("hands.press", inside(program, line), key="enter", times=1)
    policy = structs.replace(default_policy(), submit=(Submit("tests", "bash", SHAPE, "I run them all day"),))
    found = judged(made, policy=policy)
    assert isinstance(found, Allow if free else Confirm)


@pytest.mark.parametrize("line", [".*", ".+", r"\$ .*", "(", r"[^;]*"])
def test_a_shape_that_fits_anything_is_a_mistake(line: str, tmp_path: Path) -> None:
    """And is told when the file is read."""
    (tmp_path / "policy.toml").write_text(
        f"[[submit]]\nname = 'x'\nprogram = 'bash'\nline = '{line}'\nwhy = 'y'\n", "utf-8"
    )
    with pytest.raises(PolicyFault, match="submit 'x': line"):
        load(tmp_path / "policy.toml")


IDLE = replace(inside("bash", PROMPT), alone=True)


@pytest.mark.parametrize(
    ("where", "proof"),
    [
        (IDLE, Proof.WORD),
        (replace(LESS, alone=True), Proof.WORD),
        (BASH, Proof.TYPED),
        (VIM, Proof.TYPED),
        (replace(VIM, alone=True), Proof.TYPED),
        (replace(inside("python3.11", ">>> "), alone=True), Proof.TYPED),
        (HTOP, Proof.TYPED),
        (replace(HTOP, alone=True), Proof.TYPED),
        (replace(IDLE, secret=True), Proof.TYPED),
        (None, Proof.TYPED),
    ],
)
def test_closing_a_pane_aloud_takes_the_word_where_nothing_goes_on_in_it(where: Inside | None, proof: Proof) -> None:
    """A shell that waits, or a pager; what may hold work, runs something or is not known takes a key."""
    for source in Source:
        found = verdict("panes.close", where, source)
        assert isinstance(found, Confirm)
        assert found.proof is proof
    plan = said("panes.close", where).plan()
    assert ("nothing else runs there" in plan) == (proof is Proof.WORD)


def test_whoever_works_by_voice_alone_can_say_so() -> None:
    """With the policy page's override what is irreversible takes two words aloud, in panes as elsewhere."""
    by_voice = Override(
        name="no-keyboard", rule="irreversible", answer="two-words", why="I work by voice alone", skill="*"
    )
    policy = structs.replace(default_policy(), override=(by_voice,))
    for made in (said("panes.close", VIM), said("hands.discard", VIM)):
        found = judged(made, policy=policy)
        assert isinstance(found, Confirm)
        assert found.proof is Proof.TWO_WORDS


def test_leaving_a_program_is_only_what_it_lets_happen() -> None:
    """It asks nobody: an editor with something unsaved stays."""
    assert isinstance(verdict("hands.quit", VIM), Allow)
    assert isinstance(verdict("hands.quit", NANO), Allow)


def test_other_skills_are_not_this_rules() -> None:
    """It says nothing of them, nor where there is no pane."""
    assert hands(said("hands.press", None, key="enter"), circumstances(), default_policy()) == ()
    assert hands(call(), circumstances(), default_policy()) == ()
