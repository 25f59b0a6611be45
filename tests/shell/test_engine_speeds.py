"""The real engines are measured, each by its use."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell.config import Config, RemoteSettings
from shell.engine_speeds import speeds_of
from shell.manifest import load_manifest
from shell.places import places_of_user
from shell.store import Store


@pytest.mark.models
def test_the_engines_here_are_measured_once(tmp_path: Path, voice_folder: Path) -> None:
    """Each tells of itself as it begins; the second time nothing is loaded. What is elsewhere is not measured."""
    away = RemoteSettings(hear="tcp://desk:10300", chat="http://desk:8080/v1")
    places, store = places_of_user({"GOLEM_HOME": str(tmp_path)}), Store(voice_folder.parent, load_manifest())
    begun: list[str] = []
    found = {speeds.use: speeds for speeds in speeds_of(Config(remote=away), places, store, begins=begun.append)}
    assert list(found) == ["speak", "route"]
    for speeds in found.values():
        assert speeds.advice is not None, speeds.faults
        assert speeds.kept in dict(speeds.advice.options)
        assert speeds.kept in begun
    again = {speeds.use: speeds for speeds in speeds_of(Config(remote=away), places, store)}
    assert {use: speeds.advice for use, speeds in again.items()} == {use: one.advice for use, one in found.items()}


def test_a_model_that_is_not_there_is_no_engine(tmp_path: Path) -> None:
    """Nothing is measured but the router that ships, and nothing is wrong."""
    places, store = places_of_user({"GOLEM_HOME": str(tmp_path)}), Store(tmp_path / "models", load_manifest())
    found = {speeds.use: speeds for speeds in speeds_of(Config(), places, store)}
    assert [use for use, speeds in found.items() if speeds.advice is not None] == ["route"]
    assert not [fault for speeds in found.values() for fault in speeds.faults]
