"""Changing settings in a file: comments stay, what would not load is never written."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell.config import load
from shell.config_file import change
from shell.errors import ConfigError

WRITTEN = '# mine\n[models]\nhear = "whisper-base"  # the usual\n\n[voice]\nspeed = 1.5\n'


def test_a_setting_is_changed_and_all_else_stays(tmp_path: Path) -> None:
    """Comments, order and other sections; a new section comes at the end."""
    file = tmp_path / "config.toml"
    file.write_text(WRITTEN)
    file.chmod(0o640)
    change(file, {("models", "hear"): "whisper-tiny.en", ("attention", "mode"): "wake"})
    text = file.read_text()
    assert '# mine\n[models]\nhear = "whisper-tiny.en"  # the usual\n\n[voice]\nspeed = 1.5\n' in text
    assert load(str(file)).attention.mode == "wake"
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_missing_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    """With its folder."""
    file = tmp_path / "deep" / "config.toml"
    change(file, {("speaker", "device"): 'a "quoted"\\ name'})
    assert load(str(file)).speaker.device == 'a "quoted"\\ name'
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_link_stays_one(tmp_path: Path) -> None:
    """Settings are often kept elsewhere."""
    real, file = tmp_path / "kept.toml", tmp_path / "config.toml"
    real.write_text(WRITTEN)
    file.symlink_to(real)
    change(file, {("models", "hear"): "x"})
    assert file.is_symlink()
    assert 'hear = "x"' in real.read_text()


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("[models\n", ("models", "hear")),
        ('models = "x"\n', ("models", "hear")),
        ("", ("models", "her")),
        ("", ("attention", "mode")),
        ("[voice]\nspeed = 'fast'\n", ("models", "hear")),
    ],
)
def test_what_would_not_load_is_not_written(tmp_path: Path, text: str, setting: tuple[str, str]) -> None:
    """The file is as it was, and nothing lies beside it."""
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=r"config\.toml"):
        change(file, {setting: "sometimes"})
    assert file.read_text() == text
    assert list(tmp_path.iterdir()) == [file]
