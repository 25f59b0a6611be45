"""Golem beside its peers on the same rows and labels: `python -m benchmarks.side_by_side`; --help names its options.

Three tasks, each printed as a table and written to `benchmarks/out/`:
`skills`: the blind phrasings (`benchmarks/data/`) → one of Golem's skills, or nothing;
`public`: twenty intents of snips and slurp as if they were skills, clinc150's out-of-scope rows → nothing;
`routes`: command, question or chat, on slurp, snips and the phrasings.

Every row is put to every system in turn, so that a noisy machine is as noisy for all. Thresholds are chosen on
validation rows by one of two rules (see `benchmarks.scoring.best_threshold`), never on the rows that are reported.
Golem has no threshold here: it refuses as it ships.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf, isnan
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks import public_intents
from benchmarks.harness import machine
from benchmarks.phrasings import ASKED, NEGATIVES, ROUTE_ONLY, Phrasing, make_scene, read
from benchmarks.publicsets import labelled, route_sets
from benchmarks.recognizers import Golem, Hassil, MiniLM, Nearest, Padacioso, Recognizer
from benchmarks.scoring import Guess, Judged, best_threshold, score
from intents.grammar import Grammar
from intents.model import IntentSpec, RouteLabel, Scene
from intents.training import sources
from intents.training.recast import meanings
from intents.zero_shot import ZeroShotClassifier
from shell.app import EMBEDDED, pick_classifier, store_of
from shell.config import load as load_config
from shell.errors import GolemError
from skills.registry import Registry

ROOT: Final = Path(__file__).parents[1]
SHARED: Final = ROOT / "../shared/data/text"
MINILM: Final = "all-minilm-l6-v2"
STRICT: Final = 0.99
"""The strict rule: at least this share of the validation rows that should run nothing must run nothing."""
ROUTE_ROWS: Final = 300
"""Rows of a public data set for the three-way route."""
ROUTE_EXAMPLES: Final = 60
"""Labelled utterances for each route that MiniLM is given, from clinc150's train rows."""
SEED: Final = 7
Row = tuple[str, str | None]
"""A text and the id that it should be recognised as; None for nothing."""


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """One table."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def judge(systems: Sequence[Recognizer], rows: Sequence[Row]) -> dict[str, list[Judged]]:
    """Put every row to every system in turn; what each made of each, by the system's name and what it was given."""
    found: dict[str, list[Judged]] = {key(one): [] for one in systems}
    for text, truth in rows:
        for one in systems:
            began = time.perf_counter()
            guess = one.recognize(text)
            took = (time.perf_counter() - began) * 1000
            found[key(one)].append(Judged(truth, guess, took))
    return found


def tuned(systems: Sequence[Recognizer]) -> list[Recognizer]:
    """Those that a threshold is chosen for."""
    return [one for one in systems if one.tuned]


def key(system: Recognizer) -> str:
    """What tells systems apart."""
    return f"{system.name}|{system.given}"


def percent(share: float) -> str:
    """A share with one decimal, or a dash where there is none."""
    return "–" if isnan(share) else f"{share:.1%}"


def lines_of(
    systems: Sequence[Recognizer], validation: Mapping[str, list[Judged]], test: Mapping[str, list[Judged]]
) -> Iterator[tuple[str, ...]]:
    """The table's cells: a line a system and a rule for its threshold."""
    for one in systems:
        rules: list[tuple[str, float]] = [("its own", -inf)]
        if one.tuned:
            seen = validation[key(one)]
            rules = [("balanced", best_threshold(seen)), (f"≥ {STRICT:.0%} quiet", best_threshold(seen, STRICT))]
        for rule, threshold in rules:
            found = score(test[key(one)], threshold)
            yield (
                one.name,
                one.given,
                rule,
                percent(found.accuracy),
                percent(found.wrong_share),
                percent(found.recall),
                f"{found.ms:.1f}",
            )


COLUMNS: Final = ("system", "given", "refuses", "accuracy", "wrong", "out-of-scope recall", "ms")


def peers(intents: Sequence[IntentSpec], notes: list[str]) -> list[Recognizer]:
    """The template parsers; one that is not installed is left out, with a note."""
    found: list[Recognizer] = [Hassil(intents)]
    try:
        found.append(Padacioso(intents))
    except ImportError as error:
        notes.append(str(error))
    return found


def skills_task(classifier: ZeroShotClassifier, minilm: MiniLM | None, scene: Scene) -> list[Report]:
    """The blind phrasings → a skill or nothing."""
    intents = [skill.intent for skill in Registry().skills]
    phrasings = [row for row in read() if row.kind != ROUTE_ONLY]
    notes: list[str] = []
    systems: list[Recognizer] = [Golem(classifier, intents, scene)]
    if minilm is not None:
        shown = {intent.id: Grammar(intent).shown for intent in intents}
        labelled = {intent.id: _validation_of(phrasings, intent.id) for intent in intents}
        both = {id_: (*shown[id_], *labelled[id_]) for id_ in shown}
        systems += [
            Nearest(minilm, shown, "an example of each template"),
            Nearest(minilm, both, "those, and the validation phrasings"),
        ]
    systems += peers(intents, notes)
    validation = judge(tuned(systems), [(row.text, row.skill) for row in phrasings if row.split == "validation"])
    test_rows = [row for row in phrasings if row.split == "test"]
    test = judge(systems, [(row.text, row.skill) for row in test_rows])
    asked = sum(row.kind == ASKED for row in test_rows)
    outside = len(test_rows) - asked
    title = f"skills: {asked} blind phrasings of {len(intents)} skills, {outside} texts that must run nothing"
    _dump("skills", [dataclasses.asdict(row) for row in test_rows], test)
    return [
        Report(title, COLUMNS, tuple(lines_of(systems, validation, test)), tuple(notes)),
        ran_by_kind(systems, test_rows, validation, test),
    ]


def _validation_of(phrasings: Sequence[Phrasing], skill: str) -> tuple[str, ...]:
    return tuple(row.text for row in phrasings if row.skill == skill and row.split == "validation")


def ran_by_kind(
    systems: Sequence[Recognizer],
    rows: Sequence[Phrasing],
    validation: Mapping[str, list[Judged]],
    test: Mapping[str, list[Judged]],
) -> Report:
    """How many texts of each kind that must run nothing would have run something."""
    lines = []
    for one in systems:
        threshold = best_threshold(validation[key(one)]) if one.tuned else -inf
        counts = []
        for kind in NEGATIVES:
            judged = [judged for row, judged in zip(rows, test[key(one)], strict=True) if row.kind == kind]
            found = score(judged, threshold)
            counts.append(f"{found.outside - found.quiet}/{found.outside}")
        lines.append((one.name, one.given, *counts))
    return Report("would run something, by kind (balanced thresholds)", ("system", "given", *NEGATIVES), tuple(lines))


def public_task(classifier: ZeroShotClassifier, minilm: MiniLM | None, scene: Scene, data: Path) -> list[Report]:
    """Twenty intents of public data as if they were skills."""
    sample = public_intents.load(data)
    intents = public_intents.as_skills(sample.taught)
    notes: list[str] = []
    systems: list[Recognizer] = [Golem(classifier, intents, scene)]
    if minilm is not None:
        taught = {name.lower(): texts for name, texts in sample.taught.items()}
        systems.append(Nearest(minilm, taught, f"{public_intents.TAUGHT} sentences an intent"))
    systems += peers(intents, notes)
    validation, test = judge(tuned(systems), sample.validation), judge(systems, sample.test)
    asked = sum(truth is not None for _, truth in sample.test)
    outside = len(sample.test) - asked
    title = f"public: {asked} rows of {len(intents)} intents of snips and slurp, {outside} out of scope (clinc150)"
    notes.append(
        f"templates: made of {public_intents.TAUGHT} sentences an intent by one rule, the same for all "
        f"({sum(len(intent.sentences) for intent in intents)} in all)"
    )
    _dump("public", [{"text": text, "skill": truth} for text, truth in sample.test], test)
    return [Report(title, COLUMNS, tuple(lines_of(systems, validation, test)), tuple(notes))]


class RouteOfGolem:
    """Golem's router as a recogniser of routes."""

    given = "hypotheses, the skills' templates"
    tuned = False

    def __init__(self, golem: Golem) -> None:
        self.name = golem.name
        self._golem = golem

    def recognize(self, text: str) -> Guess:
        """The route."""
        return Guess(self._golem.route(text).value)


def routes_task(classifier: ZeroShotClassifier, minilm: MiniLM | None, scene: Scene, data: Path) -> list[Report]:
    """Command, question or chat; hassil and padacioso have no such thing."""
    systems: list[Recognizer] = [RouteOfGolem(Golem(classifier, [skill.intent for skill in Registry().skills], scene))]
    if minilm is not None:
        examples = _route_examples(data / "clinc150_train_val.tsv")
        given = f"{ROUTE_EXAMPLES} labelled clinc150 utterances a route"
        systems.append(Nearest(minilm, examples, given, top=3))
    sets: dict[str, list[Row]] = {
        one.name: [(row.text, row.route.value) for row in one.rows if row.route is not None]
        for one in route_sets(data, ROUTE_ROWS)
        if one.name.startswith(("slurp", "snips"))
    }
    sets["phrasings"] = [(row.text, row.route.value) for row in read() if row.split == "test"]
    lines = []
    for name, rows in sets.items():
        for system, judged in judge(systems, rows).items():
            found = score(judged)
            ms = f"{statistics.median(row.ms for row in judged):.1f}"
            lines.append((name, str(len(rows)), *system.split("|"), percent(found.accuracy), *leaks(judged), ms))
    columns = ("data", "rows", "system", "given", "accuracy", "chat leak", "chat taken for more", "ms")
    note = "slurp's and snips' intents are mapped to routes by hand, and so only roughly; all their chat is slurp's"
    return [Report("routes: command, question or chat", columns, tuple(lines), (note,))]


def leaks(judged: Sequence[Judged]) -> tuple[str, str]:
    """The share of commands and questions that fell to chat, and of chat that did not."""
    chat = RouteLabel.CHAT.value
    meant = [row.guess.name == chat for row in judged if row.truth != chat]
    idle = [row.guess.name != chat for row in judged if row.truth == chat]
    return tuple(percent(sum(part) / len(part) if part else float("nan")) for part in (meant, idle))  # type: ignore[return-value]  # two in, two out


def _route_examples(file: Path) -> dict[str, list[str]]:
    """Route → utterances of clinc150's train rows, drawn by SEED."""
    taught = [row for row in sources.rows(file) if row.split == "train"]
    random.Random(SEED).shuffle(taught)  # noqa: S311 - a sample, not a secret
    found = list(labelled(taught, meanings()["clinc150"]))
    return {route.value: [row.text for row in found if row.route is route][:ROUTE_EXAMPLES] for route in RouteLabel}


def _dump(task: str, rows: Sequence[Mapping[str, object]], found: Mapping[str, Sequence[Judged]]) -> None:
    """Every guess on every test row, to be looked into; a threshold is not applied yet."""
    folder = ROOT / "benchmarks/out"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"side_by_side_{task}.jsonl").open("w", encoding="utf-8") as file:
        for at, row in enumerate(rows):
            guesses = {name: dataclasses.asdict(judged[at].guess) for name, judged in found.items()}
            file.write(json.dumps({**row, "guesses": guesses}, default=str) + "\n")


def show(reports: Sequence[Report], console: Console) -> None:
    """Print the tables."""
    for report in reports:
        table = Table(*report.columns, title=report.title, title_justify="left", box=None, header_style="bold")
        for line in report.lines:
            table.add_row(*line)
        console.print(table)
        for note in report.notes:
            console.print(f"  {note}", soft_wrap=True)
        console.print()


def embedded_classifier() -> ZeroShotClassifier:
    """The router's embedded model, whatever else is in the store. Raises ModelMissing."""
    config = load_config(None)
    chosen = dataclasses.replace(config, models=dataclasses.replace(config.models, route=EMBEDDED))
    return pick_classifier(chosen, store_of(chosen))


def minilm_of() -> MiniLM | None:
    """MiniLM where its weights are in the store."""
    store = store_of(load_config(None))
    return MiniLM(store.resolve(MINILM)) if store.has(MINILM) else None


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tasks, print and write the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.side_by_side", description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=SHARED, help="the folder with snips.tsv, slurp.tsv, clinc150_…tsv")
    parser.add_argument("--only", choices=("skills", "public", "routes"), help="one task, not all three")
    args = parser.parse_args(argv)
    data: Path = args.data
    public = (data / "slurp.tsv").is_file()
    if not public and args.only in ("public", "routes"):
        parser.error(f"there is no slurp.tsv in {data}; name the folder with --data")
    classifier, minilm = embedded_classifier(), minilm_of()
    with tempfile.TemporaryDirectory() as folder:
        scene = make_scene(Path(folder).resolve())
        tasks: dict[str, Callable[[], list[Report]]] = {"skills": lambda: skills_task(classifier, minilm, scene)}
        if public:
            tasks["public"] = lambda: public_task(classifier, minilm, scene, data)
            tasks["routes"] = lambda: routes_task(classifier, minilm, scene, data)
        reports = [report for name, task in tasks.items() if args.only in (None, name) for report in task()]
    about = machine()
    out = ROOT / "benchmarks/out" / f"side_by_side_{args.only or 'all'}.txt"
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        for console in (Console(highlight=False, width=170), Console(file=file, width=170)):
            show(reports, console)
            if minilm is None:
                console.print(f"MiniLM cosine is left out: its weights are not here; golem models pull {MINILM}")
            console.print(
                f"{about['cores']} cores, load {about['load']:.1f}, Python {about['python']}, {about['taken']}"
            )
    print(f"written to {out}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except GolemError as error:
        print(f"side by side: {error}", file=sys.stderr)
        sys.exit(2)
