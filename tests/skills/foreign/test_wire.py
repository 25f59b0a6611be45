"""What travels between Golem and a module's process: plain data comes back as it was, and nothing else is believed."""

from __future__ import annotations

import typing
from datetime import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model import Resolved, Scene, Unresolved
from intents.slots import Amount, Choice, FreeText, Live, Number, Quantity
from skills import author
from skills.foreign import slots, wire
from skills.foreign.values import LARGEST, ValueFault, packed, packed_all, unpacked, unpacked_all

FINITE = st.floats(allow_nan=False, allow_infinity=False)
NAMES = (
    st.binary(min_size=1, max_size=30)
    .filter(lambda raw: b"\0" not in raw)
    .map(lambda raw: raw.decode("utf-8", "surrogateescape"))
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-LARGEST, LARGEST),
    FINITE,
    NAMES,
    NAMES.map(Path),
    st.times(),
    st.builds(Amount, FINITE, st.text(st.characters(codec="utf-8"), max_size=10)),
)


@given(st.dictionaries(st.text("abc", min_size=1), VALUES | st.lists(VALUES, max_size=4).map(tuple), max_size=4))
def test_arguments_come_back_as_they_were(arguments: dict[str, object]) -> None:
    """Through the wire and back, types and bytes that are no UTF-8 included."""
    line = wire.written(wire.Invoke("a.b", b"/", packed_all(arguments)))
    assert "\n" not in line
    read = wire.read_to_module(line.encode())
    assert isinstance(read, wire.Invoke)
    assert unpacked_all(read.arguments) == arguments


@pytest.mark.parametrize("value", [object(), {"a": 1}, float("nan"), float("inf"), 1 << 60, [[1]], b"x", print])
def test_what_is_no_plain_data_does_not_travel(value: object) -> None:
    """It is named, and not turned into something else."""
    with pytest.raises(ValueFault, match=type(value).__name__):
        packed(value)


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_any_line_is_a_message_or_a_fault(line: str) -> None:
    """Nothing that a module writes raises anything else."""
    try:
        read = wire.read_from_module(line)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return
    assert isinstance(read, wire.Message)


@pytest.mark.parametrize(
    "line",
    [
        '{"kind":"Show"}',
        '{"kind":"Show","text":3}',
        '{"kind":"Show","text":"x","more":1}',
        '{"kind":"Nonsense"}',
        '{"kind":"Load","name":"x","file":"","source":""}',
        '{"kind":"Run","argv":[],"cwd":null,"timeout_s":1,"shown":false}',
        '{"kind":"Run","argv":["aWQ="],"cwd":null,"timeout_s":-1,"shown":false}',
        '{"kind":"Session","wish":"wake"}',
        '{"kind":"Session","wish":"after","seconds":-1}',
        '{"kind":"Meant","value":{"is":"code","raw":""},"score":1}',
        '{"kind":"Meant","value":1,"score":2}',
        "[" * 100_000,
    ],
)
def test_what_is_not_just_so_is_refused(line: str) -> None:
    """A field too many, one too few, a wrong type, a number out of range, a message of the other side."""
    with pytest.raises((msgspec.MsgspecError, RecursionError)):
        wire.read_from_module(line)


class Nobody:
    """A module's process that is never to be asked."""

    def resolve(self, skill: str, slot: str, said: str, scene: Scene) -> Resolved | Unresolved:
        """Not asked."""
        raise AssertionError(said)

    def names(self, skill: str, slot: str, cwd: Path, home: Path) -> list[str]:
        """Not asked."""
        raise AssertionError(slot)


TYPES = {
    name: typing.get_args(getattr(author, name))[1]
    for name in author.__all__
    if hasattr(getattr(author, name), "__metadata__")
}
TYPES |= {
    "choice": Choice({"vim": ("vi",), "two": ()}, name="editor"),
    "number": Number(1, 12, name="month"),
    "quantity": Quantity(("gram",)),
    "free": FreeText("title", most_words=3),
}


@pytest.mark.parametrize("name", TYPES)
def test_golems_own_types_resolve_here(name: str, tmp_path: Path) -> None:
    """Told and rebuilt, each gives what it gave before, and its module is not asked."""
    told = slots.facts_of(TYPES[name])
    assert not isinstance(told, wire.OwnType | wire.LiveType)
    made = slots.type_of(msgspec.json.decode(msgspec.json.encode(told), type=wire.TypeFacts), "a.b", "c", Nobody())
    assert (made.name, made.choices, made.free, made.narrow) == (
        TYPES[name].name,
        TYPES[name].choices,
        TYPES[name].free,
        TYPES[name].narrow,
    )
    (tmp_path / "notes.txt").touch()
    scene = Scene(tmp_path, tmp_path)
    for said in ("notes.txt", "vi", "seven", "ten grams", "half past six in the evening", "an hour", "eighty eighty"):
        assert made.resolve(said, scene) == TYPES[name].resolve(said, scene)


def test_type_derived_from_golems_own_is_the_modules() -> None:
    """What it changed would be lost otherwise."""

    class Louder(FreeText):
        """One of a module's."""

    assert isinstance(slots.facts_of(Louder()), wire.OwnType)
    assert isinstance(slots.facts_of(Live(lambda _folder: (), name="host")), wire.LiveType)
    assert unpacked(packed(time(6, 30))) == time(6, 30)
