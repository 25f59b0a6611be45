"""Sums and units: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "sums.calculate": (
        "(do you know|can you tell me) what {left} {operator} {right} (is|are|makes)",
        "what would {left} {operator} {right} be",
        "(give me|get me) {left} {operator} {right}",
        "how much (does|do) {left} {operator} {right} (make|come to)",
    ),
    "sums.convert": (
        "(do you know|can you tell me) (what|how much) {amount} (is|are) in {unit}",
        "(do you know|can you tell me) how many {unit} (are in|make) {amount}",
        "(change|translate) {amount} (to|into) {unit}",
        "express {amount} in {unit}",
        "how (far|long|heavy|hot|big) is {amount} in {unit}",
    ),
}
