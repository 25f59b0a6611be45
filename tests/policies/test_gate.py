"""The gate: what it allows, what it asks about, what it denies, and that nothing makes it looser."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model import Resolved, Scene, Slot, SlotFill, Source
from policies import settings
from policies.circumstances import Circumstances
from policies.gate import Gate
from policies.rules import RULES
from policies.seal import seal
from policies.settings import default_policy
from policies.verdict import Allow, Confirm, Consent, Deny, Proof, Verdict, grant, strictest
from policies.words import mixes_scripts
from skills.addresses import Address
from skills.spec import Call, Effect
from tests.policies.calls import HOME, TREE, call, circumstances

GATE = Gate(default_policy())
STRICT = {"allow": 0, "confirm": 1, "deny": 2}

paths = st.lists(
    st.sampled_from(["..", ".", "a", "b.txt", ".ssh", "id_rsa", ".git", "-rf", "etc", "passwd", "üñ", "x y", "\u202e"]),
    min_size=1,
    max_size=6,
).map(lambda parts: TREE.joinpath(*parts))


def verdict(**kinds: object) -> str:
    """The verdict's name on a call made of `kinds`."""
    return GATE.judge(call(**kinds), circumstances()).verdict.name  # type: ignore[arg-type] # passed through


def test_looking_and_changing_inside_the_tree_run() -> None:
    """Observe and change are allowed by the built-in policy."""
    assert verdict(effect=Effect.OBSERVE, path=TREE / "a") == "allow"
    assert verdict(effect=Effect.CHANGE, path=TREE / "a") == "allow"


@given(path=st.one_of(st.none(), paths), confidence=st.floats(0, 1), overlapped=st.booleans())
def test_nothing_that_destroys_is_ever_allowed_unasked(path: Path | None, confidence: float, overlapped: bool) -> None:
    """Whatever the circumstances, a destroying call is confirmed or denied."""
    for source in Source:
        judged = GATE.judge(
            call(Effect.DESTROY, path=path, source=source),
            circumstances(source=source, confidence=confidence, overlapped=overlapped),
        )
        assert judged.verdict.name in {"confirm", "deny"}


@given(effect=st.sampled_from(list(Effect)))
def test_a_skill_that_is_not_allowed_is_denied(effect: Effect) -> None:
    """The allow-list stands above every effect."""
    judged = GATE.judge(call(effect, skill="stranger.skill"), circumstances())
    assert isinstance(judged.verdict, Deny)
    assert judged.verdict.rule == "not-allowed"


@given(path=paths, effect=st.sampled_from([Effect.CHANGE, Effect.DESTROY]))
def test_nothing_outside_the_tree_is_changed(path: Path, effect: Effect) -> None:
    """A path that resolves to a place outside the working tree is denied to what changes or destroys."""
    if not path.resolve().is_relative_to(TREE):
        assert GATE.judge(call(effect, path=path), circumstances()).verdict.name == "deny"


def test_looking_outside_the_tree_asks() -> None:
    """Reading elsewhere is the user's to say."""
    assert verdict(effect=Effect.OBSERVE, path=HOME / "other/notes.txt") == "confirm"


def test_going_elsewhere_is_just_going() -> None:
    """Navigation may leave the tree, but not for a forbidden place."""
    there = call(Effect.CHANGE, skill="files.go", path=HOME / "other")
    assert GATE.judge(there, circumstances()).verdict.name == "allow"
    keys = call(Effect.CHANGE, skill="files.go", path=HOME / ".ssh")
    assert GATE.judge(keys, circumstances()).verdict.name == "deny"


@pytest.mark.parametrize(
    "path",
    [HOME / ".ssh/id_rsa", Path("/proc/self/environ"), Path("/etc/shadow"), HOME / ".config/golem/policy.toml"],
)
@pytest.mark.parametrize("effect", list(Effect))
def test_keys_and_golems_own_files_are_denied_to_all(path: Path, effect: Effect) -> None:
    """No skill reads keys, the kernel's trees or Golem's own folders, whatever its effect."""
    assert GATE.judge(call(effect, path=path), circumstances(root=Path("/"))).verdict.name == "deny"


@pytest.mark.parametrize("path", [TREE, HOME, Path("/"), TREE / ".git", TREE / ".git/config", TREE.parent])
def test_precious_places_are_not_taken_away(path: Path) -> None:
    """The tree itself, what is above it, and a repository's own folder are not destroyed."""
    assert GATE.judge(call(Effect.DESTROY, path=path), circumstances(root=Path("/"))).verdict.name == "deny"


def test_a_link_that_leads_out_of_the_tree_is_denied(tmp_path: Path) -> None:
    """The real place counts, not the name."""
    outside, tree = tmp_path / "outside", tmp_path / "tree"
    outside.mkdir()
    tree.mkdir()
    (tree / "link").symlink_to(outside)
    judged = GATE.judge(call(Effect.CHANGE, path=tree / "link" / "x"), circumstances(root=tree.resolve()))
    assert judged.verdict.rule == "outside-tree"
    assert judged.verdict.name == "deny"


@pytest.mark.parametrize(
    "name", ["-rf", "--help", "a\nid", "a\x00b", "x\u202etxt.exe", "a\u200bb", "a;id", "$(id)", "`id`"]
)
@pytest.mark.parametrize("effect", list(Effect))
def test_hostile_names_are_denied(name: str, effect: Effect) -> None:
    """Options, hidden characters and shell syntax in a name are refused, also to what only looks."""
    assert GATE.judge(call(effect, word=name), circumstances()).verdict.name == "deny"


def test_shell_syntax_in_a_message_is_asked_about() -> None:
    """Words that are kept as said may hold what a name may not, but someone should see them."""
    assert verdict(text="fix the pipe; handling") == "confirm"
    assert verdict(text="fix the parser") == "allow"


@pytest.mark.parametrize(("confidence", "expected"), [(0.1, "deny"), (0.4, "confirm"), (0.9, "allow")])
def test_unsure_speech_changes_nothing_by_itself(confidence: float, expected: str) -> None:
    """The less sure the recogniser, the less is done; looking is always free."""
    heard = circumstances(source=Source.VOICE, confidence=confidence)
    assert GATE.judge(call(source=Source.VOICE), heard).verdict.name == expected
    assert GATE.judge(call(Effect.OBSERVE, source=Source.VOICE), heard).verdict.name == "allow"


def test_a_near_match_a_guess_and_a_doubtful_route_are_asked_about() -> None:
    """What was not said outright is put to the person before it changes anything."""
    assert verdict(how="near") == "confirm"
    assert verdict(path=TREE / "main.py", score=0.8) == "confirm"
    doubtful = circumstances(decided_by="minilm", sure=0.4)
    assert GATE.judge(call(), doubtful).verdict.name == "confirm"


def test_golems_own_voice_changes_nothing() -> None:
    """Words heard while Golem spoke may be its own."""
    judged = GATE.judge(call(source=Source.VOICE), circumstances(source=Source.VOICE, overlapped=True))
    assert judged.verdict.name == "deny"


@given(st.lists(st.sampled_from([Allow("a", "a"), Confirm("c", "c"), Deny("d", "d")]), max_size=6))
def test_adding_a_verdict_never_loosens(verdicts: list[Allow | Confirm | Deny]) -> None:
    """One more word makes the outcome as strict or stricter, and silence is Deny."""
    assert strictest([]).name == "deny"
    for more in (Allow("a", "a"), Confirm("c", "c"), Deny("d", "d")):
        if verdicts:
            assert STRICT[strictest([*verdicts, more]).name] >= STRICT[strictest(verdicts).name]


words = st.sampled_from(["thing", "a;b", "pipe", "the pipe & more", "-x", "b\u200dc", "/etc/x", "alpha beta"])
calls = st.builds(
    call,
    st.sampled_from(list(Effect)),
    path=st.one_of(st.none(), paths),
    new=st.one_of(st.none(), paths),
    word=st.one_of(st.none(), words),
    text=st.one_of(st.none(), words),
    name=st.one_of(st.none(), words),
    how=st.sampled_from(["template", "near"]),
    score=st.sampled_from([0.5, 0.95, 1.0]),
)
tightenings = st.fixed_dictionaries(
    {},
    optional={
        "effects": st.fixed_dictionaries(
            {},
            optional={
                "observe": st.sampled_from(["allow", "confirm", "deny"]),
                "change": st.sampled_from(["allow", "confirm", "deny"]),
                "destroy": st.sampled_from(["confirm", "deny"]),
            },
        ),
        "speech": st.fixed_dictionaries({}, optional={"floor": st.floats(0.3, 1), "confirm": st.floats(0.55, 1)}),
        "route": st.fixed_dictionaries({}, optional={"confirm": st.floats(0.5, 1)}),
        "words": st.fixed_dictionaries(
            {}, optional={"signs": st.just(["@", "a"]), "spoken": st.just(["alpha", "thing"])}
        ),
        "paths": st.fixed_dictionaries(
            {}, optional={"forbidden": st.just([str(TREE / "a")]), "system": st.just([str(TREE), "~/x"])}
        ),
        "skills": st.fixed_dictionaries(
            {}, optional={"deny": st.just(["files.go"]), "confirm": st.just(["files.touch"])}
        ),
    },
)


met = st.builds(
    circumstances,
    source=st.sampled_from(list(Source)),
    confidence=st.floats(0, 1),
    overlapped=st.booleans(),
    decided_by=st.sampled_from(["template", "model"]),
    sure=st.floats(0.34, 1),
)


@given(calls, tightenings, met)
def test_a_policy_file_never_loosens(made: Call, given_: dict[str, object], how: Circumstances) -> None:
    """Whatever the user's file says, if it is accepted, every call is judged as strictly as before or more so."""
    tighter = settings.tightened(Path("policy.toml"), given_)
    before, after = GATE.judge(made, how).verdict.name, Gate(tighter).judge(made, how).verdict.name
    assert STRICT[after] >= STRICT[before]


def test_no_argument_hides_another() -> None:
    """A doubtful message does not save a hostile name from its denial."""
    for made in (
        call(text="fix the pipe", word="a;id"),
        call(word="sudo", name="a;id"),
        call(word="a\xa0b", name="-x"),
    ):
        assert GATE.judge(made, circumstances()).verdict.name == "deny"


def test_what_a_sentences_slots_took_is_set_aside_by_the_screen() -> None:
    """The rest of a whole sentence is still screened, and of a near one everything is."""
    whole, near = call(text="fix the pipe").match, call(text="fix the pipe", how="near").match
    assert GATE.screen("commit with fix the pipe", whole) is None
    assert GATE.screen("commit with fix the pipe", near) is not None
    assert GATE.screen("commit; with fix the pipe", whole) is not None
    assert GATE.screen("commit pipe with fix the pipe", whole) is not None


def test_a_real_files_own_name_is_asked_about_and_nothing_beside_it(tmp_path: Path) -> None:
    """ "pipe.py" is a file; "main.py pipe bash" is not, however much of it sounds like one."""
    tree = tmp_path.resolve()
    for name in ("pipe.py", "R&D.txt"):
        (tree / name).write_text("x")
    met = circumstances(root=tree)
    for name in ("pipe.py", "R&D.txt"):
        assert GATE.judge(call(path=tree / name, cwd=tree), met).verdict.rule == "shell-syntax-in-name"
    tail = call(path=tree / "pipe.py", said="pipe.py pipe bash", score=0.8, cwd=tree)
    assert GATE.judge(tail, met).verdict.name == "deny"
    assert GATE.judge(call(word="sudo"), circumstances()).verdict.rule == "shell-syntax-in-name"
    assert GATE.judge(call(word="x-pipe-bash", said="x pipe bash"), circumstances()).verdict.name == "deny"


def of_page(said: str, source: Source = Source.TYPED) -> Verdict:
    """The verdict on a call whose one slot takes an address."""
    resolved = Address().resolve(said, Scene(TREE, HOME))
    value = resolved.value if isinstance(resolved, Resolved) else said
    made = call(word="x", source=source)
    fill = SlotFill(Slot("page", Address()), said, value, 1.0)
    return GATE.judge(replace(made, match=replace(made.match, fills=(fill,))), circumstances(source=source)).verdict


@pytest.mark.parametrize("said", ["https://example.com/?a=1&b=2", "http://example.com/x;v=1?q=a;r=b&c=d/&e"])
def test_a_typed_address_may_have_its_own_signs(said: str) -> None:
    """It is asked about whole; a spoken one is not, since nobody says a sign."""
    assert of_page(said).rule == "shell-syntax-in-address"
    assert of_page(said, Source.VOICE).name == "deny"


@pytest.mark.parametrize(
    "said",
    [
        *("https://example.com/?a=1&&b=2", "https://example.com/?a=1;;b", "https://example.com/?a=$(id)&b=2"),
        *(
            "https://example.com/?a=`id`&b",
            "https://example.com/?a|b&c=1",
            "https://example.com/?a>b&c=1",
            "example.com/?a=1&b=2",
        ),
        *(
            "https://example.com/?a=1& b=2",
            "https://example.com/; rm",
            "ftp://example.com/?a&b",
            "https://example.com&b=1",
        ),
        *("https://example.com/?a=%0a&b=2", "https://me:pw@example.com/?a=1&b=2", "https://example.com/?a=1&"),
    ],
)
def test_no_other_sign_passes_in_an_address(said: str) -> None:
    """Two signs, any other sign, a space, another scheme, and what is no address are refused as before."""
    assert of_page(said).rule == "shell-syntax"


def test_a_project_below_an_oddly_named_folder_can_be_worked_in(tmp_path: Path) -> None:
    """Nobody said the names of the folders above the working folder."""
    tree = tmp_path.resolve() / "R&D; pipe"
    (tree / "pipe").mkdir(parents=True)
    (tree / "pipe/main.py").write_text("x")
    made = call(path=tree / "pipe/main.py", said="main", score=0.97, cwd=tree)
    assert GATE.judge(made, circumstances(root=tree)).verdict.name == "allow"


@pytest.mark.parametrize("char", ["\U000e0100", "\u3164", "\u115f", "\U000e0041", "\u2066", "\ue000", "\u2028"])
def test_what_shows_as_nothing_is_denied(char: str) -> None:
    """Fillers, selectors, tags, isolates, private-use and separators: no name needs them."""
    assert GATE.judge(call(Effect.OBSERVE, word=f"a{char}b"), circumstances()).verdict.name == "deny"


@pytest.mark.parametrize("char", ["\u200d", "\u200c", "\ufe0f", "\xa0", "\u2003"])
def test_what_has_its_use_but_does_not_show_is_asked_about(char: str) -> None:
    """Joiners and odd spaces are real in names; the question shows them escaped."""
    verdict_ = GATE.judge(call(Effect.OBSERVE, word=f"a{char}b"), circumstances()).verdict
    assert verdict_.name == "confirm"
    assert verdict_.reason.isascii()


def test_a_confidence_that_is_no_number_is_none() -> None:
    """NaN compares false with everything: it must not pass for sure."""
    heard = circumstances(source=Source.VOICE, confidence=float("nan"))
    assert GATE.judge(call(source=Source.VOICE), heard).verdict.name == "deny"


def test_a_rule_that_fails_is_a_no() -> None:
    """An error while judging denies."""

    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    judged = Gate(default_policy(), (broken, *RULES)).judge(call(Effect.OBSERVE), circumstances())
    assert judged.verdict.name == "deny"


def test_every_verdict_has_a_rule_and_a_reason() -> None:
    """Whatever was decided can be explained."""
    judged = GATE.judge(call(Effect.DESTROY, path=TREE / "a", how="near"), circumstances())
    assert len(judged.fired) >= 2
    assert all(word.rule and word.reason for word in judged.fired)


def test_only_an_allow_or_a_confirmed_confirm_gives_a_permit() -> None:
    """There is no permit without the gate's leave and, where it asks, a yes."""
    made = call()
    consent = Consent(seal(made, ""), time.monotonic() + 10)
    assert grant(made, Allow("a", "a"), None) is not None
    assert grant(made, Confirm("c", "c"), None) is None
    assert grant(made, Confirm("c", "c"), consent) is not None
    assert grant(made, Deny("d", "d"), consent) is None


def test_the_call_that_was_judged_is_the_call_that_runs() -> None:
    """A permit holds the very call, which cannot be altered."""
    made = call(path=TREE / "a")
    permit = grant(made, Allow("a", "a"), None)
    assert permit is not None
    assert permit.call is made
    with pytest.raises(AttributeError):
        permit.call.cwd = HOME  # type: ignore[misc] # that it cannot be set is the point
    assert replace(permit.call, cwd=HOME) is not permit.call


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("a\nb", "hidden-characters"),
        ("x\u202egnp.exe", "hidden-characters"),
        ("\x1b]0;title\x07", "hidden-characters"),
        ("-rf", "leading-dash"),
        ("c\u0443rl.py", "look-alike-letters"),
    ],
)
def test_an_odd_name_that_is_there_needs_a_key(tmp_path: Path, name: str, rule: str) -> None:
    """It is shown escaped, and no spoken word agrees to it."""
    (tmp_path / name).write_text("x")
    made = call(Effect.CHANGE, path=tmp_path / name, cwd=tmp_path.resolve())
    judged = Gate(default_policy()).judge(made, circumstances(root=tmp_path.resolve(), home=tmp_path.parent))
    assert isinstance(judged.verdict, Confirm)
    assert judged.verdict.proof is Proof.TYPED
    (found,) = [verdict for verdict in judged.fired if verdict.rule == rule]
    assert found.reason.isprintable()
    assert found.reason.isascii()


@pytest.mark.parametrize("name", ["a\nb", "a\x00b", "x\u202ey", "\x1b[2J", "-rf"])
def test_no_such_name_is_made(name: str) -> None:
    """Of what is not there yet, it is denied."""
    assert Gate(default_policy()).judge(call(new=TREE / name), circumstances()).verdict.name == "deny"


@pytest.mark.parametrize(
    "name", ["\u0444\u0430\u0439\u043b.txt", "r\u00e9sum\u00e9.md", "\u65e5\u672c.py", "\u03b1.py", "na\u00efve"]
)
def test_names_of_one_script_are_plain(name: str) -> None:
    """Whatever script it is."""
    assert not mixes_scripts(name)
