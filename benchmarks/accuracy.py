"""How right Golem is, on words that it never saw: `golem bench accuracy`.

Prints Markdown, so that the README's table is a paste of it, and writes `benchmarks/out/accuracy.json` and
`benchmarks/out/false-execution.png`. Held-out sets shaped neither weights nor thresholds; validation sets chose the
thresholds and are marked so.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import phrasings, publicsets
from benchmarks.figures import Judged, accuracy, calibration_error, chat_leak, confusion
from benchmarks.running import HEAD, Remembering, Trial, curve, draw, line, running_sets
from intents.entailment import EntailmentClassifier
from intents.matcher import Matcher
from intents.meaning import Thresholds
from intents.model import RouteLabel, Scene, Source, Utterance
from intents.router import Router
from intents.training.recast import LABELS
from shell.errors import UsageError
from skills.registry import Registry

OUT = Path(__file__).parent / "out"
DATA = Path(__file__).parents[1] / "../shared/data/text"
ROWS = 1500
"""Rows drawn from each public set."""
SHORT = {RouteLabel.COMMAND: "cmd", RouteLabel.QUESTION: "qst", RouteLabel.CHAT: "chat"}


class Report:
    """Lines for people and numbers for files."""

    def __init__(self) -> None:
        self.numbers: dict[str, Any] = {}

    def table(self, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print one Markdown table."""
        print(f"\n{title}\n")
        print("| " + " | ".join(head) + " |")
        print("| " + " | ".join("---" if at == 0 else "---:" for at in range(len(head))) + " |")
        for row in rows:
            print("| " + " | ".join(row) + " |")


def report_routes(report: Report, router: Router, scene: Scene, folder: Path, most: int) -> None:
    """Three-way route accuracy, chat leak and calibration of every public set, with the confusion tables."""
    lines, tables = [], []
    for each in publicsets.route_sets(folder, most):
        judged, right, sure = [], [], []
        for row in each.rows:
            route = router.route(Utterance(row.text, Source.VOICE), scene)
            assert row.route is not None
            judged.append(Judged(row.route, route.label, route.scores[route.label]))
            best = max(route.scores, key=lambda label: route.scores[label])
            right.append(best is row.route)
            sure.append(route.scores[best])
        error = calibration_error(right, sure)
        alone = sum(right) / len(right)
        report.numbers[f"routes/{each.name}"] = {
            "rows": len(judged),
            "accuracy": accuracy(judged),
            "classifier alone": alone,
            "chat leak": chat_leak(judged),
            "calibration error": error,
        }
        lines.append(
            [
                *(each.name, each.seen, str(len(judged)), f"{accuracy(judged):.1%}"),
                *(f"{alone:.1%}", f"{chat_leak(judged):.1%}", f"{error:.3f}"),
            ]
        )
        cells = confusion(judged)
        for truth in RouteLabel:
            counts = [str(cells.get((truth, said), 0)) for said in RouteLabel]
            tables.append([each.name, SHORT[truth], *counts])
    head = ["set", "training saw", "rows", "right", "classifier alone", "chat leak", "calibration error"]
    report.table("Routes: command, question or chat", head, lines)
    report.table("Confusion: rows are the truth", ["set", "truth", *SHORT.values()], tables)


def report_inference(report: Report, classifier: EntailmentClassifier, folder: Path, most: int) -> None:
    """Three-way accuracy on natural-language inference, by source."""
    lines = []
    for source, pairs in publicsets.inference_sets(folder, most).items():
        hits = [
            LABELS[int(classifier.logits(pair.premise, [pair.hypothesis])[0].argmax())] == pair.label for pair in pairs
        ]
        report.numbers[f"inference/{source}"] = {"rows": len(hits), "accuracy": sum(hits) / len(hits)}
        seen = "its train split" if source == "cad_nli" else "nothing"
        lines.append([source, seen, str(len(hits)), f"{sum(hits) / len(hits):.1%}"])
    report.table("Natural-language inference, three relations", ["source", "training saw", "rows", "right"], lines)


def report_unseen(report: Report, classifier: EntailmentClassifier, folder: Path, most: int) -> None:
    """Zero-shot choice among intents that training never saw."""
    lines = []
    for name, rows in publicsets.choices(folder, most).items():
        labels = sorted({publicsets.label(meaning) for _, meaning in rows}, key=lambda label: label.name)
        hits = 0
        for text, meaning in rows:
            scores = classifier.classify(text, labels)
            hits += max(scores, key=lambda label: scores[label]) == meaning[1]
        report.numbers[f"unseen/{name}"] = {"rows": len(rows), "accuracy": hits / len(rows)}
        lines.append([name, str(len(rows)), f"{hits / len(rows):.1%}", f"{1 / len(labels):.1%}"])
    report.table("Labels never seen in training", ["set", "rows", "right", "by chance"], lines)


def report_running(report: Report, models: Remembering, scene: Scene, folder: Path) -> None:
    """What would run, on every set of phrasings and on public words that should run nothing; and the curve."""
    sets = running_sets(folder)
    lines = []
    for name, (rows, quiet) in sets.items():
        ran = Trial(models, scene, Thresholds()).run(rows, quiet)
        report.numbers[f"running/{name}"] = asdict(ran) | {"missed": ran.missed, "false execution": ran.false_share}
        lines.append(line(name, ran))
    report.table("What would run", HEAD, lines)
    try:
        points = {name: curve(models, scene, *sets[name]) for name in ("phrasings, test", "phrasings, validation")}
        draw(points, OUT / "false-execution.png")
    except ImportError:
        print("\nno curve: matplotlib is not installed (make bench installs it)")
        return
    lines = [
        [f"{least:.2f}", *(f"{share:.1%}" for ran in (one, other) for share in (ran.missed, ran.false_share))]
        for (least, one), (_, other) in zip(*points.values(), strict=True)
    ]
    head = ["threshold", "test: missed", "test: matched", "validation: missed", "validation: matched"]
    report.table("The threshold of meaning (1.01: off)", head, lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print all; 2 where the public data are not there."""
    parser = argparse.ArgumentParser(prog="golem bench accuracy", description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of public data (benchmarks/data/README.md)")
    parser.add_argument("--rows", type=int, default=ROWS, help="rows drawn from each public set")
    args = parser.parse_args(argv)
    if not (args.data / "slurp.tsv").is_file():
        raise UsageError(f"there is no slurp.tsv in {args.data}; name the folder of public data with --data")
    report = Report()
    embedded = EntailmentClassifier()
    matcher = Matcher([skill.intent for skill in Registry().skills], embedded)
    matcher.warm()
    router = Router(embedded, matcher)
    with tempfile.TemporaryDirectory() as name:
        scene = phrasings.make_scene(Path(name).resolve())
        report_routes(report, router, scene, args.data, args.rows)
        report_running(report, Remembering(embedded, embedded), scene, args.data)
    report_unseen(report, embedded, args.data, args.rows)
    report_inference(report, embedded, args.data, args.rows)
    OUT.mkdir(exist_ok=True)
    (OUT / "accuracy.json").write_text(json.dumps(report.numbers, indent=2) + "\n", "utf-8")
    print(f"\nwritten to {OUT / 'accuracy.json'} and {OUT / 'false-execution.png'}")
    return 0
