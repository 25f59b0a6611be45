"""What the machine offers: the questions that the set-up asks before it decides, injected so that tests can answer."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

APT_LIMITS = ("-o", "Acquire::Retries=2", "-o", "Acquire::http::Timeout=20", "-o", "DPkg::Lock::Timeout=120")
"""So that a machine without a network, or with another apt at work, is not waited on for ever. Seconds."""


@dataclass(frozen=True)
class Machine:
    """The probes. Each is asked anew after something was installed."""

    has_venv: Callable[[], bool]
    """Whether this Python can make a virtual environment with pip in it."""
    has_portaudio: Callable[[], bool]
    """Whether sounddevice will find PortAudio."""
    has_compiler: Callable[[], bool]
    """Whether a C and a C++ compiler are there."""
    is_root: Callable[[], bool]
    sudo_works: Callable[[], bool]
    """Whether sudo works without asking for a password."""
    has_apt: Callable[[], bool]


def this_machine() -> Machine:
    """The real probes."""
    return Machine(
        has_venv=lambda: _fresh("import venv, ensurepip"),
        has_portaudio=_portaudio,
        has_compiler=_compiler,
        is_root=lambda: hasattr(os, "geteuid") and os.geteuid() == 0,
        sudo_works=_sudo,
        has_apt=lambda: shutil.which("apt-get") is not None,
    )


def apt_prefix(machine: Machine) -> list[str] | None:
    """What makes apt-get work without a question: nothing for root, sudo where it asks nothing, None where neither."""
    if not machine.has_apt():
        return None
    if machine.is_root():
        return []
    return ["sudo", "-n"] if machine.sudo_works() else None


def apt_commands(prefix: Sequence[str], package: str) -> list[list[str]]:
    """The commands that install a package. The lists are refreshed first: a bare machine has none."""
    # env is asked because sudo drops the caller's variables
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *APT_LIMITS]
    return [[*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", package]]


def by_hand(machine: Machine, package: str) -> str:
    """What a person types to install a package."""
    if not machine.has_apt():
        return f"your system's package manager; on Debian the package is called {package}"
    return f"{'' if machine.is_root() else 'sudo '}apt-get install {package}"


def venv_package() -> str:
    """Debian's package that completes this very interpreter."""
    return f"python3.{sys.version_info.minor}-venv"


def _fresh(code: str) -> bool:
    """Whether this interpreter, started anew, can run `code`: what was installed meanwhile is not seen by this one."""
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603  # fixed arguments


def _portaudio() -> bool:
    if sys.platform != "linux":
        return True  # sounddevice's wheels for other systems carry it
    try:
        ctypes.CDLL("libportaudio.so.2")
    except OSError:
        return False
    return True


def _compiler() -> bool:
    pairs = (("CC", ("cc", "gcc", "clang")), ("CXX", ("c++", "g++", "clang++")))
    return all(any(shutil.which(name) for name in (os.environ.get(variable, ""), *names)) for variable, names in pairs)


def _sudo() -> bool:
    if shutil.which("sudo") is None:
        return False
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)  # noqa: S607  # the user's own sudo
    return asked.returncode == 0
