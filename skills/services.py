"""What of this machine is spoken to by a Unix socket: the sound server, the session's bus, the screen, Docker, systemd.

A program's environment is built from nothing, so a service's variables are handed on only where a skill declared that
service, and only with a value of the one shape that leads to a socket of this machine: a bus address can name a program
to be started (`unixexec:`), a sound server or a screen another machine. What does not pass is left out, and the program
then says that it finds nobody. The sockets' folders can be read, so that the program finds them.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PLACE = r"/[\w./@:+-]+"
_SOUND = re.compile(rf"(?:unix:)?({_PLACE})", re.ASCII)
_BUS = re.compile(rf"unix:path=({_PLACE})(?:,guid=[0-9a-f]{{32}})?", re.ASCII)
_WAYLAND = re.compile(r"[A-Za-z0-9][\w.-]{0,60}", re.ASCII)
_SCREEN = re.compile(r":\d{1,5}(?:\.\d{1,3})?", re.ASCII)


def _own(path: str, kind: Callable[[int], bool]) -> bool:
    """Whether a file of that kind is there, belongs to whoever runs this or to root, and not everyone may write it.

    X's socket is open to all and asks for a cookie, so of a socket only the owner counts.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 - a text, as it stands in a variable
    except (OSError, ValueError):
        return False
    private = stat.S_ISSOCK(found.st_mode) or not found.st_mode & stat.S_IWOTH
    return os.path.isabs(path) and kind(found.st_mode) and found.st_uid in (0, os.getuid()) and private  # noqa: PTH117


def _socket_of(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    def passes(value: str) -> bool:
        found = pattern.fullmatch(value)
        return found is not None and _own(found[1], stat.S_ISSOCK)

    return passes


def _folder(value: str) -> bool:
    return _own(value, stat.S_ISDIR)


def _file(value: str) -> bool:
    return _own(value, stat.S_ISREG)


PASSES: Final[Mapping[str, Callable[[str], bool]]] = {
    "XDG_RUNTIME_DIR": _folder,
    "PULSE_SERVER": _socket_of(_SOUND),
    "PULSE_RUNTIME_PATH": _folder,
    "PULSE_COOKIE": _file,
    "DBUS_SESSION_BUS_ADDRESS": _socket_of(_BUS),
    "WAYLAND_DISPLAY": lambda value: _WAYLAND.fullmatch(value) is not None,
    "DISPLAY": lambda value: _SCREEN.fullmatch(value) is not None,
    "XAUTHORITY": _file,
}
"""Variable → whether a value of it may be handed on."""


@dataclass(frozen=True, slots=True)
class Service:
    """One of them."""

    about: str
    """What it is, for a person who reads what a skill may touch."""
    variables: tuple[str, ...]
    """How programs find it: names in PASSES."""
    places: tuple[str, ...]
    """Where its sockets are, and what proves to it whose they are: `$NAME/…` from a variable, `~/…` from the home."""
    devices: tuple[str, ...] = ()
    """Folders of devices that are read, written and controlled, where there is no server."""
    abstract: bool = False
    """Whether its socket may be abstract, which Landlock else closes: X's library gives up where that is refused."""


SERVICES: Final[Mapping[str, Service]] = {
    "sound": Service(
        "the sound server",
        ("XDG_RUNTIME_DIR", "PULSE_SERVER", "PULSE_RUNTIME_PATH", "PULSE_COOKIE"),
        (
            "$XDG_RUNTIME_DIR/pulse",
            "$XDG_RUNTIME_DIR/pipewire-0",
            "$PULSE_RUNTIME_PATH",
            "$PULSE_COOKIE",
            "~/.config/pulse",
        ),
        ("/dev/snd",),
    ),
    "session": Service(
        "the programs of your session (D-Bus)",
        ("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"),
        ("$XDG_RUNTIME_DIR/bus",),
    ),
    "screen": Service(
        "the screen",
        ("XDG_RUNTIME_DIR", "WAYLAND_DISPLAY", "DISPLAY", "XAUTHORITY"),
        ("$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY", "/tmp/.X11-unix", "$XAUTHORITY", "~/.Xauthority"),  # noqa: S108 - X's own
        abstract=True,
    ),
    "docker": Service("Docker", (), ("/run/docker.sock",)),
    "units": Service("systemd", ("XDG_RUNTIME_DIR",), ("/run/systemd", "/run/dbus", "$XDG_RUNTIME_DIR/systemd")),
}
"""What a skill's `Capabilities.services` may name."""


def variables(services: Iterable[str], inherited: Mapping[str, str]) -> dict[str, str]:
    """What of the inherited variables those services' programs get."""
    names = dict.fromkeys(name for service in services for name in SERVICES[service].variables)
    return {name: value for name in names if (value := inherited.get(name)) and PASSES[name](value)}


def refused(inherited: Mapping[str, str]) -> list[str]:
    """The variables that are set and lead nowhere that Golem would follow, by name."""
    return [name for name, passes in PASSES.items() if (value := inherited.get(name)) and not passes(value)]


def places(services: Iterable[str], given: Mapping[str, str], home: Path) -> Iterator[Path]:
    """What those services' programs read beside what their skill declares; `given` is what `variables` gave."""
    for place in dict.fromkeys(place for service in services for place in SERVICES[service].places):
        written = re.sub(r"\$(\w+)", lambda found: given.get(found[1], ""), place)
        needed = set(re.findall(r"\$(\w+)", place))
        if needed <= given.keys():
            yield home / written[2:] if written.startswith("~/") else Path(written)
