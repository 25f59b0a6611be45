"""What would run: commands that are missed, and words that should run nothing and do, over the threshold of meaning.

An asked row is right where its skill is matched, asked back where Golem asks for a slot or between skills of which it
is one, and else missed (nothing, or another skill). Every other row is false where a skill is matched at all. What then
comes of it goes through the gate as in a turn: it is asked about or refused, or it would run without a question, and
then it looks, or changes something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks import publicsets
from benchmarks.phrasings import ASKED, FRESH, FURTHER, IMAGINED, NEGATIVES, TRIED, Phrasing, phrasings
from intents.matcher import Matcher
from intents.meaning import MARGIN, MEANING, Thresholds
from intents.model import Ambiguous, Incomplete, Match, NoMatch, RouteLabel, Scene, Source, Utterance
from intents.router import Router
from intents.zero_shot import Entailer, Label, ZeroShotClassifier
from policies.circumstances import Circumstances
from policies.gate import Gate
from policies.settings import load
from policies.verdict import Allow
from skills.registry import Registry
from skills.spec import Call, Effect

GRID = (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 1.01)
"""Thresholds of meaning that the curve is drawn over; the last one switches it off."""

GOODBYE: Final = "goodbye"
"""An intent of clinc150."""
NOTHING, WONDERS, ASKS, LOOKS, CHANGES = "nothing", "wonders", "asks", "looks", "changes"
"""What comes of words that should run nothing: nothing at all; Golem asks what is meant; it knows, and asks before it
acts, or refuses; it looks at once; it changes something at once."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of some rows, as counts."""

    asked: int
    """Rows that ask for one of Golem's skills."""
    right: int
    back: int
    """Asked back."""
    other: int
    """Another skill was matched."""
    quiet: int
    """Rows that should run nothing."""
    false: int
    """Of these, those that matched a skill."""
    asks: int
    """Of those that matched, such as Golem would ask about, or refuse, before anything runs."""
    looks: int
    """Of those that matched, such as would run at once and only look, or touch Golem's own talk."""
    changes: int
    """Of those that matched, such as would run at once and change something."""
    wonders: int
    """Rows that should run nothing and matched nothing, but made Golem ask what is meant."""

    @property
    def missed(self) -> float:
        """The share of asked rows that were neither right nor asked back, 0 to 1."""
        return 1 - (self.right + self.back) / max(1, self.asked)

    @property
    def false_share(self) -> float:
        """The share of the other rows that matched a skill, 0 to 1."""
        return self.false / max(1, self.quiet)

    @property
    def unasked_share(self) -> float:
        """The share of the other rows that would have run without a question, 0 to 1."""
        return (self.looks + self.changes) / max(1, self.quiet)


HEAD: Final = (
    *("set", "asked", "right", "asked back", "missed", "of these: another skill"),
    *("should run nothing", "matched", "asked about first", "would look at once", "would change at once"),
)
"""Columns of `line`."""


def line(name: str, ran: Ran) -> list[str]:
    """The row of a table for one set; empty cells where nothing is asked."""
    asked = [f"{count / max(1, ran.asked):.1%}" for count in (ran.right, ran.back)]
    asked += [f"{ran.missed:.1%}", f"{ran.other / max(1, ran.asked):.1%}"]
    quiet = [f"{count / max(1, ran.quiet):.1%}" for count in (ran.false, ran.asks, ran.looks, ran.changes)]
    return [name, str(ran.asked), *(asked if ran.asked else [""] * 4), str(ran.quiet), *quiet]


class Remembering:
    """A model that answers the same question once: the same rows are put at many thresholds."""

    def __init__(self, classifier: ZeroShotClassifier, entailer: Entailer) -> None:
        self.name = classifier.name
        self._classifier, self._entailer = classifier, entailer
        self._chosen: dict[tuple[str, tuple[Label, ...]], Mapping[str, float]] = {}
        self._entailed: dict[tuple[str, str], float] = {}

    def classify(self, premise: str, labels: Sequence[Label]) -> Mapping[str, float]:
        """See ZeroShotClassifier."""
        key = (premise, tuple(labels))
        if key not in self._chosen:
            self._chosen[key] = self._classifier.classify(premise, labels)
        return self._chosen[key]

    def entails(self, premise: str, hypotheses: Sequence[str]) -> list[float]:
        """See Entailer."""
        new = [each for each in hypotheses if (premise, each) not in self._entailed]
        for hypothesis, probability in zip(new, self._entailer.entails(premise, new), strict=True):
            self._entailed[premise, hypothesis] = probability
        return [self._entailed[premise, each] for each in hypotheses]


def nothing_rows(folder: Path) -> list[str]:
    """Public words that should run nothing: out-of-scope rows, and talk that training did not see.

    Without goodbyes, which rightly end the session.
    """
    talk = [
        row.text
        for each in publicsets.route_sets(folder, 10**6)
        if each.name in {"clinc150, unseen intents", "slurp"}
        for row in each.rows
        if row.route is RouteLabel.CHAT and row.intent != GOODBYE
    ]
    return publicsets.out_of_scope(folder) + talk


def running_sets(folder: Path) -> dict[str, tuple[Sequence[Phrasing], Sequence[str]]]:
    """Name → phrasings, and further words that should run nothing. Without public data in `folder`, phrasings alone."""
    sets: dict[str, tuple[Sequence[Phrasing], Sequence[str]]] = {
        "phrasings, test": (phrasings("test"), ()),
        "phrasings, validation": (phrasings("validation"), ()),
        "imagined, test": (phrasings("test", IMAGINED), ()),
        "imagined, validation": (phrasings("validation", IMAGINED), ()),
        "tried": (phrasings(None, TRIED), ()),
        "further": (phrasings(None, FURTHER), ()),
        "fresh": (phrasings(None, FRESH), ()),
    }
    if (folder / "slurp.tsv").is_file():
        sets["public talk and out-of-scope"] = ((), nothing_rows(folder))
    return sets


class Trial:
    """Golem's understanding and policy with the thresholds given, on Golem's own skills."""

    def __init__(self, models: Remembering, scene: Scene, thresholds: Thresholds) -> None:
        self._registry = Registry()
        self._matcher = Matcher([skill.intent for skill in self._registry.skills], models, thresholds)
        self._router = Router(models, self._matcher)
        self._gate = Gate(load(None))
        self._scene = scene

    def run(self, rows: Sequence[Phrasing], quiet: Sequence[str] = ()) -> Ran:
        """What comes of the rows; `quiet` are further words that should run nothing.

        A row that asks for a skill which is only there in some place is said in that place.
        """
        asked = right = back = other = 0
        for row in rows:
            if row.kind != ASKED:
                continue
            asked += 1
            found = self._found(row.text, row.skill)
            ids = {each.intent.id for each in found}
            if len(found) == 1 and isinstance(found[0], Match) and row.skill in ids:
                right += 1
            elif row.skill in ids:
                back += 1
            elif len(found) == 1 and isinstance(found[0], Match):
                other += 1
        silent = [row.text for row in rows if row.kind in NEGATIVES] + list(quiet)
        came = Counter(self.came_of(text) for text in silent)
        false = sum(came[each] for each in (ASKS, LOOKS, CHANGES))
        return Ran(
            *(asked, right, back, other, len(silent), false),
            *(came[ASKS], came[LOOKS], came[CHANGES], came[WONDERS]),
        )

    def came_of(self, text: str) -> str:
        """What comes of words that should run nothing: one of the outcomes named above."""
        found = self._found(text)
        match = found[0] if len(found) == 1 else None
        if not isinstance(match, Match):
            return WONDERS if found else NOTHING
        if not self._allowed(match):
            return ASKS
        return LOOKS if self._registry.skill(match.intent.id).effect is Effect.OBSERVE else CHANGES

    def outcome(self, text: str, skill: str | None = None) -> str:
        """What is made of the words, in words: the ids matched and how, with "!" behind one that would be taken up.

        `skill` is the one that is asked for; see `run`.
        """
        found = self._found(text, skill)
        if len(found) == 1 and isinstance(found[0], Match):
            return f"{found[0].intent.id} by {found[0].how} !"
        return " ".join(each.intent.id for each in found) or "nothing"

    def _found(self, text: str, skill: str | None = None) -> Sequence[Match | Incomplete]:
        scene = self._scene
        if skill in self._registry.allowed_ids:
            scene = replace(scene, inside=frozenset(self._registry.skill(skill).intent.within))
        outcome = self._matcher.consider(text, scene)
        if isinstance(outcome, NoMatch):  # nothing comes of it, whatever the route
            return ()
        self._route = self._router.route(Utterance(text, Source.VOICE), scene)
        if self._route.label is RouteLabel.CHAT:
            return ()
        if isinstance(outcome, Ambiguous):
            return outcome.candidates
        return (outcome,) if isinstance(outcome, Match | Incomplete) else ()

    def _allowed(self, match: Match) -> bool:
        call = Call(self._registry.skill(match.intent.id), match, Utterance("", Source.VOICE), self._scene.cwd)
        circumstances = Circumstances(
            source=Source.VOICE,
            confidence=1.0,
            route=self._route,
            overlapped=False,
            allowed_skills=self._registry.allowed_ids,
            root=self._scene.cwd,
            home=self._scene.home,
        )
        return isinstance(self._gate.judge(call, circumstances).verdict, Allow)


def curve(models: Remembering, scene: Scene, rows: Sequence[Phrasing], quiet: Sequence[str]) -> list[tuple[float, Ran]]:
    """What comes of the rows at every threshold of GRID."""
    return [(least, Trial(models, scene, Thresholds(least, MARGIN)).run(rows, quiet)) for least in GRID]


def draw(points: Mapping[str, Sequence[tuple[float, Ran]]], file: Path) -> None:
    """False execution against missed commands, a line for each set. Raises ImportError without matplotlib."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy, and only the laboratory has it

    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.add_subplot()
    for name, found in points.items():
        axes.plot([ran.missed * 100 for _, ran in found], [ran.false_share * 100 for _, ran in found], "o-", label=name)
        for least, ran in found:
            if least == MEANING:
                axes.annotate(f"as shipped ({least})", (ran.missed * 100, ran.false_share * 100))
    axes.set_xlabel("commands and questions missed, %")
    axes.set_ylabel("matched though it should not, %")
    axes.set_title("Over the threshold of meaning")
    axes.legend()
    file.parent.mkdir(exist_ok=True)
    figure.savefig(str(file), dpi=120)
