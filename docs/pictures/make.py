"""Makes docs/pictures/session.svg from a real session: golem in a real terminal (tmux), typed into, and drawn by rich.

    .venv/bin/python docs/pictures/make.py

Needs tmux, vim and the models (`make setup` fetches them).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from rich.console import Console  # noqa: E402 - found once the checkout is on the path
from rich.text import Text  # noqa: E402 - as above

from shell.places import places_of_user  # noqa: E402 - as above
from tests.e2e.golem_process import Golem  # noqa: E402 - as above
from tests.e2e.screen import Screen  # noqa: E402 - as above

LINES = (
    ("make a folder called demo", "Made"),
    ("set a timer for ten minutes", "10 minutes"),
    ("how much disk space is left", "free"),
    ("delete old.log", "(yes / no)"),
    ("no", "Not done"),
    ("open vim semicolon rm dash rf slash", "Refused"),
    ("who owns port 8080", "port 8080"),
)
WIDTH = 100


def main() -> None:
    """Run the session and write the picture."""
    with tempfile.TemporaryDirectory(prefix="golem-picture-") as scratch:
        folder, home = Path(scratch) / "project", Path(scratch) / "home"
        folder.mkdir()
        home.mkdir()
        (folder / "old.log").write_text("x\n")
        screen = Screen(Golem(folder, home, places_of_user().models), "--typed", "--quiet")
        try:
            screen.wait_for("Routing with")
            for line, answer in LINES:
                screen.type(line)
                screen.wait_for(answer)
            screen.wait_for("port 8080.")
            drawn = screen.text(colours=True).replace(f"{folder.resolve()}/", "")
        finally:
            screen.kill()
    console = Console(record=True, width=WIDTH, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123 - only its record counts
    console.print(Text.from_ansi(drawn.rstrip()))
    console.save_svg(str(Path(__file__).parent / "session.svg"), title="golem")


if __name__ == "__main__":
    main()
