"""Makes the pictures beside it from real sessions: golem in a real terminal (tmux), spoken to and typed into.

    make pictures

The first sentences are spoken by the voice into a room without a sound card (PulseAudio) and heard by golem's own
microphone; the rest is typed. The first page is shown in that room, too, and words while they are still being said.
What the terminal shows is drawn by rich.
Needs tmux, git, PulseAudio and the models (`make setup` fetches them).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
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

SPOKEN = (("Show me the git status.", "on main"), ("Make a folder, called demo.", "Made"))
TYPED = (
    ("delete old.log", "(yes / no", "no", "Not done"),
    ("open vim semicolon rm dash rf slash", "Refused", "", ""),
    ("who owns port 8080", "port 8080.", "", ""),
)
ASKED = "show me config.toml"
"""Two files bear that name."""
BREATH = "Tell me how much space is left on this disk, and which of the folders in it are the largest"
"""Said in one breath."""
SAID_BY_THEN = "left on"
"""What of it is to be seen."""
BEGUN = "open the conf"
"""Typed, and completed."""
LIVE = ("--quiet", "--set", "terminal.live_words=always")
"""However busy the machine is that makes the picture."""
WIDTH = 110
HUM_DBFS = -58.0
"""As loud as a quiet room on a laptop's microphone."""


def main() -> None:
    """Run the sessions and write the pictures."""
    room, models = PulseRoom(), places_of_user().models
    voice = PiperVoice(models / "piper-en_US-joe-medium")
    voice._synthesis.noise_scale = voice._synthesis.noise_w_scale = 0.0  # it says the same words alike
    with tempfile.TemporaryDirectory(prefix="golem-picture-") as scratch:
        folder, home = Path(scratch) / "project", Path(scratch) / "home"
        _fill(folder)
        (home / "state").mkdir(parents=True)
        (home / "state" / "set-up").touch()  # the first page is another picture
        os.environ["HOME"] = scratch  # so that a path is short
        golem = Golem(folder, home, models)
        try:
            room.start()
            hearing = _on_screen(golem, room, lambda screen: _hearing(screen, room, voice, Path(scratch)), *LIVE)
            session = _on_screen(golem, room, lambda screen: _session(screen, room, voice, Path(scratch)))
            completion = _on_screen(golem, room, _completion, "--typed", "--quiet")
            journal = _at_a_terminal(golem, "journal")
            setup = _on_screen(golem, room, lambda screen: _first_page(screen, room), "setup")
        finally:
            room.stop()
    _draw("session", "golem", _trimmed(session.replace(f"{folder.resolve()}/", "")))
    _draw("hearing", "golem", _trimmed(hearing))
    _draw("completion", "golem", _trimmed(completion))
    _draw("journal", "golem journal", journal.rstrip())
    _draw("setup", "golem setup", setup.rstrip())


def _trimmed(screen: str) -> str:
    """Without the empty lines above the toolbar but one."""
    *shown, toolbar = screen.rstrip().split("\n")
    return "\n".join(["\n".join(shown).rstrip(), "", toolbar])


def _draw(name: str, title: str, drawn: str) -> None:
    console = Console(record=True, width=WIDTH, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123 - only its record counts
    console.print(Text.from_ansi(drawn))
    svg = console.export_svg(title=title, unique_id=name)  # the same names in every picture that is made
    alone = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # it fetches nothing from anywhere
    (Path(__file__).parent / f"{name}.svg").write_text(alone)


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


def _hearing(screen: Screen, room: PulseRoom, voice: PiperVoice, scratch: Path) -> str:
    """What is on the screen while somebody speaks."""
    screen.wait_for("Listening", 180.0)
    screen.wait_for("routes golem-entailment", 180.0)
    said = say_to_file(voice, BREATH, scratch / "breath.wav")
    speaking = threading.Thread(target=room.speak_into_room, args=(said,))
    speaking.start()
    shown = ""
    while speaking.is_alive() and SAID_BY_THEN not in shown:
        shown = screen.text(colours=True)
        time.sleep(0.05)
    speaking.join()
    return shown


def _completion(screen: Screen) -> str:
    """The menu of what is here."""
    screen.wait_for("routes golem-entailment", 180.0)
    screen.write(BEGUN)
    screen.press("Tab")
    time.sleep(2.0)
    screen.press("Tab")
    time.sleep(1.0)
    return screen.text(colours=True)


def _at_a_terminal(golem: Golem, *arguments: str) -> str:
    """All that a command prints to a terminal."""
    near, far = os.openpty()
    size = {"COLUMNS": str(WIDTH), "LINES": "40", "TERM": "xterm-256color"}
    subprocess.run(  # noqa: S603 - golem itself
        golem.command(*arguments), stdout=far, check=True, cwd=golem.folder, env=golem.environment() | size
    )
    os.close(far)
    printed = b""
    with suppress(OSError):  # what Linux says at the end, where nobody holds the other side
        while piece := os.read(near, 65_536):
            printed += piece
    os.close(near)
    return printed.decode().replace("\r", "")


def _session(screen: Screen, room: PulseRoom, voice: PiperVoice, scratch: Path) -> str:
    """What is on the screen after all was said and typed, with its colours."""
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
