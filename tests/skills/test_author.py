"""What the decorator accepts, and that it names the skill and the argument for what it does not."""

from __future__ import annotations

import textwrap
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, get_args

import pytest

from intents.model import RouteLabel
from skills.author import (
    NOTED,
    Choice,
    Context,
    Count,
    Effect,
    ExistingFile,
    FreeText,
    Process,
    Program,
    Reply,
    Resolved,
    Scene,
    SkillFault,
    Unresolved,
    skill,
)
from skills.forms import check_sentences

Colour = Annotated[str, Choice({"red": ("crimson",), "blue": ()}, name="colour")]

HEAD = "from __future__ import annotations\nfrom skills.author import *\n"


def define(code: str) -> list[Any]:
    """The skills of a module of this text, checked as a user's is."""
    module = ModuleType("tried")
    exec(HEAD + textwrap.dedent(code), vars(module))  # noqa: S102 - the texts are this file's own
    found = vars(module).get(NOTED, [])
    for one in found:
        check_sentences(one.intent)
    return found


def test_annotations_decide_the_slots() -> None:
    """A parameter's type is its slot's, its default makes it optional, and the docstring describes the skill."""
    vars_before = len(globals().get(NOTED, []))

    @skill("paint.file", says=["paint {file} [{times} times] [in {colour}]"], kind="command", effect=Effect.CHANGE)
    def paint(context: Context, file: ExistingFile, colour: Colour = "red", times: Count | None = None) -> Reply:
        """Paint a file.

        More about it.
        """
        return Reply("")

    found = globals()[NOTED][vars_before]
    assert found.intent.kind is RouteLabel.COMMAND
    assert found.intent.description == "Paint a file."
    assert [(slot.name, slot.type.name, slot.required, slot.default) for slot in found.intent.slots] == [
        ("file", "file", True, None),
        ("colour", "colour", False, "red"),
        ("times", "number", False, None),
    ]
    assert paint(None, Path("x")) == Reply("")  # type: ignore[arg-type] # the function is as it was written


GOOD = '''
@skill("a.b", says=["say {text}"], kind="command", effect=Effect.OBSERVE)
def good(context: Context, text: FreeText) -> Reply:
    """Say."""
    return Reply(text)
'''


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"a.b"', '"Ab"', "'Ab': an id is lower-case words"),
        ('"a.b"', '"a"', "'a': an id is"),
        ('"a.b"', "7", "7: an id is"),
        ('"""Say."""', "", "a.b: the function good has no docstring"),
        ('"""Say."""', '"""  """', "a.b: the function good has no docstring"),
        ('kind="command"', 'kind="order"', "a.b: kind is command or question, not 'order'"),
        ("Effect.OBSERVE", "'observed'", "a.b: effect is one of"),
        ('["say {text}"]', '"say {text}"', "a.b: says is a list"),
        ('["say {text}"]', "[]", "a.b: says has no sentence"),
        ("text: FreeText", "text: str", "a.b: argument 'text' needs a slot type"),
        ("text: FreeText", "text", "a.b: argument 'text' needs a slot type"),
        ("text: FreeText", "text: Nonsense", "a.b: an annotation of good cannot be read: name 'Nonsense'"),
        ("text: FreeText", "text: FreeText, more: FreeText", "a.b: argument 'more' is in none of the sentences"),
        ("text: FreeText", "text: FreeText, more: FreeText = ''", "a.b: argument 'more' is in none of the sentences"),
        ("context: Context, text", "text", "a.b: the first argument of good must be `context: Context`"),
        ("say {text}", "say {texts}", "a.b: sentence 'say {texts}' has a slot {texts} that the skill lacks"),
        ("say {text}", "say [{text}]", "a.b: argument 'text' has no default, and 'say [{text}]' can be said without"),
        ("say {text}", "say ({text}|it)", "a.b: argument 'text' has no default, and"),
        ('["say {text}"]', '["say {text}", "say"]', "a.b: argument 'text' has no default, and 'say'"),
        ("say {text}", "say ({text}", "a.b: sentence 'say ({text}' does not compile"),
        ("say {text}", "say {text", "a.b: "),
    ],
)
def test_faults_name_the_skill_and_what_is_wrong(old: str, new: str, fault: str) -> None:
    """Each mistake is one clear sentence."""
    with pytest.raises(SkillFault) as caught:
        define(GOOD.replace(old, new, 1))
    assert str(caught.value).startswith(fault)
    assert "\n" not in str(caught.value)


def test_the_good_one_is_good() -> None:
    """What the faults above are made of has none itself."""
    assert [one.id for one in define(GOOD)] == ["a.b"]


def test_two_skills_of_one_id_in_a_module_are_a_fault() -> None:
    """The second is named, even if it takes the first one's function name."""
    with pytest.raises(SkillFault, match=r"a\.b: this module has two skills of that id; the second is good"):
        define(GOOD + GOOD)


def test_every_way_through_a_sentence_is_looked_at() -> None:
    """A slot in each alternative is enough."""
    assert define(GOOD.replace("say {text}", "(say {text}|{text} please|tell [me] {text})"))


def test_free_text_is_kept_as_its_type() -> None:
    """The alias is a plain type to a type checker and a slot to Golem."""
    assert FreeText.__origin__ is str  # type: ignore[attr-defined] # Annotated's own attribute


def test_programs_and_processes_are_what_is_there(tmp_path: Path) -> None:
    """A program that may be started and a process that runs are known by name; nothing else is."""
    scene = Scene(tmp_path, tmp_path)
    program, process = (get_args(hint)[1] for hint in (Program, Process))
    assert isinstance(program.resolve("sh", scene), Resolved)
    assert isinstance(process.resolve("zzqx no such thing", scene), Unresolved)
    assert isinstance(process.resolve(process.list(tmp_path)[0], scene), Resolved)
