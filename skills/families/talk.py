"""About the conversation itself: help, repeat, stop, quit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from intents.grammar import Grammar
from intents.model import IntentSpec
from skills.author import Context, Effect, Reply, Word, skill

SHOWN_SENTENCES = 4


@skill(
    "talk.help",
    says=[
        "help [me]",
        "what can i (say|do|ask) [here|you]",
        "what can you do [for me|here]",
        "what do you (understand|know)",
        "(list|show) [me] [all] [the|your] (skills|commands|sentences)",
        "how does this work",
        "what are [my|the] options",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def help_all(context: Context) -> Reply:
    """Say what can be said."""
    families: dict[str, list[IntentSpec]] = defaultdict(list)
    for intent in context.session.sayable():
        families[intent.id.split(".")[0]].append(intent)
    lines = []
    for family in sorted(families):
        examples = [example for intent in families[family] for example in _examples(intent)[:1]]
        lines.append(f"{family}: {', '.join(examples[:6])}")
    some = "run tests, open a file, git status, make a folder, or how much disk space is left"
    return Reply(
        f"You can say: {some}. More is on the screen; for one family say: what can you do with git.", "\n".join(lines)
    )


@skill(
    "talk.help_family",
    says=[
        "what can (i|you) (say|do) (with|about|for) {family}",
        "help [me] (with|about|on) {family}",
        "how do i use {family}",
        "(list|show) [me] [the] {family} (skills|commands|sentences)",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def help_family(context: Context, family: Word) -> Reply:
    """Say what can be said about one family of skills."""
    wanted = re.sub(r"s$", "", family.lower())
    intents = [intent for intent in context.session.sayable() if re.sub(r"s$", "", intent.id.split(".")[0]) == wanted]
    if not intents:
        known = sorted({intent.id.split(".")[0] for intent in context.session.sayable()})
        return Reply(f"There is nothing about {family}. There is {_listed(known)}.", ok=False)
    lines = [f"{intent.description}  “{'”, “'.join(_examples(intent)[:SHOWN_SENTENCES])}”" for intent in intents]
    return Reply(
        f"{len(intents)} things: {_listed([_examples(intent)[0] for intent in intents[:4]])}.", "\n".join(lines)
    )


@skill(
    "talk.repeat",
    says=[
        "(say|repeat) (that|it) [once] [again]",
        "(say|repeat) (that|it) once more",
        "repeat [that] [please]",
        "what did you (say|just say)",
        "come again",
        "pardon [me]",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def repeat(context: Context) -> Reply:
    """Say the last reply again."""
    return Reply(context.session.last_spoken or "I have said nothing yet.")


@skill(
    "talk.stop",
    says=[
        "stop [it|that|talking|speaking]",
        "(be|keep) quiet",
        "quiet",
        "silence",
        "shut up",
        "enough",
        "that's enough",
    ],
    kind="command",
    effect=Effect.OBSERVE,
)
def stop(context: Context) -> Reply:
    """Stop what is being said or done."""
    context.session.stop()
    return Reply("Stopped.")


@skill(
    "talk.quit",
    says=[
        "(quit|exit|bye|goodbye|good bye|bye bye) [golem|the shell|now]",
        "(leave|close|end) (the shell|this session|the session)",
        "see you [later]",
        "i'm done [for today]",
    ],
    kind="command",
    effect=Effect.OBSERVE,
)
def leave(context: Context) -> Reply:
    """End the session."""
    context.session.quit()
    return Reply("Goodbye.")


def _examples(intent: IntentSpec) -> tuple[str, ...]:
    return Grammar(intent).shown


def _listed(words: Sequence[str] | Iterable[str]) -> str:
    *most, last = list(words)
    return f"{', '.join(most)} and {last}" if most else last
