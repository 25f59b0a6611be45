"""Which binary a bare name stands for, and the environment it gets. Nothing here starts anything.

`PATH` is never asked: a trojan that comes first on it must not run. A bare name is looked for in the system's folders,
and, for the few programs that developers install for themselves, in the folders that their installers use:

    system           /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin
    cargo, rustc     ~/.cargo/bin
    go               /usr/local/go/bin ~/.local/go/bin ~/go/bin
    npm, node, yarn  ~/.volta/bin ~/.local/bin, and the newest of ~/.nvm/versions/node/*/bin
    pnpm             there, and ~/.local/share/pnpm
    just, uv         ~/.cargo/bin ~/.local/bin
    pytest, tox, …   ~/.local/bin (nox, poe, ruff and poetry too)
    nvim, hx, micro  ~/.local/bin

An absolute name is refused but for two, which running the project's tests needs: the Python of the project's own
virtual environment (`.venv/bin/python` or `venv/bin/python` in the working folder or above it), and Golem's own.
Whatever is found must be a file that is executable, that belongs to root or to the user, and that not everyone may
write; the same is asked of its folder.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SYSTEM_FOLDERS = tuple(map(Path, ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")))
"""Where every program is looked for, in this order."""

_CARGO = (".cargo/bin",)
_GO = ("/usr/local/go/bin", ".local/go/bin", "go/bin")
_NODE = (".volta/bin", ".local/bin", ".nvm/versions/node/*/bin")
_LOCAL = (".local/bin",)
TOOLCHAINS: Mapping[str, tuple[str, ...]] = {
    "cargo": _CARGO,
    "rustc": _CARGO,
    "go": _GO,
    "npm": _NODE,
    "node": _NODE,
    "pnpm": (*_NODE, ".local/share/pnpm"),
    "yarn": _NODE,
    "just": (*_CARGO, *_LOCAL),
    **dict.fromkeys(("pytest", "tox", "nox", "poe", "ruff", "poetry"), _LOCAL),
    "uv": (*_LOCAL, *_CARGO),
    "nvim": _LOCAL,
    "hx": _LOCAL,
    "micro": _LOCAL,
}
"""The programs that may come from further folders, and which; a relative one is below the user's home."""

PROJECT_PYTHONS = (".venv/bin/python", "venv/bin/python")
"""A project's own Python, relative to the project's folder."""

PASSED_ON = (
    "HOME",
    "USER",
    "LOGNAME",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "LC_TIME",
    "TERM",
    "COLORTERM",
    "NO_COLOR",
    "TZ",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
    "CARGO_HOME",
    "RUSTUP_HOME",
    "GOPATH",
    "GOCACHE",
    "GOMODCACHE",
)
"""The variables that a child inherits, if their values are plain; every other one is left out."""

FOR_THE_TERMINAL = ("XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY")
"""What a program that gets the terminal inherits beside them: an editor's way to the clipboard."""

PACKAGES: Mapping[str, str] = {
    "pactl": "pulseaudio-utils",
    "wpctl": "wireplumber",
    "amixer": "alsa-utils",
    "wl-copy": "wl-clipboard",
    "wl-paste": "wl-clipboard",
    "xdg-open": "xdg-utils",
    "docker": "docker.io",
    "systemctl": "systemd",
}
"""A program → the Debian package that has it, where that is called otherwise."""

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*")
_UNPLAIN = re.compile(r"[\x00-\x1f\x7f]")


class ProcessFault(Exception):
    """A program that was not started; `str()` is one line for the user."""


class ProgramMissing(ProcessFault):
    """No trusted folder has the program."""

    def __init__(self, name: str, reason: str | None = None) -> None:
        package = PACKAGES.get(name, name)
        said = reason or f"is not installed here. Install it, for example with: sudo apt-get install {package}"
        super().__init__(f"{name if _NAME.fullmatch(name) else repr(name)} {said}")
        self.name = name
        """The program's name as asked for."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Where programs may come from."""

    home: Path
    """The user's home folder, absolute."""
    system: tuple[Path, ...] = SYSTEM_FOLDERS
    """Folders in which any program may be; the order is that of the search."""
    own_python: Path = Path(sys.executable)
    """The interpreter that runs Golem."""

    def resolve(self, name: str, cwd: Path) -> Path:
        """The absolute path of the program `name`, not following its last links (some programs look at their name).

        Raises ProgramMissing where nothing trusted is found, or `name` is a path that is not a project's Python.
        """
        if "/" in name:
            return self._project_python(name, cwd)
        if not _NAME.fullmatch(name):
            raise ProgramMissing(name, "is not a program's name")
        refused = None
        for folder in (*self.system, *self._toolchain_folders(name)):
            candidate = folder / name
            if not candidate.is_file():
                continue
            refused = distrust(candidate)
            if refused is None:
                return candidate
        raise ProgramMissing(name, refused) if refused else ProgramMissing(name)

    def has(self, name: str) -> bool:
        """Whether a program of that bare name is in a trusted folder, and may be run."""
        try:
            self.resolve(name, self.home)
        except ProgramMissing:
            return False
        return True

    def _toolchain_folders(self, name: str) -> list[Path]:
        """Further folders for this one program, the newest version first."""
        folders: list[Path] = []
        for place in TOOLCHAINS.get(name, ()):
            if "*" in place:
                folders += sorted(self.home.glob(place), key=_version, reverse=True)
            else:
                folders.append(self.home / place)
        return folders

    def _project_python(self, name: str, cwd: Path) -> Path:
        path = Path(name)
        allowed = [folder / python for folder in (cwd, *cwd.parents) for python in PROJECT_PYTHONS]
        if path not in (self.own_python, *allowed):
            raise ProgramMissing(name, "is a path, and only a project's own .venv/bin/python may be one")
        reason = distrust(path) if path.is_file() else "does not exist"
        if reason:
            raise ProgramMissing(name, reason)
        return path

    def path_for(self, program: Path) -> str:
        """The child's `PATH`: the program's own folder, if it is none of the system's, then the system's."""
        folders = [folder for folder in self.system if folder.is_dir() and _ownership(folder) is None]
        if program.parent not in folders:
            folders.insert(0, program.parent)
        return os.pathsep.join(map(str, folders))

    def environment(self, program: Path, inherited: Mapping[str, str], *, terminal: bool = False) -> dict[str, str]:
        """The child's whole environment, built from nothing but PASSED_ON; TERM and LANG get plain defaults.

        `terminal`: the child gets the terminal, and FOR_THE_TERMINAL.
        """
        names = (*PASSED_ON, *(FOR_THE_TERMINAL if terminal else ()))
        kept = {name: value for name in names if (value := inherited.get(name)) and not _UNPLAIN.search(value)}
        own = {"PATH": self.path_for(program), "HOME": str(self.home)}
        if program.parent.name == "bin" and (program.parent.parent / "pyvenv.cfg").is_file():
            own["VIRTUAL_ENV"] = str(program.parent.parent)
        return {"TERM": "dumb", "LANG": "C.UTF-8"} | kept | own


def installed(home: Path | None = None, system: tuple[Path, ...] = SYSTEM_FOLDERS) -> tuple[str, ...]:
    """The names of the programs in the trusted folders, sorted; whether each may run is judged when it is to."""
    trust = Trust(home or Path.home(), system)
    found = {name for name in TOOLCHAINS for folder in trust._toolchain_folders(name) if (folder / name).is_file()}
    for folder in system:
        if folder.is_dir():
            found |= {file.name for file in folder.iterdir() if _NAME.fullmatch(file.name)}
    return tuple(sorted(found))


def distrust(program: Path) -> str | None:
    """Why this file must not be run, or None. Links are followed; its folders are judged too."""
    try:
        target = program.resolve(strict=True)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    for place in (target, target.parent, program.parent):
        reason = _ownership(place)
        if reason:
            return reason
    if not target.is_file() or not os.access(target, os.X_OK):
        return "is not executable"
    return None


def _ownership(place: Path) -> str | None:
    """Why the owner or the mode of a file or folder is not to be trusted, or None."""
    try:
        found = place.stat()
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if found.st_uid not in (0, os.getuid()):
        return f"is not trusted: {place} belongs to neither root nor you"
    if found.st_mode & stat.S_IWOTH:
        return f"is not trusted: everyone may write {place}"
    return None


def _version(folder: Path) -> list[int]:
    """The numbers in a folder's path, to sort `v9.1` before `v20.0`."""
    return [int(digits) for digits in re.findall(r"\d+", str(folder))]
