"""Makes the pictures beside it from real sessions: golem in a real terminal (tmux), spoken to and typed into.

    .venv/bin/python docs/pictures/make.py

The first sentences are spoken by the voice into a room without a sound card (PulseAudio) and heard by golem's own
microphone; the rest is typed. The first page is shown in that room, too. What the terminal shows is drawn by rich.
Needs tmux, git, PulseAudio and the models (`make setup` fetches them).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - as below
import soundfile  # noqa: E402 - as below
from rich.console import Console  # noqa: E402 - found once the checkout is on the path
from rich.text import Text  # noqa: E402 - as above

from shell.places import places_of_user  # noqa: E402 - as above
from shell.tts import PiperVoice  # noqa: E402 - as above
from tests.e2e.conftest import say_to_file  # noqa: E402 - as above
from tests.e2e.golem_process import Golem  # noqa: E402 - as above
from tests.e2e.screen import Screen  # noqa: E402 - as above
from tests.pulse import PulseRoom  # noqa: E402 - as above

SPOKEN = (("Show git status.", "on main"), ("Make a folder, called demo.", "Made"))
TYPED = (
    ("delete old.log", "(yes / no", "no", "Not done"),
    ("open vim semicolon rm dash rf slash", "Refused", "", ""),
    ("who owns port 8080", "port 8080.", "", ""),
)
ASKED = "show me config.toml"
"""Two files bear that name."""
WIDTH = 110
HUM_DBFS = -58.0
"""As loud as a quiet room on a laptop's microphone."""


def main() -> None:
    """Run the sessions and write the pictures."""
    room = PulseRoom()
    with tempfile.TemporaryDirectory(prefix="golem-picture-") as scratch:
        folder, home = Path(scratch) / "project", Path(scratch) / "home"
        _fill(folder)
        (home / "state").mkdir(parents=True)
        (home / "state" / "set-up").touch()  # the first page is another picture
        golem = Golem(folder, home, places_of_user().models)
        try:
            room.start()
            session = _on_screen(golem, room, lambda screen: _session(screen, room, Path(scratch)))
            setup = _on_screen(golem, room, lambda screen: _first_page(screen, room), "setup")
        finally:
            room.stop()
    *shown, toolbar = session.replace(f"{folder.resolve()}/", "").rstrip().split("\n")
    _draw("session", "\n".join(["\n".join(shown).rstrip(), "", toolbar]))
    _draw("setup", setup.rstrip())


def _draw(name: str, drawn: str) -> None:
    console = Console(record=True, width=WIDTH, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123 - only its record counts
    console.print(Text.from_ansi(drawn))
    console.save_svg(str(Path(__file__).parent / f"{name}.svg"), title=f"golem {name}".removesuffix(" session"))


def _fill(folder: Path) -> None:
    """A git repository with two files of one name."""
    for name in ("docs/config.toml", "src/config.toml", "old.log", "main.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x\n")
    subprocess.run(["git", "-C", folder, "init", "--quiet", "--initial-branch", "main"], check=True)  # noqa: S603, S607


def _on_screen(golem: Golem, room: PulseRoom, play: Callable[[Screen], str], *arguments: str) -> str:
    screen = Screen(golem, *arguments, more=room.env)
    try:
        return play(screen)
    finally:
        screen.kill()


def _first_page(screen: Screen, room: PulseRoom) -> str:
    """The page with what it measured of a room that hums, up to its last question."""
    hum = np.random.default_rng(0).standard_normal(16_000 * 60) * 10 ** (HUM_DBFS / 20)
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        soundfile.write(file.name, hum, 16_000)
        humming = subprocess.Popen(["paplay", "--device=room", file.name], env=room.env)  # noqa: S603, S607 - a test's room
        try:
            screen.wait_for("1 of 4")
            screen.type("yes")
            screen.wait_for("Now say:")
            room.speak_into_room(ROOT / "shell" / "measure.flac")
            for step in ("2 of 4", "3 of 4"):
                screen.wait_for(step)
                screen.press("Enter")
            screen.wait_for("A number")
            return screen.text(colours=True)
        finally:
            humming.kill()
            humming.wait()


def _session(screen: Screen, room: PulseRoom, scratch: Path) -> str:
    """What is on the screen after all was said and typed, with its colours."""
    voice = PiperVoice(places_of_user().models / "piper-en_US-joe-medium")
    screen.wait_for("Listening", 180.0)
    screen.wait_for("speaks piper", 180.0)
    for number, (sentence, answer) in enumerate(SPOKEN):
        room.speak_into_room(say_to_file(voice, sentence, scratch / f"{number}.wav"))
        screen.wait_for(answer)
        screen.wait_for("● listening")
        time.sleep(2.0)  # the reply has been said
    for line, answer, then, end in TYPED:
        screen.type(line)
        screen.wait_for(answer)
        if then:
            screen.type(then)
            screen.wait_for(end)
    screen.type(ASKED)
    screen.wait_for("Did you mean")
    screen.press("Down")
    screen.wait_for("▸ 1")
    return screen.text(colours=True)


if __name__ == "__main__":
    main()
