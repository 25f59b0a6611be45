"""The rules: each looks at a judged call from one side and says Allow, Confirm, Deny, or nothing. Pure but for `stat`.

A rule that says nothing leaves the matter to the others; the gate takes the strictest of what was said, and no word at
all is Deny. A rule looks at every argument before it answers, so that no argument hides another, and says all that it
finds, so that an override of one finding does not hide the next. Those that look at paths are in `path_rules`, those
that look at how the words came in `provenance`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from intents.dictation import Dictation, Spelling
from intents.model import SlotFill, Source
from intents.slots import NewName
from policies.circumstances import Circumstances
from policies.overrides import verdict_of
from policies.pane_rules import hands
from policies.path_rules import forbidden_places, inside_tree, precious, system_places
from policies.provenance import irreversible, source, stale_words, unsure_words
from policies.settings import Policy
from policies.trees import tree_around
from policies.verdict import Confirm, Deny, Proof, Verdict
from policies.words import find_injection, find_sign, is_hidden, is_unplain, mixes_scripts
from skills.addresses import Address, is_whole
from skills.spec import Call, Effect

SURE_NAME = 0.9
"""A name that fits its words less well than this, 0 to 1, is a guess."""

OWN_NAME = 0.95
"""A name that fits its words this well, 0 to 1, leaves no room for others: "pipe.py", not "main.py pipe bash"."""

Rule = Callable[[Call, Circumstances, Policy], Verdict | Sequence[Verdict] | None]
"""What it finds: nothing, one thing, or several."""


def allow_listed(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Only skills on the allow-list run."""
    if call.skill.id not in circumstances.allowed_skills:
        return Deny("not-allowed", f"{call.skill.id} is not an allowed skill")
    if call.skill.id in policy.skills.deny:
        return Deny("skill-denied", f"your policy denies {call.skill.id}")
    if call.skill.id in policy.skills.confirm:
        return Confirm("skill-confirmed", f"your policy asks before {call.skill.id}")
    return None


def untrusted_tree(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Code that a working tree brings runs without asking only where the user trusts that tree."""
    del policy
    folder = next((folder for folder in call.code() if not circumstances.trusts(folder)), None)
    if folder is None:
        return None
    where = f"{str(tree_around(folder))!r}"
    return Confirm("untrusted-tree", f"this runs code of {where}, which you have not trusted yet (golem trust does)")


def effect(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Looking runs; a change runs or asks, by setting; what destroys always asks."""
    del circumstances
    answer = {
        Effect.OBSERVE: policy.effects.observe,
        Effect.CHANGE: policy.effects.change,
        Effect.DESTROY: policy.effects.destroy,
    }[call.skill.effect]
    rule = f"effect-{call.skill.effect}"
    reason = {
        Effect.OBSERVE: "it only looks",
        Effect.CHANGE: "it changes something that can be put back",
        Effect.DESTROY: "it takes something away",
    }[call.skill.effect]
    return verdict_of(answer, rule, reason)


def shell_syntax(call: Call, circumstances: Circumstances, policy: Policy) -> Sequence[Verdict]:
    """Shell syntax in an argument: refused, but asked about where it is kept as said, or is a real thing's own name.

    Or where a person typed it inside an address of the web, which divides its query so.
    """
    found: list[Verdict] = []
    for fill in call.match.fills:
        if _is_typed(fill) or _is_chosen(fill):
            continue
        value = _as_named(fill.value, call.cwd)
        in_value = (find_sign if _is_there(fill) else find_injection)(value, policy.words)
        hit = find_injection(fill.said, policy.words) or in_value
        if hit is None:
            continue
        why = hit.denial.reason
        if _is_in_an_address(fill, circumstances, policy):
            found.append(Confirm("shell-syntax-in-address", f"the {fill.slot.name} is {value!r}, and {why}"))
        elif fill.slot.type.free:
            found.append(Confirm("shell-syntax-in-text", f"the {fill.slot.name} looks odd: {why}"))
        elif _is_only_a_name(fill, value, policy):
            found.append(Confirm("shell-syntax-in-name", f"the {fill.slot.name} is {value!r}, and {why}"))
        else:
            found.append(Deny("shell-syntax", f"in the {fill.slot.name}, {why}"))
    return found


def odd_names(call: Call, circumstances: Circumstances, policy: Policy) -> Sequence[Verdict]:
    """Names that could be read as options, or that show as something else than they are."""
    del circumstances, policy
    free = {fill.slot.name for fill in call.match.fills if fill.slot.type.free}
    there = {fill.slot.name for fill in call.match.fills if _is_there(fill)}
    found: list[Verdict] = []
    for name, text in _texts(call):
        if name in free and text.startswith("-") and call.skill.effect is not Effect.OBSERVE:
            why = f"the {name} begins with a dash, as an option does: {text!r}"
            found.append(Confirm("shell-syntax-in-text", why))
        # What is there has the name it has, and whoever reads it escaped may agree to it, by key; no such name is made.
        asked: Callable[[str, str], Verdict] = partial(Confirm, proof=Proof.TYPED) if name in there else Deny
        if any(is_hidden(char) for char in text):
            found.append(asked("hidden-characters", f"the {name} has characters that do not show: {text!a}"))
        elif any(is_unplain(char) for char in text):
            found.append(Confirm("unplain-characters", f"the {name} is not all that it shows: {text!a}"))
        elif name not in free and mixes_scripts(text):
            why = f"the {name} has letters of several scripts that look alike: {text!a}"
            found.append(Confirm("look-alike-letters", why, proof=Proof.TYPED))
        if name not in free and (text.startswith("-") or Path(text).name.startswith("-")):
            found.append(asked("leading-dash", f"the {name} begins with a dash, as an option does: {text!r}"))
    return found


def unsure_meaning(call: Call, circumstances: Circumstances, policy: Policy) -> Sequence[Verdict]:
    """A near match, a guessed name or a doubtful route is asked about before anything is changed.

    So it is before words that were heard end the talk.
    """
    heard_to_end = call.skill.ends and circumstances.source is not Source.TYPED
    if call.skill.effect is Effect.OBSERVE and not heard_to_end:
        return ()
    found: list[Verdict] = []
    if call.match.how != "template":
        found.append(Confirm("near-match", f"the words only sound like one of {call.skill.id}'s sentences"))
    guesses = [fill for fill in call.match.fills if not fill.score >= SURE_NAME]
    if guesses:
        guess = min(guesses, key=lambda fill: fill.score)
        found.append(Confirm("guessed-name", f"{guess.said!r} was taken to mean {str(guess.value)!r}"))
    route = circumstances.route
    if route.decided_by not in {"template", "meaning"} and not route.scores[route.label] >= policy.route.confirm:
        sure = f"it is a {route.label} with a probability of only {route.scores[route.label]:.0%}"
        found.append(Confirm("unsure-route", sure))
    return found


RULES: tuple[Rule, ...] = (
    allow_listed,
    untrusted_tree,
    shell_syntax,
    odd_names,
    hands,
    forbidden_places,
    precious,
    inside_tree,
    system_places,
    unsure_words,
    stale_words,
    unsure_meaning,
    irreversible,
    effect,
    source,
)
"""In the order in which they are asked; of two equally strict verdicts the first is given as the reason."""


def _as_named(value: object, cwd: Path) -> str:
    """A value as the speaker could have named it: a path without the folders above the working folder."""
    if isinstance(value, Path) and value.is_relative_to(cwd):
        return str(value.relative_to(cwd))
    return str(value)


def _is_there(fill: SlotFill) -> bool:
    """Whether a slot names a file or folder that is there, and is acted on, rather than one to be made."""
    path = fill.value
    return isinstance(path, Path) and not isinstance(fill.slot.type, NewName) and os.path.lexists(path)


def _is_only_a_name(fill: SlotFill, value: str, policy: Policy) -> bool:
    """Whether nothing stands beside the name: it fits a file that is there, or is a single word without a sign."""
    if _is_there(fill):
        return fill.score >= OWN_NAME
    one_word = len(fill.said.split()) == 1
    return one_word and find_sign(fill.said, policy.words) is None and find_sign(value, policy.words) is None


def _is_in_an_address(fill: SlotFill, circumstances: Circumstances, policy: Policy) -> bool:
    """Whether the only signs are a typed web address's own, `&` and `;`, with nothing but the address in the words."""
    if circumstances.source is not Source.TYPED or not isinstance(fill.slot.type, Address):
        return False
    plain = re.sub(r"(?<=[\w=/])[&;](?=\w)", " ", fill.said)
    return is_whole(fill.said, fill.value) and find_sign(plain, policy.words) is None


def _is_typed(fill: SlotFill) -> bool:
    """Whether words are only typed into a pane, where `pane_rules` judges them: no shell gets them run."""
    return isinstance(fill.slot.type, Dictation | Spelling)


def _is_chosen(fill: SlotFill) -> bool:
    """Whether the words are one of the phrases of a fixed list, to the letter: "new line" as the name of a key."""
    return fill.slot.type.choices is not None and fill.said.lower() in fill.slot.type.choices


def _texts(call: Call) -> Iterator[tuple[str, str]]:
    """Every text among the arguments; of a path, its parts that the speaker could have named."""
    for name, value in call.arguments.items():
        items = value if isinstance(value, list | tuple | set | frozenset) else (value,)
        for item in items:
            if isinstance(item, str | Path):
                yield name, _as_named(item, call.cwd)
