"""Slots that can list what they may hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from intents.model import Scene


@runtime_checkable
class Listed(Protocol):
    """A slot type that can list what would resolve now."""

    def sayable(self, scene: Scene) -> Sequence[str]:
        """Values as they are written; said aloud as `intents.sounding.as_said` has them."""
        ...
