"""The documentation site, for Sphinx: the Markdown pages beside this file, and what `generate.py` makes of the code."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from generate import write_all  # noqa: E402 - found once the folder is on the path

write_all(ROOT / "docs" / "generated")

project = "Golem"
author = "The Golem developers"
copyright = "the Golem developers; Apache-2.0"
version = release = metadata.version("golem-shell")
extensions = ["myst_parser"]
exclude_patterns = ["generated", "pictures"]
html_theme = "furo"
html_title = f"Golem {release}"
html_copy_source = False
html_extra_path = ["generated/config.schema.json"]
myst_heading_anchors = 3
"""Headings down to this depth can be linked to, as on a hosting site."""
