"""Settings in layers: which of two counts, where each comes from, and what each layer may not say."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.trees import TrustedTrees
from shell.config import Config, here, keys_of_sections, load, settle
from shell.errors import ConfigError
from shell.layers import OF_PROJECT, PROJECT_FILE, Layer, joined, origins
from shell.places import Places


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """The user's folders, and a system's below the same folder."""
    monkeypatch.setattr(platformdirs, "site_config_path", lambda _name: tmp_path / "etc")
    (tmp_path / "etc").mkdir()
    return Places(tmp_path / "config", tmp_path / "state", tmp_path / "data", tmp_path / "cache")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A working tree with a file of settings."""
    tree = tmp_path / "home/tree"
    (tree / ".git").mkdir(parents=True)
    (tree / "below").mkdir()
    (tree / PROJECT_FILE).write_text("[voice]\nspeed = 1.3\n")
    return tree


def written(places: Places, system: str = "", user: str = "") -> None:
    """The system's and the user's file."""
    (places.config.parent / "etc/config.toml").write_text(system)
    places.config.mkdir(exist_ok=True)
    places.config_file.write_text(user)


def test_each_layer_counts_more_than_those_before(places: Places, project: Path) -> None:
    """System, user, trusted project, environment, flags: key by key, and what none sets is as it is built in."""
    written(places, "[voice]\nspeed = 1.1\nvolume = 0.1\n[chat]\nseed = 1\n", "[voice]\nspeed = 1.2\nvolume = 0.2\n")
    TrustedTrees(places.trusted_trees).trust(project, project.parent.parent)
    environment, flags = {"GOLEM_VOICE_VOLUME": "0.4"}, ["voice.speaker=3"]
    settled = settle(here(None, places, flags=flags, environment=environment, folder=project / "below"))
    voice = settled.config.voice
    assert (voice.speed, voice.volume, voice.speaker) == (1.3, 0.4, 3)
    assert settled.config.chat.seed == 1
    assert settled.config.models == Config().models
    assert {key: layer.name for key, layer in origins(settled.layers).items()} == {
        "voice.speed": "project",
        "voice.volume": "environment",
        "voice.speaker": "flags",
        "chat.seed": "system",
    }


def test_a_project_counts_only_where_it_is_trusted(places: Places, project: Path) -> None:
    """A folder that somebody cloned sets nothing."""
    assert load(None, places, environment={}, folder=project) == Config()


@pytest.mark.parametrize("section", sorted(keys_of_sections().keys() - OF_PROJECT))
def test_a_project_never_says_where_sound_and_words_go(places: Places, project: Path, section: str) -> None:
    """Not even a trusted one: engines elsewhere, models and devices are the user's to choose."""
    TrustedTrees(places.trusted_trees).trust(project, project.parent.parent)
    (project / PROJECT_FILE).write_text(f"[{section}]\n")
    with pytest.raises(ConfigError, match=rf"{PROJECT_FILE}: a project cannot set \[{section}\]"):
        load(None, places, environment={}, folder=project)


@pytest.mark.parametrize(
    ("environment", "flags", "said"),
    [
        ({"GOLEM_VOICE_SPED": "1"}, [], r"\$GOLEM_VOICE_SPED is no setting; did you mean GOLEM_VOICE_SPEED\?"),
        ({"GOLEM_VOICE_SPEED": "fast"}, [], r"\$GOLEM_VOICE_SPEED: voice.speed: expected `float`"),
        ({"GOLEM_VOICE_SPEED": "1\n2"}, [], r"\$GOLEM_VOICE_SPEED: voice.speed"),
        ({}, ["voice.sped=1"], r"--set: unknown key voice.sped; did you mean voice.speed\?"),
        ({}, ["speed"], "--set speed: write section.key=value"),
        ({}, ["voice.speed=9"], "--set: voice.speed"),
    ],
)
def test_what_a_layer_says_wrong_is_told_with_its_place(
    places: Places, environment: dict[str, str], flags: list[str], said: str
) -> None:
    """The variable or the flag, the key, and the nearest one that there is."""
    with pytest.raises(ConfigError, match=said):
        load(None, places, environment=environment, flags=flags)


def test_other_variables_are_left_alone(places: Places) -> None:
    """What Golem reads for other ends is no setting, nor is what is not Golem's."""
    others = {"GOLEM_MODELS": "/x", "GOLEM_CORPUS": "all", "VOICE_SPEED": "9", "GOLEM_MICROPHONE_DEVICE": "USB one"}
    assert load(None, places, environment=others).microphone.device == "USB one"


def test_a_home_of_its_own_has_no_system(places: Places) -> None:
    """With GOLEM_HOME, what the machine's owner set stays out: it is a Golem apart."""
    written(places, "[voice]\nspeed = 1.1\n")
    assert load(None, places, environment={}).voice.speed == 1.1
    assert load(None, places, environment={"GOLEM_HOME": "/x"}).voice.speed == 1.0


KEYS = st.dictionaries(st.sampled_from("ab"), st.dictionaries(st.sampled_from("xyz"), st.integers()), max_size=2)


@given(st.lists(KEYS, max_size=5))
def test_the_last_layer_that_sets_a_key_wins(every: list[dict[str, dict[str, int]]]) -> None:
    """Whatever the layers hold, the value in force is that of the layer which is told as its origin."""
    all_ = [Layer(str(number), Path(str(number)), values) for number, values in enumerate(every)]
    values, told = joined(all_), origins(all_)
    assert {f"{section}.{key}" for section, keys in values.items() for key in keys} == told.keys()
    for name, layer in told.items():
        section, _, key = name.partition(".")
        assert values[section][key] == layer.values[section][key]
        assert not any(key in later.values.get(section, {}) for later in all_[int(layer.name) + 1 :])
