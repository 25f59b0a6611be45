"""The rules that a skill must keep to be registered, each with what is told where it is broken and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.grammar import Grammar, SentenceFault
from intents.model import IntentSpec
from skills.capabilities import ANY, Capabilities
from skills.faults import SkillFault
from skills.options import TABLES, WRAPPERS
from skills.spec import Effect

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_SLOT = re.compile(r"\{(\w+)\}")


def check_form(id_: str, says: object, also: object, kind: object, effect: object) -> None:
    """What a type checker would have said of the decorator's own arguments."""
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        raise SkillFault(
            f"{id_!r}: an id is lower-case words joined by dots, family first: notes.count",
            mend="write it like that: two words or more, a to z, digits and underscores",
        )
    if kind not in ("command", "question"):
        raise SkillFault(
            f"{id_}: kind is command or question, not {kind!r}",
            skill=id_,
            mend='write kind="command" for what does something, kind="question" for what answers',
        )
    if not isinstance(effect, Effect):
        raise SkillFault(
            f"{id_}: effect is one of Effect.OBSERVE, Effect.CHANGE and Effect.DESTROY, not {effect!r}",
            skill=id_,
            mend="say the worst that it can do",
        )
    for name, given in (("says", says), ("also", also)):
        if isinstance(given, str) or not isinstance(given, Sequence) or not all(isinstance(one, str) for one in given):
            raise SkillFault(
                f"{id_}: {name} is a list of sentences, not {given!r}", skill=id_, mend=f'write: {name}=["..."]'
            )
    assert isinstance(says, Sequence)
    if not any(one.strip() for one in says):
        raise SkillFault(f"{id_}: says has no sentence", skill=id_, mend='write at least one: says=["brew a coffee"]')


def check_programs(id_: str, capabilities: Capabilities | None) -> None:
    """Refuse programs whose arguments are programs, and those of which Golem has no table."""
    asked = capabilities or Capabilities()
    for name in asked.options:
        if name in WRAPPERS or name in TABLES:
            why = "runs what its arguments say" if name in WRAPPERS else "has a table of Golem's; name it in binaries"
            raise SkillFault(f"{id_}: {name} cannot be declared with options: it {why}", skill=id_, about=name)
    for name in asked.binaries:
        if name != ANY and name not in TABLES:
            raise SkillFault(
                f"{id_}: Golem has no table for {name}; declare the options that it may get: options={{…}}",
                skill=id_,
                about=name,
                mend=f'write: Capabilities(options={{"{name}": ("--some-option", "--with-value=")}})',
            )


def check_sentences(intent: IntentSpec) -> None:
    """Every sentence compiles, and whichever way through it is taken, it gives every argument that has no default.

    Not done by the decorator, since it loads the sentence parser: the registry does it for the user's modules, a test
    for Golem's own. Raises SkillFault.
    """
    grammar = Grammar(intent)
    try:
        grammar.check()
        for slot in intent.slots:
            if not any(slot.name in _SLOT.findall(sentence) for sentence in intent.all_sentences):
                raise SkillFault(
                    f"{intent.id}: argument {slot.name!r} is in none of the sentences",
                    skill=intent.id,
                    about=slot.name,
                    mend=f"put {{{slot.name}}} into a sentence, or take the argument away",
                )
            for sentence in intent.all_sentences if slot.required else ():
                if not grammar.always_says(sentence, slot.name):
                    raise SkillFault(
                        f"{intent.id}: argument {slot.name!r} has no default, and {sentence!r} can be said without it",
                        skill=intent.id,
                        about=sentence,
                        mend=f"give it a default, or have every way through the sentence say {{{slot.name}}}",
                    )
    except SentenceFault as fault:
        raise SkillFault(
            str(fault),
            skill=intent.id,
            about=fault.sentence,
            mend="close every bracket: (this|that), [left out], {slot}",
        ) from fault
