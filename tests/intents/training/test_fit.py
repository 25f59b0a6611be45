"""Training that is interrupted goes on where it was, and another training starts anew."""

from __future__ import annotations

from pathlib import Path

import torch

from intents.training.fit import _Kept


def parts() -> tuple[torch.nn.Linear, torch.optim.AdamW]:
    """A model and its optimiser after one step."""
    model = torch.nn.Linear(2, 2)
    optimiser = torch.optim.AdamW(model.parameters())
    model(torch.ones(2)).sum().backward()
    optimiser.step()
    return model, optimiser


def test_an_unfinished_training_is_kept_and_goes_on(tmp_path: Path) -> None:
    """Weights, optimiser and chance are as they were at the kept step."""
    model, optimiser = parts()
    kept = _Kept(tmp_path / "work" / "unfinished.pt", (model, optimiser), "recipe and groups")
    kept.keep(250)
    weights, chance = model.weight.detach().clone(), torch.rand(3)
    again, its_optimiser = parts()
    assert _Kept(tmp_path / "work" / "unfinished.pt", (again, its_optimiser), "recipe and groups").restore() == 250
    assert torch.equal(again.weight, weights)
    assert torch.equal(torch.rand(3), chance)
    assert its_optimiser.state_dict()["state"].keys() == optimiser.state_dict()["state"].keys()


def test_another_training_starts_anew(tmp_path: Path) -> None:
    """Other groups or another recipe do not go on from it, nor does anything once it is finished."""
    kept = _Kept(tmp_path / "unfinished.pt", parts(), "these groups")
    assert kept.restore() == 0
    kept.keep(250)
    assert _Kept(tmp_path / "unfinished.pt", parts(), "other groups").restore() == 0
    kept.drop()
    assert kept.restore() == 0
