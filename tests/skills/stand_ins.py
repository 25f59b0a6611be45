"""Programs that cannot run in a test, stood in for by scripts in a trusted folder of the test's own.

What starts them is real: their table of options, the sandbox, the environment. A script tells what it was asked, and
answers as the real one does (the outputs are copied from docker 28.1 and systemd 252).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from skills.process import Runner
from skills.programs import Trust
from skills.registry import Registry
from skills.sandbox import Grant
from skills.testing import FakeContext


def stood_in(
    folder: Path, home: Path, scripts: Mapping[str, str], skill: str, environ: Mapping[str, str] | None = None
) -> FakeContext:
    """A context for a skill, whose programs are the scripts (for /bin/sh), each by its name, and no others."""
    trusted = home.parent / "trusted"
    trusted.mkdir()
    for name, body in scripts.items():
        (trusted / name).write_text(f"#!/bin/sh\n{body}\n")
        (trusted / name).chmod(0o755)
    grant = Grant(Registry().skill(skill).capabilities, folder)
    runner = Runner(trust=Trust(home, system=(trusted,)), environ=environ or {}, grant=grant)
    return FakeContext(folder, runner=runner)
