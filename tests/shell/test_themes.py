"""Themes: complete, and without colours where none are wanted."""

from __future__ import annotations

import pytest
from prompt_toolkit.styles import Style

from shell.themes import STYLES, Theme, theme_of


@pytest.mark.parametrize("theme", STYLES)
def test_every_theme_styles_the_same_kinds(theme: Theme) -> None:
    """And prompt-toolkit takes each style."""
    assert STYLES[theme].keys() == STYLES["dark"].keys()
    Style.from_dict(dict(STYLES[theme]))
    assert "prompt" not in STYLES[theme], "prompt-toolkit gives it to all that stands before the line: lists, live text"


@pytest.mark.parametrize("theme", ["contrast", "none"])
def test_these_name_no_colour(theme: Theme) -> None:
    """Weight, lines and reversal only."""
    assert not [style for style in STYLES[theme].values() if "ansi" in style or "#" in style]


def test_without_colours_contrast_stays_and_the_others_become_none() -> None:
    """NO_COLOR is about colours."""
    assert [theme_of(theme, colour=False) for theme in ("dark", "light", "contrast", "none")] == [
        "none",
        "none",
        "contrast",
        "none",
    ]
    assert theme_of("light", colour=True) == "light"
