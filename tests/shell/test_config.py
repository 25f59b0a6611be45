"""The settings: defaults, a file, and complaints that name the key and the mend."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest

from shell.config import Config, known_keys, load
from shell.errors import ConfigError
from shell.places import Places, ensure_private, places_of_user

DOCS = Path(__file__).parents[2] / "docs"


def places(folder: Path) -> Places:
    """The user's folders below one folder."""
    return places_of_user({"GOLEM_HOME": str(folder)})


def written(tmp_path: Path, text: str | bytes) -> str:
    """A config file with that content."""
    file = tmp_path / "config.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def test_no_file_is_the_defaults(tmp_path: Path) -> None:
    """A user who wrote nothing has the defaults."""
    assert load(None, places(tmp_path)) == Config()


def test_a_file_sets_what_it_names(tmp_path: Path) -> None:
    """Sections nest, and what is not named keeps its default."""
    config = load(
        written(tmp_path, '[models]\nhear = "whisper-tiny.en"\n[microphone]\ndevice = 3\n[chat]\nmax_tokens = 50\n')
    )
    assert config.models.hear == "whisper-tiny.en"
    assert config.microphone.device == 3
    assert config.chat.max_tokens == 50
    assert config.models.chat == Config().models.chat


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[endpointr]\n", "did you mean endpointer?"),
        ("[terminal]\ncolor = 'never'\n", "did you mean terminal.colour?"),
        ("[terminal]\ncolour = 'blue'\n", "terminal.colour"),
        ("[chat]\nmax_tokens = 'many'\n", "chat.max_tokens"),
        ("chat = 3\n", "chat is a section"),
        ("[chat\n", "config.toml"),
        (b"\x00\x01\xff", "UTF-8"),
        ("[voice]\nspeed = 0\n", "voice.speed"),
        ("[voice]\nspeed = nan\n", "voice.speed"),
        ("[voice]\nvolume = inf\n", "voice.volume"),
        ("[chat]\nmax_tokens = -1\n", "chat.max_tokens"),
        ("[chat]\ntemperature = nan\n", "chat.temperature"),
        ("[chat]\ntop_p = 1.5\n", "chat.top_p"),
        ("[chat]\nthreads = 0\n", "chat.threads"),
        ("[endpointer]\nend_silence_ms = nan\n", "endpointer.end_silence_ms"),
        ("[microphone]\nqueue_ms = -1\n", "queue_ms"),
        ("[[chat]]\n", "chat is a section"),
    ],
)
def test_a_bad_file_is_told_in_one_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    """Unknown keys come with the nearest known one; wrong kinds and ranges with their key."""
    with pytest.raises(ConfigError) as error:
        load(written(tmp_path, text))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_named_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Silence about a mistyped --config would be a wrong configuration."""
    with pytest.raises(ConfigError):
        load(str(tmp_path / "nothing.toml"))


def test_folders_that_cannot_be_made_are_said_to_be_so(tmp_path: Path) -> None:
    """No home folder is no reason to fail."""
    (tmp_path / "file").write_text("")
    assert not ensure_private(tmp_path / "file" / "below")
    assert ensure_private(tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("key", known_keys())
def test_every_setting_is_documented(key: str) -> None:
    """docs/configuration.md knows every key."""
    section, name = key.split(".")
    text = (DOCS / "configuration.md").read_text("utf-8")
    assert f"[{section}]" in text
    assert f"`{name}`" in text


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Some editors write one."""
    assert load(written(tmp_path, b"\xef\xbb\xbf[chat]\nmax_tokens = 7\n")).chat.max_tokens == 7


def numbers() -> list[str]:
    """Every setting that is a float."""
    sections = typing.get_type_hints(Config)
    return [
        f"{name}.{key}"
        for name, section in sections.items()
        for key, kind in typing.get_type_hints(section).items()
        if kind in (float, float | None)
    ]


@pytest.mark.parametrize("key", numbers())
@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_no_setting_takes_what_is_no_number(tmp_path: Path, key: str, value: str) -> None:
    """TOML can write nan and inf; no setting has a use for them, and NaN passes naive checks of range."""
    section, name = key.split(".")
    with pytest.raises(ConfigError, match=name):
        load(written(tmp_path, f"[{section}]\n{name} = {value}\n"))


@pytest.mark.parametrize("text", ['["git\\nsh"]\n', '[terminal]\n"a\\u001b[2J" = 1\n', '[models]\nhear = ["a\\nb"]\n'])
def test_an_odd_key_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    """A newline or an escape in the name of a key is shown as one."""
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as fault:
        load(str(file))
    assert str(fault.value).isprintable()
