"""Utterances recast as entailment: each becomes groups of hypotheses of which the first one is true.

A group is trained as a whole (which hypothesis?) and by its pairs (does it follow?), so that the model both chooses
among labels and can say that none holds. Hypotheses are worded in several ways: it shall learn sense, not words.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from intents.model import RouteLabel
from intents.router import ROUTES
from intents.training import written
from intents.training.hard_cases import HardCase, made, own_acts, plain, starts_with_verb
from intents.training.sources import SHIPPABLE_NLI, UNSEEN_INTENTS, Inference, Row, validates
from intents.training.written import Written

T = TypeVar("T")

ENTAILMENT, NEUTRAL, CONTRADICTION = range(3)
LABELS = ("entailment", "neutral", "contradiction")

WORDINGS: dict[RouteLabel, tuple[str, ...]] = {
    RouteLabel.COMMAND: (
        "The speaker asks the computer to do something.",
        "The speaker gives an order.",
        "This is a command.",
        "The speaker wants an action to be carried out.",
    ),
    RouteLabel.QUESTION: (
        "The speaker wants to know something.",
        "The speaker wants information.",
        "This is a question.",
        "The speaker asks to be told something.",
    ),
    RouteLabel.CHAT: (
        "The speaker is only talking.",
        "This is small talk.",
        "The speaker wants nothing to be done or looked up.",
        "The speaker is chatting.",
    ),
}
"""Other ways to say what the router's own hypotheses say."""
OWN_WORDING = 0.6
"""Share of the groups that use the router's own hypotheses."""

GLOSSED: dict[RouteLabel, tuple[str, ...]] = {
    RouteLabel.COMMAND: (
        "The speaker asks the computer to {}.",
        "The speaker wants to {}.",
        "The speaker wants the computer to {}.",
        "The speaker asks to {}.",
    ),
    RouteLabel.QUESTION: (
        "The speaker wants to know {}.",
        "The speaker asks {}.",
        "The speaker asks the computer to tell {}.",
        "The speaker asks the computer to show {}.",
    ),
    RouteLabel.CHAT: ("The speaker {}.",),
}
"""How a gloss of `intents.toml` becomes a hypothesis."""

RIVALS = 6
"""Of the meanings that share most words with the right one, how many may stand as the wrong one."""
COMMON = frozenset({"a", "an", "the", "to", "of", "is", "or", "in", "on", "with", "my", "what", "which", "how", "it"})

CHAT_PREMISES = 1200
NL2BASH_ACTS = 4000
HARD_CASES = 11000
PARAPHRASES = 1500
PLAIN_TIMES = 3
"""How often each hand-written question and line of talk is seen."""
INTENT_SHARE = 0.4
"""Share of the labelled public utterances that also make a group about their own intent."""
OWN_INTENT_SHARE = 0.8
"""The same of the written ones, whose meanings are many more."""
LONGEST_ACT = 9
"""Words of an order that hard cases are made of."""
ALL_ROUTES = 0.5
"""Share of the route groups with all three hypotheses; the others have the true one and one other, for speed."""

FORM = re.compile(
    r"""^(?:(?:so|and|hey|hi|please|ok|okay)\s)*
        (?: (?:how|what|what's|whats|why|when|where|where's|who|whose|which
              |is|are|was|were|do|does|did|has|have|am|should)
          | (?:can|could|will|would|may|might)\s(?:i|it|they|he|she|we)
          | (?:i\swant|i\sneed|i'd\slike|i\swould\slike)\sto\sknow
          | (?:do|would)\syou\sknow
          | (?:(?:can|could)\syou\s|please\s)*tell\sme )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""A question by its form, where the intent leaves it open."""


@dataclass(frozen=True, slots=True)
class Group:
    """A premise and its hypotheses with their relations; `chosen` is the one that holds, if one is to be chosen."""

    premise: str
    hypotheses: tuple[str, ...]
    relations: tuple[int, ...]
    chosen: int | None


Meaning = tuple[RouteLabel | None, str]
"""An intent's route (None: by form) and gloss."""


def meanings() -> dict[str, dict[str, Meaning]]:
    """Data set to intent to meaning; intents without one meaning are left out."""
    with Path(__file__).with_name("intents.toml").open("rb") as file:
        tables = tomllib.load(file)
    return {
        name: {
            intent: (None if route == "form" else RouteLabel(route), gloss)
            for intent, (route, gloss) in table.items()
            if route != "mixed"
        }
        for name, table in tables.items()
    }


def route_of(text: str, meaning: Meaning) -> RouteLabel:
    """The route of an utterance of an intent."""
    if meaning[0] is not None:
        return meaning[0]
    return RouteLabel.QUESTION if FORM.search(text) else RouteLabel.COMMAND


def hypothesis(meaning: Meaning, chance: random.Random) -> str:
    """A wording of what the intent means."""
    route = meaning[0] or RouteLabel.COMMAND
    return chance.choice(GLOSSED[route]).format(meaning[1])


@cache
def own_rivals(file: str = "") -> list[Meaning]:
    """The meanings of one file of written rows, which its author kept apart; without a name, those that are no talk."""
    rows = [row for row in written.written() if (row.file == file if file else row.route is not RouteLabel.CHAT)]
    return list(dict.fromkeys((row.route, row.meaning) for row in rows))


class Recaster:
    """Makes the training groups, the same ones for the same seed."""

    def __init__(self, seed: int, held: Iterable[str]) -> None:
        """`held` are texts of the held-out sets: no training utterance has the same words."""
        self._chance = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
        self._held = {plainly(text) for text in held}

    def groups(
        self,
        sets: Mapping[str, Sequence[Row]],
        described: Sequence[tuple[str, str]],
        pairs: Iterable[Inference],
        own: Sequence[Written] = (),
    ) -> list[Group]:
        """All groups, shuffled.

        `sets` has hwu64, clinc150 and snips; `described` are nl2bash's descriptions and commands; `own` are ours.
        """
        table = meanings()
        all_groups: list[Group] = []
        acts: dict[str, str] = {}
        for name, rows in sets.items():
            known = {k: v for k, v in table[name].items() if name != "clinc150" or k not in UNSEEN_INTENTS}
            for row in rows:
                if row.intent not in known or plainly(row.text) in self._held or validates(row.text):
                    continue
                route = route_of(row.text, known[row.intent])
                all_groups.append(self._route_group(row.text, route))
                if self._chance.random() < INTENT_SHARE:
                    all_groups.append(self._intent_group(row.text, known[row.intent], known))
                if route is RouteLabel.COMMAND and starts_with_verb(row.text):
                    acts[row.text] = known[row.intent][1]
        for one in own:
            if plainly(one.text) in self._held or written.validates(one):
                continue
            all_groups.extend(self._own_groups(one))
            if one.route is RouteLabel.COMMAND and starts_with_verb(one.text) and len(one.text.split()) <= LONGEST_ACT:
                acts[one.text.rstrip(".!")] = one.meaning
        orders = [(order, command) for text, command in described if (order := _imperative(text)) is not None]
        self._chance.shuffle(orders)
        acts |= {order: order for order, _ in orders[:NL2BASH_ACTS]}
        for case in made(HARD_CASES, list(acts), self._chance) + plain() * PLAIN_TIMES:
            all_groups.extend(self._hard_groups(case, acts.get(case.act, case.act)))
        all_groups.extend(self._paraphrase_groups(orders))
        all_groups.extend(self._inference_groups(list(pairs)))
        self._chance.shuffle(all_groups)
        return all_groups

    def _route_group(self, text: str, route: RouteLabel) -> Group:
        if self._chance.random() < OWN_WORDING:
            said = tuple(label.hypothesis for label in ROUTES)
        else:
            said = tuple(self._chance.choice(WORDINGS[RouteLabel(label.name)]) for label in ROUTES)
        true = [label.name for label in ROUTES].index(route.value)
        kept = list(range(len(ROUTES)))
        if self._chance.random() >= ALL_ROUTES:
            kept.remove(self._chance.choice([index for index in kept if index != true]))
        relations = tuple(ENTAILMENT if index == true else CONTRADICTION for index in kept)
        return Group(self._disturbed(text), tuple(said[index] for index in kept), relations, kept.index(true))

    def _intent_group(self, text: str, meaning: Meaning, known: Mapping[str, Meaning]) -> Group:
        others = [other for other in known.values() if other[1] != meaning[1]]
        wrong = self._rival(others, meaning[1], lambda other: other[1])
        said = (hypothesis(meaning, self._chance), hypothesis(wrong, self._chance))
        return Group(self._disturbed(text), said, (ENTAILMENT, CONTRADICTION), 0)

    def _own_groups(self, row: Written) -> Iterator[Group]:
        """A written row's route, and its meaning among others: near ones, or ones that its own words bring to mind."""
        yield self._route_group(row.text, row.route)
        if self._chance.random() >= OWN_INTENT_SHARE:
            return
        others = [other for other in own_rivals(row.file) if other[1] != row.meaning]
        near = self._rival(others, row.meaning, lambda other: other[1])
        named = self._rival(own_rivals() if row.route is RouteLabel.CHAT else others, row.text, lambda other: other[1])
        said = [hypothesis(meant, self._chance) for meant in dict.fromkeys(((row.route, row.meaning), near, named))]
        yield Group(self._disturbed(row.text), tuple(said), (ENTAILMENT, *[CONTRADICTION] * (len(said) - 1)), 0)

    def _hard_groups(self, case: HardCase, gloss: str) -> Iterator[Group]:
        yield self._route_group(case.text, case.route)
        if case.act and self._chance.random() < INTENT_SHARE:
            wording = self._chance.choice(GLOSSED[RouteLabel.COMMAND])
            if case.route is RouteLabel.COMMAND:
                said = (wording.format(gloss), wording.format(self._rival(own_acts(), gloss, str)))
                yield Group(self._disturbed(case.text), said, (ENTAILMENT, CONTRADICTION), 0)
            else:
                yield Group(self._disturbed(case.text), (wording.format(gloss),), (CONTRADICTION,), None)

    def _paraphrase_groups(self, orders: Sequence[tuple[str, str]]) -> Iterator[Group]:
        """Two descriptions of the very same shell command say the same; one of another command says something else."""
        by_command: dict[str, list[str]] = {}
        for order, command in orders:
            by_command.setdefault(command, []).append(order)
        alike = [sorted(set(same)) for same in by_command.values() if len(set(same)) > 1]
        for same in alike[:PARAPHRASES]:
            premise, meant = self._chance.sample(same, 2)
            wording = self._chance.choice(GLOSSED[RouteLabel.COMMAND])
            said = (wording.format(meant), wording.format(self._chance.choice(orders)[0]))
            yield Group(self._disturbed(premise), said, (ENTAILMENT, CONTRADICTION), 0)

    def _inference_groups(self, pairs: Sequence[Inference]) -> Iterator[Group]:
        kept = [pair for pair in pairs if pair.source in SHIPPABLE_NLI and pair.split == "train"]
        for pair in kept:
            yield Group(pair.premise, (pair.hypothesis,), (LABELS.index(pair.label),), None)
        for premise in self._chance.sample(sorted({pair.premise for pair in kept}), CHAT_PREMISES):
            yield self._route_group(premise, RouteLabel.CHAT)

    def _rival(self, others: Sequence[T], meant: str, words: Callable[[T], str]) -> T:
        """Something else: half of the time, of those that share most words with what was meant."""
        if self._chance.random() < 0.5:
            mine = set(meant.split()) - COMMON
            others = sorted(others, key=lambda other: -len(mine & set(words(other).split())))[:RIVALS]
        rival = self._chance.choice(others)
        return rival if words(rival) != meant else self._rival(others, meant, words)

    def _disturbed(self, text: str) -> str:
        """The words as a recogniser or a hasty typist might give them: punctuation comes and goes."""
        if self._chance.random() < 0.6:
            text = re.sub(r"[.,!?;:]+(?=\s|$)", "", text)
        elif text[-1:].isalnum() and self._chance.random() < 0.5:
            text += self._chance.choice(".?!.")
        if self._chance.random() < 0.04:
            text = self._chance.choice(("um ", "uh ", "okay ", "so ", "well ", "hey ")) + text
        return text


def plainly(text: str) -> str:
    """The words alone, for comparing."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _imperative(description: str) -> str | None:
    """A description of nl2bash as an order someone might say; None where it is none, or is too long."""
    text = description.strip().rstrip(".")
    text = text[:1].lower() + text[1:]
    return text if starts_with_verb(text) and len(text.split()) <= 11 else None
