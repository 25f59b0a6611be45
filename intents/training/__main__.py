"""`make train`, or `python -m intents.training --data FOLDER --base FOLDER`: make `intents/checkpoint` anew.

About an hour and ten minutes on two free cores, half of that with `--precision half` where they have AMX, minutes on a
GPU (`--device cuda`). The same seed and data give the same groups and order; the last digits of the weights differ
between machines.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from intents.entailment import CHECKPOINT
from intents.training import sources
from intents.training.recast import Group, Recaster
from intents.training.written import FOLDER, written


def main() -> int:
    """Train, export, calibrate and write the manifest; 2 where data are missing or are not the ones meant."""
    parser = argparse.ArgumentParser(prog="python -m intents.training", description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="the folder with the data files (the model card names them)"
    )
    parser.add_argument("--base", type=Path, required=True, help="the folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, default=CHECKPOINT, help="where the checkpoint goes")
    parser.add_argument(
        "--work", type=Path, default=Path("benchmarks/out/training"), help="where the trained weights are kept"
    )
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument(
        "--precision", choices=("full", "half"), default="full", help="half: bfloat16, twice as fast with AMX or a GPU"
    )
    parser.add_argument(
        "--export-only", action="store_true", help="export the weights in --work again, without training"
    )
    args = parser.parse_args()
    try:
        hashes = sources.checked(args.data)
        base_hash = hashlib.sha256((args.base / "model.safetensors").read_bytes()).hexdigest()
    except (sources.DataError, OSError) as missing:
        print(f"golem: {missing}", file=sys.stderr)
        return 2
    groups = training_groups(args.data)
    print(f"{len(groups)} groups, {sum(len(group.hypotheses) for group in groups)} pairs", file=sys.stderr)
    own = {file.name: _hash(file) for file in sorted(FOLDER.glob("*.tsv"))}
    train_and_export(args, groups, {"data": hashes, "written": own, "base": base_hash})
    return 0


def training_groups(data: Path, seed: int = 7) -> list[Group]:
    """All that the model is trained on."""
    sets = {
        "hwu64": sources.rows(data / "hwu64.tsv"),
        "clinc150": [row for row in sources.rows(data / "clinc150_train_val.tsv") if row.split == "train"],
        "snips": sources.of_snips(data / "snips.tsv"),
    }
    held = [row.text for name in sources.HELD_OUT for row in sources.rows(data / name)]
    described = sources.described(data / "nl2bash.tsv")
    pairs = sources.inferences(data / "nli_3way.jsonl.gz")
    return Recaster(seed, held).groups(sets, described, pairs, written())


def train_and_export(args: argparse.Namespace, groups: list[Group], manifest: dict[str, object]) -> None:
    """The rest, with what needs torch."""
    from transformers import BertForSequenceClassification  # noqa: PLC0415 - heavy: wrong paths are told before

    from intents.training.calibrate import temperatures  # noqa: PLC0415 - as above
    from intents.training.export import export, write_calibration  # noqa: PLC0415 - as above
    from intents.training.fit import Recipe, fit  # noqa: PLC0415 - as above

    recipe = Recipe(half=args.precision == "half")
    if not args.export_only:
        fit(groups, args.base, recipe, args.device, args.work)
    model = BertForSequenceClassification.from_pretrained(args.work)
    export(model, args.base / "tokenizer.json", args.out)
    choice, pair = temperatures(args.out, args.data, recipe.seed)
    write_calibration(args.out, choice, pair)
    files = {name: _hash(args.out / name) for name in ("model.onnx", "tokenizer.json", "calibration.json")}
    text = json.dumps(
        manifest | {"recipe": asdict(recipe), "pairs": sum(len(group.hypotheses) for group in groups), "made": files},
        indent=2,
    )
    (args.out / "manifest.json").write_text(text + "\n", "utf-8")


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
