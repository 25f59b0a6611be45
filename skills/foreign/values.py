"""What arguments, defaults and slot values look like on the wire: plain data, and nothing that could be called."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated

import msgspec

from intents.slots import Amount

LONGEST_TEXT = 100_000
"""Characters in one text."""
MOST_ITEMS = 1_000
"""Values in one list, and arguments of one call."""
LARGEST = 1 << 53
"""A whole number beyond this is no slot's value."""

Text = Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]
Raw = Annotated[bytes, msgspec.Meta(max_length=LONGEST_TEXT)]
Whole = Annotated[int, msgspec.Meta(ge=-LARGEST, le=LARGEST)]


class ValueFault(ValueError):
    """A value that is no plain data; `str()` says which."""


class PathValue(msgspec.Struct, frozen=True, tag_field="is", tag="path", forbid_unknown_fields=True):
    """A path, as the bytes that the file system has for it."""

    raw: Raw


class BytesText(msgspec.Struct, frozen=True, tag_field="is", tag="text", forbid_unknown_fields=True):
    """A text that holds bytes which are no UTF-8, as Python's surrogates do."""

    raw: Raw


class TimeValue(msgspec.Struct, frozen=True, tag_field="is", tag="time", forbid_unknown_fields=True):
    """A time of day."""

    time: time


class AmountValue(msgspec.Struct, frozen=True, tag_field="is", tag="amount", forbid_unknown_fields=True):
    """A number with its unit."""

    value: float
    unit: Text


Scalar = None | bool | Whole | float | Text | PathValue | BytesText | TimeValue | AmountValue
Value = Scalar | Annotated[tuple[Scalar, ...], msgspec.Meta(max_length=MOST_ITEMS)]
Arguments = Annotated[dict[str, Value], msgspec.Meta(max_length=MOST_ITEMS)]


def packed(value: object) -> Value:
    """A value as it travels. Raises ValueFault for what is no plain data."""
    if isinstance(value, list | tuple):
        return tuple(_packed_one(item) for item in value)
    return _packed_one(value)


def _packed_one(value: object) -> Scalar:
    match value:
        case None | bool():
            return value
        case str():
            return str(value) if _is_utf8(value) else BytesText(_bytes(value))
        case Path():
            return PathValue(_bytes(str(value)))
        case time() if value.tzinfo is None:
            return TimeValue(value)
    return _packed_number(value)


def _packed_number(value: object) -> Scalar:
    match value:
        case int() if abs(value) <= LARGEST:
            return int(value)
        case float() if math.isfinite(value):
            return float(value)
        case Amount() if math.isfinite(value.value):
            return AmountValue(float(value.value), str(value.unit))
    raise ValueFault(f"a {type(value).__name__} cannot be passed: only texts, numbers, paths, times and amounts can")


def unpacked(value: Value) -> object:
    """What `packed` was given; a list comes back as a tuple."""
    match value:
        case PathValue(raw):
            return Path(os.fsdecode(raw))
        case BytesText(raw):
            return os.fsdecode(raw)
        case TimeValue(moment):
            return moment
        case AmountValue(number, unit):
            return Amount(number, unit)
        case tuple():
            return tuple(unpacked(item) for item in value)
    return value


def packed_all(values: Mapping[str, object]) -> dict[str, Value]:
    """Every argument of a call. Raises ValueFault."""
    return {name: packed(value) for name, value in values.items()}


def unpacked_all(values: Mapping[str, Value]) -> dict[str, object]:
    """What `packed_all` was given."""
    return {name: unpacked(value) for name, value in values.items()}


def plain(text: str) -> str:
    """A text for the wire, what is no UTF-8 in it replaced."""
    return text.encode(errors="replace").decode()


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _bytes(text: str) -> bytes:
    try:
        return os.fsencode(text)
    except UnicodeEncodeError:  # half of a pair, which no file system gave us
        return text.encode(errors="replace")
