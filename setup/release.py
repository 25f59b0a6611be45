"""`make sbom` and `make audit`: what Golem is made from, and what is known against it.

Both are done by kept tools that live in an environment of their own, `build/release`, and are no part of Golem's:
cyclonedx-bom (Apache-2.0) for the bill of materials, pip-audit (Apache-2.0) for the advisories.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

from setup.bootstrap import ROOT

TOOLS = ("cyclonedx-bom==7.5.0", "pip-audit==2.10.1")
PLACE = ROOT / "build" / "release"
BILL = ROOT / "build" / "sbom.json"


def main(arguments: Sequence[str]) -> int:
    """`sbom` or `audit`; the exit status."""
    if list(arguments) not in (["sbom"], ["audit"]):
        sys.stderr.write("usage: python -m setup.release sbom|audit\n")
        return 2
    binaries = PLACE / "bin"
    if not _installed(binaries):
        sys.stderr.write(f"{', '.join(TOOLS)} cannot be fetched: is there a network, and a package index?\n")
        return 1
    return _bill(binaries) if arguments[0] == "sbom" else _audit(binaries)


def _installed(binaries: Path) -> bool:
    if not (binaries / "python").exists():
        venv.create(PLACE, with_pip=True)
    command = [str(binaries / "python"), "-I", "-m", "pip", "install", "--quiet", *TOOLS]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603  # argv list


def _bill(binaries: Path) -> int:
    """The bill of Golem's own environment, as it is installed here."""
    command = [str(binaries / "cyclonedx-py"), "environment", str(ROOT / ".venv" / "bin" / "python")]
    options = ["--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--of", "JSON", "-o", str(BILL)]
    status = subprocess.run([*command, *options], check=False).returncode  # noqa: S603  # argv list
    if status == 0:
        print(f"written to {BILL}")
    return status


def _audit(binaries: Path) -> int:
    """Ask the advisory database about every pin. Says plainly where it cannot be reached."""
    pins = [
        line
        for lock in sorted((ROOT / "setup" / "locks").glob("*.lock"))
        for line in lock.read_text("utf-8").splitlines()
        if "==" in line and not line.startswith("#")
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as wanted:
        wanted.write("\n".join(sorted(set(pins))) + "\n")
        wanted.flush()
        command = [str(binaries / "pip-audit"), "--no-deps", "--disable-pip", "--progress-spinner", "off"]
        ran = subprocess.run(  # noqa: S603  # argv list
            [*command, "-r", wanted.name], check=False, capture_output=True, text=True
        )
    if "ConnectionError" in ran.stderr or "Failed to establish" in ran.stderr or "Max retries" in ran.stderr:
        print("not audited: the advisory database cannot be reached from here")
        return 3
    print(ran.stdout + ran.stderr, end="")
    unknown = ran.stdout.count("could not be audited")
    if unknown:
        print(f"{unknown} of {len(set(pins))} packages could not be looked up, so nothing is said of those")
    return ran.returncode or (3 if unknown else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
