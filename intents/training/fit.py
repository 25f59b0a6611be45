"""Trains the cross-encoder on groups of hypotheses; PyTorch and transformers, CPU or GPU, seeded.

Loss: cross-entropy over the three relations of every pair, plus cross-entropy over the entailment logits within a group
where one hypothesis is to be chosen, which is what zero-shot classification does with them (Yin et al. 2019,
arXiv:1909.00161). The word vectors stay as all-MiniLM-L6-v2 has them, so that words that the training data lack keep
their sense; the int8 export stores them as they are anyway.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch.nn.functional import cross_entropy
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from intents.training.recast import LABELS, Group

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

LAYERS, HIDDEN, HEADS, INNER, VOCABULARY = 6, 384, 12, 1536, 30522
"""all-MiniLM-L6-v2's shape, from its model card; the packaged config.json lacks these keys."""
MOST_TOKENS = 64
"""Of premise and hypothesis together; the longer one is cut."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training run depends on beside its data."""

    seed: int = 7
    rate: float = 1.5e-4
    """Peak learning rate; rises over the first WARM of the steps and falls linearly to nought."""
    warm: float = 0.06
    pairs: int = 64
    """In a batch, about."""
    epochs: int = 1
    decay: float = 0.01


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
    keep: Callable[[BertForSequenceClassification, int], None],
) -> None:
    """Train, with progress on standard error; `keep` gets the model and the step now and then, and at the end."""
    torch.manual_seed(recipe.seed)
    tokenizer, model = base_model(base)
    torch.nn.Module.to(model, device)  # transformers wraps it without its types
    model.train()
    optimiser = torch.optim.AdamW(
        [weights for weights in model.parameters() if weights.requires_grad], recipe.rate, weight_decay=recipe.decay
    )
    batches = [batch for epoch in range(recipe.epochs) for batch in batched(groups, recipe.pairs, recipe.seed + epoch)]
    rising = max(1, int(recipe.warm * len(batches)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / rising, (len(batches) - step) / (len(batches) - rising + 1))
    )
    began, seen = time.monotonic(), 0.0
    for step, batch in enumerate(batches):
        loss = group_loss(model, tokenizer, batch, device)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it without types
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        seen = loss.item() if step == 0 else 0.98 * seen + 0.02 * loss.item()
        if step % 50 == 0:
            left = (time.monotonic() - began) / (step + 1) * (len(batches) - step - 1)
            print(f"step {step} of {len(batches)}, loss {seen:.3f}, {left / 60:.0f} min left", file=sys.stderr)
        if step and step % 500 == 0:
            keep(model, step)
    keep(model, len(batches))


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
