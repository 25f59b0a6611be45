"""What a look at the set-up comes to: a finding, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["good", "missing", "bad", "unknown"]
"""`missing` takes a feature away, `bad` needs mending, `unknown` was not looked at, or could not be."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    topic: str
    state: State
    detail: str
    mend: str = ""
    """What to do about it; empty only when good."""

    def __post_init__(self) -> None:
        """A finding that only complains is none."""
        if self.state != "good" and not self.mend:
            raise ValueError(f"{self.topic}: {self.state} without a mend")
