"""What a pickle of tensors stands for, without unpickling: nothing that it names is imported or called.

A pickle is a program for a machine with a stack. Here its instructions are only listed (`pickletools.genops`), and the
few that a table of tensors is made of are followed over plain values: what they would import or call is a name and
stays one. Any other instruction, name or shape ends the reading.

Instructions: the docstrings of Python's `pickletools`; what PyTorch writes: torch/serialization.py, torch/_utils.py.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any, BinaryIO, Final, cast

TENSOR: Final = "torch._utils _rebuild_tensor_v2"
DICT: Final = "collections OrderedDict"
MOST_STEPS: Final = 1_000_000
"""Instructions of one pickle; a checkpoint of 500 tensors has some 20,000."""
LONGEST_TEXT: Final = 1 << 20
"""Bytes of one text or number in a pickle."""


class PickleFault(ValueError):
    """A pickle that is not simply a table of tensors; the message says what it holds."""


@dataclass(frozen=True, slots=True)
class Storage:
    """One run of numbers, which is kept beside the pickle."""

    kind: str
    """PyTorch's class of it, without its module: `FloatStorage`."""
    key: str
    count: int
    """Numbers in it, 0 or more."""


@dataclass(frozen=True, slots=True)
class View:
    """A tensor: a way to look at a storage."""

    storage: Storage
    offset: int
    """In numbers, as the strides are."""
    shape: tuple[int, ...]
    strides: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """What the pickle would import: module and name with a space between."""

    text: str


class _Mark:
    """Where a group of values begins on the stack."""


class _Bounded:
    """A file of which no instruction may ask for more than a text's length: Python would first make room for it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.readline, self.tell = file.readline, file.tell

    def read(self, size: int) -> bytes:
        if size > LONGEST_TEXT:
            raise PickleFault(f"its pickle has a text of {size} bytes, which no table of tensors has")
        return self._file.read(size)


def followed(file: BinaryIO) -> object:
    """What the next pickle of a file stands for: plain values, a `View` for each tensor. Raises PickleFault."""
    reading = _Reading()
    bounded = cast("IO[bytes]", _Bounded(file))  # all that pickletools asks of a file
    try:
        for code, argument, _place in islice(pickletools.genops(bounded), MOST_STEPS):
            if code.name == "STOP":
                return reading.stack.pop()
            reading.follow(code.name, argument)
    except PickleFault:
        raise
    except (ValueError, IndexError, AttributeError, KeyError, TypeError) as error:
        raise PickleFault(f"the instructions of its pickle make no sense: {error}") from error
    raise PickleFault("its pickle is longer than any table of tensors")


_FRESH: Final[Mapping[str, Callable[[], object]]] = {
    "EMPTY_DICT": dict,
    "EMPTY_TUPLE": tuple,
    "EMPTY_LIST": list,
    "MARK": _Mark,
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
}
_VALUES: Final = frozenset(
    {"BININT", "BININT1", "BININT2", "LONG1", "BINUNICODE", "SHORT_BINUNICODE", "BINSTRING", "SHORT_BINSTRING"}
)
_TUPLES: Final[Mapping[str, int]] = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}
_NOTHING: Final = frozenset({"PROTO", "FRAME"})


@dataclass
class _Reading:
    """The machine's stack and its memory."""

    stack: list[Any] = field(default_factory=list)
    memo: dict[int, Any] = field(default_factory=dict)

    def follow(self, name: str, argument: Any) -> None:  # noqa: ANN401 - as genops gives it
        """One instruction."""
        if name in _FRESH:
            self.stack.append(_FRESH[name]())
        elif name in _VALUES:
            self.stack.append(argument)
        elif name in _TUPLES:
            self.stack[-_TUPLES[name] :] = [tuple(self.stack[-_TUPLES[name] :])]
        elif name not in _NOTHING:
            self._other(name, argument)

    def _other(self, name: str, argument: Any) -> None:  # noqa: ANN401 - as genops gives it
        stack = self.stack
        match name:
            case "BINPUT" | "LONG_BINPUT":
                self.memo[argument] = stack[-1]
            case "BINGET" | "LONG_BINGET":
                stack.append(self.memo[argument])
            case "GLOBAL":
                stack.append(_Name(argument))
            case "TUPLE":
                stack.append(tuple(self._group()))
            case "APPEND" | "APPENDS":
                self._append(self._group() if name == "APPENDS" else [stack.pop()])
            case "SETITEM" | "SETITEMS":
                if name == "SETITEM":
                    stack.insert(-2, _Mark())
                self._set(self._group())
            case "BINPERSID":
                stack.append(_stored(stack.pop()))
            case "REDUCE":
                values = stack.pop()
                stack.append(_made(stack.pop(), values))
            case "BUILD":  # `_metadata` of a table, which says nothing of its tensors
                stack.pop()
            case _:
                raise PickleFault(f"it has the instruction {name}, which no table of tensors needs")

    def _group(self) -> list[Any]:
        """Takes what lies above the last mark, and the mark."""
        place = max(place for place, value in enumerate(self.stack) if isinstance(value, _Mark))
        values = self.stack[place + 1 :]
        del self.stack[place:]
        return values

    def _append(self, values: list[Any]) -> None:
        if not isinstance(self.stack[-1], list):
            raise PickleFault("it appends to what is no list")
        self.stack[-1].extend(values)

    def _set(self, values: list[Any]) -> None:
        if not isinstance(self.stack[-1], dict):
            raise PickleFault("it sets items of what is no table")
        self.stack[-1].update(zip(values[::2], values[1::2], strict=True))


def _stored(reference: object) -> Storage:
    match reference:
        case ("storage", _Name(kind), str(key), str(), int(count), *_) if kind.startswith("torch ") and count >= 0:
            return Storage(kind.removeprefix("torch "), key, count)
    raise PickleFault("it refers to what is no storage")


def _made(name: object, values: object) -> object:
    match name, values:
        case _Name(text=text), () if text == DICT:
            return {}
        case _Name(text=text), (Storage() as storage, int(offset), tuple(shape), tuple(strides), *_) if text == TENSOR:
            if len(shape) != len(strides) or not all(isinstance(size, int) for size in (*shape, *strides)):
                raise PickleFault("a tensor's sizes make no sense")
            return View(storage, offset, shape, strides)
    called = name.text.replace(" ", ".") if isinstance(name, _Name) else type(name).__name__
    raise PickleFault(f"it would call {called}, which no table of tensors needs")
