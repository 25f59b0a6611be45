"""Trains the cross-encoder on groups of hypotheses; PyTorch and transformers, CPU or GPU, seeded.

Loss: cross-entropy over the three relations of every pair, plus cross-entropy over the entailment logits within a group
where one hypothesis is to be chosen, which is what zero-shot classification does with them (Yin et al. 2019,
arXiv:1909.00161). The word vectors stay as all-MiniLM-L6-v2 has them, so that words that the training data lack keep
their sense; the int8 export stores them as they are anyway.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch.nn.functional import cross_entropy
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from intents.training.recast import LABELS, Group

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

LAYERS, HIDDEN, HEADS, INNER, VOCABULARY = 6, 384, 12, 1536, 30522
"""all-MiniLM-L6-v2's shape, from its model card; the packaged config.json lacks these keys."""
MOST_TOKENS = 64
"""Of premise and hypothesis together; the longer one is cut."""
KEPT_EVERY = 250
"""Steps, of a second or two, between two times that an unfinished training is kept."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training run depends on beside its data."""

    seed: int = 7
    rate: float = 1.5e-4
    """Peak learning rate of the first pass; rises over the first WARM of the steps and falls linearly to nought."""
    warm: float = 0.06
    pairs: int = 64
    """In a batch, about."""
    epochs: int = 2
    lower: float = 0.7
    """What each pass's peak rate is multiplied with to be the next one's."""
    decay: float = 0.01
    half: bool = False
    """Multiply in bfloat16, for processors that have units for it (AMX, or a GPU): half the time there, else slower."""


def base_model(folder: Path) -> tuple[PreTrainedTokenizerBase, BertForSequenceClassification]:
    """Tokenizer and cross-encoder with all-MiniLM-L6-v2's weights and a new head over LABELS."""
    tokenizer = AutoTokenizer.from_pretrained(str(folder))
    config = BertConfig(
        vocab_size=VOCABULARY,
        hidden_size=HIDDEN,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=INNER,
        id2label=dict(enumerate(LABELS)),
        label2id={name: index for index, name in enumerate(LABELS)},
    )
    model = BertForSequenceClassification.from_pretrained(str(folder), config=config)
    model.bert.embeddings.word_embeddings.requires_grad_(False)
    return tokenizer, model


def fit(
    groups: Sequence[Group],
    base: Path,
    recipe: Recipe,
    device: str,
    work: Path,
) -> None:
    """Train, with progress on standard error; the weights are in `work` at the end.

    Each pass begins with a high rate again (Loshchilov and Hutter 2017, arXiv:1608.03983), lower than that of the pass
    before. What was interrupted goes on from its last kept step, if groups and recipe are the same.
    """
    torch.manual_seed(recipe.seed)
    tokenizer, model = base_model(base)
    torch.nn.Module.to(model, device)  # transformers wraps it without its types
    for epoch in range(recipe.epochs):
        one_pass(model, tokenizer, groups, recipe, epoch=epoch, device=device, work=work)
    model.save_pretrained(work)


def one_pass(
    model: BertForSequenceClassification,
    tokenizer: PreTrainedTokenizerBase,
    groups: Sequence[Group],
    recipe: Recipe,
    *,
    epoch: int,
    device: str,
    work: Path,
) -> None:
    """See every group once, in an order of this pass's own; the weights are in `work` at its end, too."""
    done = work / f"pass-{epoch + 1}.safetensors"
    of = f"{recipe} {epoch} {_digest(groups)}"
    if _restored(model, done, of):
        return
    model.train()
    batches = list(batched(groups, recipe.pairs, recipe.seed + epoch))
    optimiser = torch.optim.AdamW(
        [weights for weights in model.parameters() if weights.requires_grad],
        recipe.rate * recipe.lower**epoch,
        weight_decay=recipe.decay,
    )
    rising = max(1, int(recipe.warm * len(batches)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / rising, (len(batches) - step) / (len(batches) - rising + 1))
    )
    kept = _Kept(work / "unfinished.pt", (model, optimiser, schedule), of)
    first = kept.restore()
    began, seen = time.monotonic(), 0.0
    for step, batch in enumerate(batches[first:], first):
        with torch.autocast(device, torch.bfloat16, enabled=recipe.half):
            loss = group_loss(model, tokenizer, batch, device)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it without types
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        seen = loss.item() if step == first else 0.98 * seen + 0.02 * loss.item()
        if step % 50 == 0:
            left = (time.monotonic() - began) / (step - first + 1) * (len(batches) - step - 1)
            print(
                f"pass {epoch + 1} of {recipe.epochs}, step {step} of {len(batches)}, loss {seen:.3f}, "
                f"{left / 60:.0f} min left",
                file=sys.stderr,
            )
        if step and step % KEPT_EVERY == 0:
            kept.keep(step + 1)
    save_file(model.state_dict(), done, {"of": of})
    kept.drop()


def _restored(model: BertForSequenceClassification, done: Path, of: str) -> bool:
    """Whether this very pass was made before; then the model has its weights."""
    if not done.is_file():
        return False
    with safe_open(done, "pt") as found:
        if (found.metadata() or {}).get("of") != of:
            return False
    model.load_state_dict(load_file(done))
    return True


class _Stateful(Protocol):
    def state_dict(self) -> Mapping[str, object]: ...

    def load_state_dict(self, state: Any, /) -> object: ...  # noqa: ANN401 - torch's own


class _Kept:
    """An unfinished training, on disk: after an interruption an hour of work need not be done again."""

    def __init__(self, file: Path, parts: Sequence[_Stateful], of: str) -> None:
        """`of` tells one training from another."""
        self._file, self._parts, self._of = file, parts, of

    def keep(self, step: int) -> None:
        """`step` is the next one."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        part = self._file.with_suffix(".part")
        states = [each.state_dict() for each in self._parts]
        torch.save({"of": self._of, "step": step, "states": states, "chance": torch.get_rng_state()}, part)
        part.replace(self._file)

    def restore(self) -> int:
        """The step to go on with; 0 where nothing of this training was kept."""
        if not self._file.is_file():
            return 0
        found = torch.load(self._file, weights_only=True)
        if found["of"] != self._of:
            return 0
        for each, state in zip(self._parts, found["states"], strict=True):
            each.load_state_dict(state)
        torch.set_rng_state(found["chance"])
        return int(found["step"])

    def drop(self) -> None:
        """It is finished."""
        self._file.unlink(missing_ok=True)


def _digest(groups: Sequence[Group]) -> str:
    return hashlib.sha256(repr(groups).encode()).hexdigest()


def group_loss(
    model: BertForSequenceClassification, tokenizer: PreTrainedTokenizerBase, batch: Sequence[Group], device: str
) -> torch.Tensor:
    """Mean loss of the pairs plus mean loss of the choices."""
    premises = [group.premise for group in batch for _ in group.hypotheses]
    said = [hypothesis for group in batch for hypothesis in group.hypotheses]
    encoded = tokenizer(
        premises, said, truncation="longest_first", max_length=MOST_TOKENS, padding=True, return_tensors="pt"
    ).to(device)
    logits = model(**encoded).logits
    relations = torch.tensor([relation for group in batch for relation in group.relations], device=device)
    loss = cross_entropy(logits, relations)
    choices, start = [], 0
    for group in batch:
        end = start + len(group.hypotheses)
        if group.chosen is not None:
            entailed = logits[start:end, 0].unsqueeze(0)
            choices.append(cross_entropy(entailed, torch.tensor([group.chosen], device=device)))
        start = end
    return loss + torch.stack(choices).mean() if choices else loss


def batched(groups: Sequence[Group], pairs: int, seed: int) -> Iterator[list[Group]]:
    """Batches of about `pairs` pairs of like length, in random order: less padding, the same gradient on average."""
    chance = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
    mixed = list(groups)
    chance.shuffle(mixed)
    batches: list[list[Group]] = []
    for start in range(0, len(mixed), 4096):
        batch: list[Group] = []
        for group in sorted(mixed[start : start + 4096], key=lambda group: len(group.premise)):
            batch.append(group)
            if sum(len(each.hypotheses) for each in batch) >= pairs:
                batches.append(batch)
                batch = []
        if batch:
            batches.append(batch)
    chance.shuffle(batches)
    yield from batches
