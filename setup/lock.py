"""`make lock`: write the lock files anew from pyproject.toml.

pip itself resolves, without installing anything, and its report is written down: every package that the resolution
needs, with the version. The versions of the present locks are kept where they still fit, so that a new dependency
changes few lines; `make lock UPGRADE=1` takes the newest. The files hold names and versions only: where packages come
from is the user's own pip configuration.

Beside each lock lies a `.hashes` file, made by uv: the same pins with the SHA-256 of every file that the index has of
them, for every platform. PyTorch is left out: its builds with and without CUDA come from several indexes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from setup.bootstrap import ROOT, key_of

LOCKS = ROOT / "setup" / "locks"
FIXED = ("torch==2.13.0",)
"""Chosen by hand and not upgraded: the version of which a build without CUDA is most widely on offer."""
TOOLS = ("pip>=26.3", "setuptools>=77")
BUILD = ("scikit-build-core>=0.11", "cmake>=3.21", "ninja>=1.11")
"""What llama-cpp-python's build asks for."""
HEAD = """\
# {about}
# Written by `make lock` with pip's resolver on Python {python}, {platform}; do not edit by hand.
"""
UNHASHED = frozenset({"torch"})
"""Packages of which each index has builds of its own."""
UV = "uv==0.13.9"
"""What lists the hashes (MIT or Apache-2.0); fetched for `make lock` alone."""
Resolve = Callable[[Sequence[str], Sequence[Path]], dict[str, str]]
"""Requirements and constraints files to name -> version."""


def main(arguments: Sequence[str]) -> int:
    """Write all lock files. With `--upgrade`, the present ones are not constraints."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    write_locks(project, LOCKS, resolve, upgrade="--upgrade" in arguments)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-I", "-m", "pip", "install", "--quiet", "--target", folder, UV]
        subprocess.run(command, check=True)  # noqa: S603  # argv list
        write_hashes(LOCKS, Path(folder) / "bin" / "uv")
    return 0


def write_hashes(folder: Path, uv: Path) -> None:
    """List the hashes of every lock's pins. Raises CalledProcessError."""
    for lock in sorted(folder.glob("*.lock")):
        lines = [line for line in lock.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        pins = [line for line in lines if line.partition("==")[0] not in UNHASHED]
        options = ("--no-deps", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")
        listed = subprocess.run(  # noqa: S603  # argv list
            [str(uv), "pip", "compile", *options, "-"],
            check=True,
            input="\n".join(pins),
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
        head = f"# {lock.name} with the SHA-256 of every file. Written by `make lock` with uv; do not edit by hand.\n"
        lock.with_suffix(".hashes").write_text(head + listed, encoding="utf-8")


def write_locks(project: dict[str, object], folder: Path, resolve: Resolve, *, upgrade: bool) -> None:
    """Resolve each set and write its file; a later set takes what the runtime has as given."""
    optional = project["optional-dependencies"]
    assert isinstance(optional, dict)  # the standard of pyproject.toml says so
    runtime = _lock(folder, "runtime", [*_listed(project["dependencies"]), *FIXED], resolve, upgrade=upgrade, given={})
    _lock(folder, "dev", _listed(optional["dev"]), resolve, upgrade=upgrade, given=runtime)
    _lock(folder, "lab", _listed(optional["lab"]), resolve, upgrade=upgrade, given=runtime)
    _lock(folder, "chat", _listed(optional["chat"]), resolve, upgrade=upgrade, given=runtime)
    _lock(folder, "tools", TOOLS, resolve, upgrade=upgrade, given={})
    _lock(folder, "build", BUILD, resolve, upgrade=upgrade, given={})


ABOUT = {
    "runtime": "What Golem runs on.",
    "dev": "What its tests and checks need besides, where it is not in runtime.lock.",
    "lab": "What training and the comparisons of `make bench` need besides, where it is not in runtime.lock.",
    "chat": "The chat engine, where it is not in runtime.lock.",
    "tools": "What installs the rest.",
    "build": "Constraints for the build of the chat engine.",
}


def _lock(
    folder: Path, name: str, wanted: Sequence[str], resolve: Resolve, *, upgrade: bool, given: dict[str, str]
) -> dict[str, str]:
    path = folder / f"{name}.lock"
    constraints = [folder / "runtime.lock"] if given else []
    if path.exists() and not upgrade:
        constraints.append(path)
    found = resolve(wanted, constraints)
    new = {package: version for package, version in found.items() if package not in given}
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    head = HEAD.format(about=ABOUT[name], python=python, platform=sys.platform)
    lines = "".join(f"{package}=={version}\n" for package, version in sorted(new.items()))
    path.write_text(head + lines, encoding="utf-8")
    print(f"{path.name}: {len(new)} packages, {key_of(path)}")
    return found


def _listed(value: object) -> list[str]:
    assert isinstance(value, list)  # the standard of pyproject.toml says so
    return [str(item) for item in value]


def resolve(wanted: Sequence[str], constraints: Sequence[Path]) -> dict[str, str]:
    """The real Resolve: pip's dry run, with its report read. Raises CalledProcessError."""
    command = [
        sys.executable,
        "-I",
        "-m",
        "pip",
        "install",
        "--dry-run",
        "--ignore-installed",
        "--quiet",
        "--report",
        "-",
    ]
    for path in constraints:
        command += ["--constraint", str(path)]
    ran = subprocess.run([*command, *wanted], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  # argv list
    installed = json.loads(ran.stdout)["install"]
    # "2.13.0+cpu" names one index's build; without the local part every index's build of that version fits (PEP 440)
    return {
        item["metadata"]["name"].lower().replace("_", "-").replace(".", "-"): item["metadata"]["version"].partition(
            "+"
        )[0]
        for item in installed
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
