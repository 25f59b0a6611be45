"""What one process may touch, worked out from what its skill declares, and the thread that starts it under just that.

Landlock and seccomp act on the calling thread, and a process inherits them from the thread that starts it. So a process
is started by a thread that lives for that alone: no launcher, and nothing of our own runs between fork and exec.

Landlock can only allow. Where a folder holds something that stays closed (the home folder and ~/.ssh) it is opened
entry by entry: the closed ones are left out, and nothing can be made in the folder itself, so a closed file that does
not exist yet cannot be created either. What is declared is opened as the real object: links in it are not followed.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from skills import landlock, privileges, seccomp
from skills.capabilities import ANY, ARGUMENTS, CACHE, GIT, HOME, STARTED_IN, TREE, Capabilities
from skills.executables import needed_to_run, prefixes
from skills.landlock import CHANGE, EXECUTE, IOCTL_DEV, READ, READ_DIR, READ_FILE, WRITE_FILE, Rule
from skills.services import SERVICES

SYSTEM = tuple(
    map(
        Path,
        (
            *(
                "/usr",
                "/bin",
                "/sbin",
                "/lib",
                "/lib32",
                "/lib64",
                "/libx32",
                "/opt",
                "/nix/store",
                "/gnu/store",
                "/snap",
            ),
            *("/etc", "/proc", "/run/current-system", "/run/systemd/resolve"),
            *("/sys/devices/system", "/sys/fs/cgroup", "/sys/kernel/mm"),
        ),
    )
)
"""What every process may read: programs, libraries, the system's settings, and what a runtime asks the kernel."""
_DEVICES = tuple(map(Path, ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")))
_KERNELS = tuple(map(Path, ("/proc", "/sys", "/dev")))
"""Closed as a skill's arguments; a process gets the few parts of them above."""
_POINTER_BYTES = 4096

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for every process that Golem starts on this machine."""

    home: Path
    """The user's home folder."""
    closed: tuple[Path, ...] = ()
    """Neither read nor written by any of them: keys, passwords, browsers' folders. They need not exist."""
    kept: tuple[Path, ...] = ()
    """Never written by any of them: what Golem keeps for itself. They need not exist."""
    caches: Path | None = None
    """Where each working tree has a folder of its own for caches; None: nowhere."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the processes of one call may touch."""

    capabilities: Capabilities = field(default_factory=Capabilities)
    tree: Path | None = None
    """The working tree, absolute and resolved; None: the folder that the process is started in."""
    arguments: tuple[Path, ...] = ()
    """The paths among the call's arguments, resolved."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What one process may touch, worked out."""

    rules: tuple[Rule, ...]
    ports: tuple[int, ...]
    """TCP ports that it may connect to; any, and no other socket either, where there is none."""
    writes: bool
    """Whether it may write anything at all."""
    loopback: bool = False
    """Whether it begins with a launcher that leaves this machine's network (`skills.alone`); until then all is open."""
    unix: bool = False
    """Whether it may speak to services of this machine by their Unix sockets; the kernel does not hold to which."""
    abstract: bool = False
    """Whether by abstract ones too."""

    def enter(self) -> None:
        """Put the calling thread into it, for good, as far as this kernel can. Raises OSError."""
        version = landlock.abi()
        privileges.give_up(keeps=privileges.FOR_A_NETWORK if self.loopback else 0)
        if version:
            ports = None if self.loopback else self.ports
            landlock.restrict(self.rules, ports=ports, listens=self.loopback, abstract=self.abstract)
        if seccomp.known():
            held = {"truncates": version >= 3 or not version, "signals": version >= 6, "unix": self.unix}
            seccomp.restrict(seccomp.Filter(bool(self.ports) or self.loopback, self.writes or not version, **held))


def shortcomings() -> list[str]:
    """What the kernel's sandbox does not hold on this machine, in words; empty where it holds all."""
    version = landlock.abi()
    found = [f"{gap} are not held" for gap in landlock.gaps(version)]
    return found if seccomp.known() else [*found, "the network is not held but for TCP"]


def holds_files() -> bool:
    """Whether this kernel has Landlock: without it a process reads and writes whatever the user may."""
    return landlock.abi() > 0


def started(sandbox: Sandbox | None, start: Callable[[], Result]) -> Result:
    """What `start` gives, called on a thread of its own that is in the sandbox; None is no sandbox at all.

    Raises what `start` raises, and OSError where the thread could not be put into the sandbox.
    """
    if sandbox is None:
        return start()
    results: list[Result] = []
    faults: list[BaseException] = []

    def work() -> None:
        try:
            sandbox.enter()
            results.append(start())
        except BaseException as fault:  # noqa: BLE001 - it is raised again on the thread that waits
            faults.append(fault)

    thread = threading.Thread(target=work, name="start", daemon=True)
    thread.start()
    thread.join()
    if faults:
        raise faults[0]
    return results[0]


def sandbox(
    ground: Ground,
    grant: Grant,
    program: Path,
    cwd: Path,
    *,
    beside: Iterable[Path] = (),
    reads: Iterable[Path] = (),
    temporary: Path | None = None,
    loopback: bool = False,
) -> Sandbox:
    """The sandbox of one process: of `program`, started in `cwd`, which may start the files and folders in `beside`.

    `reads` are places that it reads whatever its skill declares. `temporary` is its own folder for temporary files.
    `loopback`: it is started by the launcher for that.
    """
    places = _Places(ground, grant, cwd)
    asked = grant.capabilities
    run_any = EXECUTE if ANY in asked.binaries else 0
    secret = Barred.of(path for path in ground.closed if path not in _KERNELS)
    closed = secret | Barred.of(_homes_of_others(ground.home))
    unwritten = closed | Barred.of(ground.kept)
    system = dict.fromkeys(map(os.path.realpath, SYSTEM))
    rules = [rule for place in system for rule in opened(place, READ | run_any, closed, lists=True)]
    rules += [Rule(str(device), READ_FILE | WRITE_FILE | IOCTL_DEV) for device in _DEVICES]
    for place in (*reads, *prefixes(program)):  # wherever it is installed, in another's home folder too
        rules += opened(os.path.realpath(place), READ | run_any, secret)
    for word in (*asked.reads, *asked.writes):
        for place in places.of(word):
            rules += opened(str(place), READ | run_any, closed, lists=word in (TREE, ARGUMENTS))
    for word in asked.writes:
        for place in places.of(word):
            rules += opened(str(place), CHANGE, unwritten)
    if temporary is not None:
        rules.append(Rule(str(temporary), READ | CHANGE | run_any))
    if not run_any:
        rules += [Rule(str(file), EXECUTE | READ_FILE) for file in needed_to_run(program)]
        rules += [Rule(os.path.realpath(place), EXECUTE) for place in beside]
    abstract = any(SERVICES[name].abstract for name in asked.services)
    for device in (device for name in asked.services for device in SERVICES[name].devices):
        rules.append(Rule(device, READ | WRITE_FILE | IOCTL_DEV))
    return Sandbox(tuple(rules), asked.ports, asked.changes, loopback, bool(asked.services), abstract)


@dataclass(frozen=True, slots=True)
class Barred:
    """Places that are not opened, as texts: hundreds of entries are compared with them for every start."""

    places: frozenset[str] = frozenset()
    """Absolute; each as written and as the place it leads to: ~/.ssh may be a link, and so may ~/.config."""
    above: frozenset[str] = frozenset()
    """Every folder that one of them lies in."""

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Barred:
        """From paths, which need not exist."""
        places = frozenset(one for path in paths for one in (str(path), os.path.realpath(path)))
        return cls(places, frozenset(above for place in places for above in _above(place)))

    def __or__(self, other: Barred) -> Barred:
        return Barred(self.places | other.places, self.above | other.above)

    def holds(self, place: str) -> bool:
        """Whether `place` is barred, or below what is."""
        return place in self.places or not self.places.isdisjoint(_above(place))


def _above(place: str) -> Iterator[str]:
    """Every folder above an absolute path, the root last."""
    while place != "/":
        place = place.rpartition("/")[0] or "/"
        yield place


def opened(place: str, rights: int, barred: Barred, *, lists: bool = False) -> Iterator[Rule]:
    """The rules that give `rights` on `place`, absolute and resolved, and all below it but what is barred.

    `lists`: a folder that holds something barred may itself be listed; that opens the barred folders' lists, too, names
    and no more, since the kernel knows no right on a folder alone.
    """
    if not barred.holds(place):
        yield from _opened(place, rights, barred, lists)


def _opened(place: str, rights: int, barred: Barred, lists: bool) -> Iterator[Rule]:
    if place not in barred.above:
        yield Rule(place, rights)
        return
    if lists and rights & READ_DIR:
        yield Rule(place, READ_DIR)
    try:
        with os.scandir(place) as entries:
            found = [entry.path for entry in entries if not entry.is_symlink()]
    except OSError:  # not there, or not to be looked into: then there is nothing to open
        return
    for entry in found:
        if entry not in barred.places:
            yield from _opened(entry, rights, barred, lists)


class _Places:
    """Looks up what the words of a declaration stand for."""

    def __init__(self, ground: Ground, grant: Grant, cwd: Path) -> None:
        self._home = ground.home.resolve()
        self._tree = tree = (grant.tree or cwd).resolve()
        here = cwd.resolve()
        self._words: dict[str, Callable[[], tuple[Path | None, ...]]] = {
            TREE: lambda: (tree,),
            ARGUMENTS: lambda: grant.arguments,
            GIT: lambda: (git_folder(tree),),
            STARTED_IN: lambda: (here if self._is_near(here) else None,),
            HOME: lambda: (self._home,),
            CACHE: lambda: (cache_of(ground, tree),),
        }

    def of(self, word: str) -> tuple[Path, ...]:
        if word in self._words:
            return tuple(filter(None, self._words[word]()))
        return ((self._home / word[2:] if word.startswith("~/") else Path(word)).resolve(),)

    def _is_near(self, folder: Path) -> bool:
        """Whether a folder is in the tree, or one that the tree is in and that is not as wide as the home folder."""
        wide = self._home.is_relative_to(folder)
        return folder.is_relative_to(self._tree) or (self._tree.is_relative_to(folder) and not wide)


def cache_of(ground: Ground, tree: Path) -> Path | None:
    """The working tree's own folder for caches, made where it is missing; None where it cannot be made."""
    if ground.caches is None:
        return None
    folder = ground.caches / hashlib.sha256(os.fsencode(tree.resolve())).hexdigest()[:16]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:  # a full or read-only disk: slower, and no more than that
        return None
    return folder.resolve()


def git_folder(tree: Path) -> Path | None:
    """The repository's folder that a linked worktree's or a submodule's `.git` file points into; None for any other."""
    try:
        with (tree / ".git").open("rb") as file:
            pointer = os.fsdecode(file.read(_POINTER_BYTES))
    except OSError:  # a folder, as in most trees, or nothing at all
        return None
    kind, _colon, written = pointer.partition(": ")
    if kind != "gitdir" or "\0" in written:
        return None
    target = (tree / written.rstrip("\n")).resolve()
    for folder in target.parents:
        if (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir():
            return folder
    return None


def _homes_of_others(home: Path) -> list[Path]:
    try:
        found = [Path("/root"), *Path("/home").iterdir()]
    except OSError:  # no such folder on this machine
        found = [Path("/root")]
    return [folder for folder in found if not home.resolve().is_relative_to(folder)]
