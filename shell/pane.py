"""Starts Golem in a pane of the workspace, with what the `golem --workspace` that was called handed over.

Run by its path, in Python's isolated mode: the folder that the pane is in brings no module of that name.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def start(note: Path) -> int:
    """Take the note away, and be the Golem that it tells of; its exit status."""
    told = json.loads(note.read_text("utf-8", errors="surrogateescape"))
    note.unlink()
    os.environ.update(told["environment"])
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from shell.cli import main  # noqa: PLC0415 - only found from here on

    return main(told["arguments"])


if __name__ == "__main__":
    sys.exit(start(Path(sys.argv[1])))
