"""Real coffee orders, heard and understood: `python -m benchmarks.coffee [FOLDER]`.

The recordings go through the real transcriber, clean and in a kitchen's noise, and what it wrote through the real
matcher, which has every skill of Golem's beside `examples/coffee.py`. An order counts only if the intent and every
labelled slot are exactly right. The clips are halved by a hash of their names: what is matched was developed on `dev`.

Transcripts are kept in `benchmarks/out/coffee_aware.json`, and with `--plain`, which hears without knowing what can be
said, in `coffee.json`; the first run takes about a second a clip and condition.
`--noisy N` takes N clips of each half in noise (all by default), `--clips N` as many clean ones.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.orders import SNRS, Order, Transcripts, condition, orders
from intents.matcher import Matcher
from intents.model import IntentSpec, Match, Scene
from intents.phrasebook import Phrasebook
from shell.errors import UsageError
from shell.store import default_models_folder
from skills.author import NOTED
from skills.registry import Registry

if TYPE_CHECKING:
    from shell.asr import Transcriber, WhisperTranscriber

ROOT = Path(__file__).parents[1]
MODULE = ROOT / "examples" / "coffee.py"
RECORDINGS = ROOT / "../shared/data/speech/coffee_commands"
KEPT = ROOT / "benchmarks" / "out" / "coffee.json"
LABEL_OF = {
    "drink": "coffeeDrink",
    "size": "size",
    "roast": "roast",
    "shots": "numberOfShots",
    "milk": "milkAmount",
    "sweet": "sugarAmount",
}
"""The module's argument → the data's slot."""
LEAST_CLEAN, LEAST_NOISY = 0.99, 0.985
"""The aims, of all orders; the second in the mean of the levels of noise."""
PUBLISHED = {
    "Rhino": (0.99, 0.99, 0.99, 0.99, 0.98, 0.97, 0.96),
    "LUIS": (0.93, 0.93, 0.92, 0.91, 0.90, 0.89, 0.86),
    "Watson": (0.96, 0.95, 0.95, 0.93, 0.89, 0.84, 0.72),
    "Lex": (0.88, 0.87, 0.87, 0.87, 0.85, 0.84, 0.80),
    "Dialogflow": (0.83, 0.82, 0.81, 0.80, 0.78, 0.78, 0.70),
}
"""One vendor's figures of 2022 on all 619 orders, at SNRS; Rhino is theirs, and knows the grammar beforehand."""


def module_intents(file: Path = MODULE) -> list[IntentSpec]:
    """The skills of a module outside the packages, loaded as any file is."""
    spec = importlib.util.spec_from_file_location("coffee_order_module", file)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return [skill.intent for skill in getattr(module, NOTED)]


def understood(matcher: Matcher, scene: Scene, text: str) -> Mapping[str, object] | None:
    """The labelled slots that the words come to; None where they are no order."""
    outcome = matcher.match(text, scene)
    if not isinstance(outcome, Match) or outcome.intent.id != "coffee.order":
        return None
    return {LABEL_OF[fill.slot.name]: fill.value for fill in outcome.fills}


def plainly(text: str) -> Callable[[Mapping[str, str]], bool]:
    """Whether every label stands in plain text just as it is labelled: what no understanding at all would give."""
    words = f" {' '.join(''.join(char if char.isalnum() else ' ' for char in text.lower()).split())} "
    return lambda slots: all(f" {value} " in words for value in slots.values())


def accuracy(right: Iterable[bool]) -> str:
    """A share with the number of orders that it is of."""
    judged = list(right)
    return f"{sum(judged) / len(judged):.1%} of {len(judged)}" if judged else "-"


def chosen(every: list[Order], most: int | None) -> list[Order]:
    """The first `most` of each half."""
    halves = ([one for one in every if one.held_out is held] for held in (False, True))
    return [order for half in halves for order in half[:most]]


def report(every: list[Order], transcripts: Transcripts) -> None:
    """Print accuracy by condition: each half, what failed, the published figures, and all orders beside the aims."""
    matcher = Matcher([*(skill.intent for skill in Registry().skills), *module_intents()])
    scene = Scene(ROOT, ROOT, heard=True)
    shares: dict[int, float] = {}
    print(f"{'':9}{'plain text':>16}{'dev':>16}{'held out':>16}{'asked, wrong':>14}   published (2022)")
    for at, snr_db in enumerate((None, *SNRS)):
        heard = [(one, text) for one in every if (text := transcripts.known(one, snr_db)) is not None]
        got = {one.name: understood(matcher, scene, text) for one, text in heard}
        right = {one.name: got[one.name] == dict(one.slots) for one, _ in heard}
        wrong = sum(got[one.name] is not None and not right[one.name] for one, _ in heard)
        halves = [accuracy(right[one.name] for one, _ in heard if one.held_out is held) for held in (False, True)]
        plain = accuracy(plainly(text)(one.slots) for one, text in heard)
        beside = " · ".join(f"{name} {figures[at - 1]:.2f}" for name, figures in PUBLISHED.items()) if at else ""
        print(f"{condition(snr_db):9}{plain:>16}{halves[0]:>16}{halves[1]:>16}{wrong:>14}   {beside}")
        if right:
            shares[at] = sum(right.values()) / len(right)
    noisy = [share for at, share in shares.items() if at]
    for what, share, aim in (
        ("clean", shares.get(0), LEAST_CLEAN),
        (f"mean of {len(noisy)} levels of noise", sum(noisy) / len(noisy) if noisy else None, LEAST_NOISY),
    ):
        if share is not None:
            print(f"{what}: {share:.1%} (aim: at least {aim:.1%}, {'met' if share >= aim else 'missed'})")


def aware(whisper: WhisperTranscriber) -> Transcriber:
    """Golem's hearing: the transcriber with every skill's sentences in view, the module's beside Golem's own."""
    from shell.live_sayable import LiveSayable  # noqa: PLC0415 -- heavy
    from shell.rescoring import CommandAware  # noqa: PLC0415 -- as above
    from shell.tts import english_sounds  # noqa: PLC0415 -- as above

    intents = [*(skill.intent for skill in Registry().skills if not skill.intent.within), *module_intents()]
    scene = Scene(ROOT, ROOT, heard=True)
    matcher = Matcher(intents)
    phrasebook = Phrasebook([matcher.grammar(intent) for intent in intents], english_sounds)
    return CommandAware(whisper, LiveSayable(matcher, phrasebook, lambda: scene))


def main(argv: Sequence[str] | None = None) -> int:
    """Transcribe what is not kept yet, then report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coffee", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=RECORDINGS, help="the recordings, with labels.json")
    parser.add_argument("--plain", action="store_true", help="hear without knowing what can be said")
    parser.add_argument("--kept", type=Path, help="the file of transcripts")
    parser.add_argument("--clips", type=int, help="clean clips of each half (default: all)")
    parser.add_argument("--noisy", type=int, help="clips of each half in noise (default: all)")
    options = parser.parse_args(argv)
    if not (options.folder / "labels.json").is_file():
        raise UsageError(f"{options.folder} has no labels.json: give the folder of the recordings")
    every = orders(options.folder)
    kept = options.kept or (KEPT if options.plain else KEPT.with_stem("coffee_aware"))
    transcripts = Transcripts(options.folder, kept)
    wanted: list[tuple[Order, int | None]] = [(order, None) for order in chosen(every, options.clips)]
    wanted += [(order, snr_db) for snr_db in SNRS for order in chosen(every, options.noisy)]
    if any(transcripts.known(*one) is None for one in wanted):
        from shell.asr import WhisperTranscriber  # noqa: PLC0415 -- heavy

        whisper = WhisperTranscriber(default_models_folder() / "whisper-base")
        transcriber = whisper if options.plain else aware(whisper)
        for count, _text in enumerate(transcripts.make(wanted, transcriber), 1):
            print(f"\r{count} transcribed", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    report(every, transcripts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
