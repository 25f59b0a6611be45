"""git as a person uses it, to set repositories up: no sandbox, no table, only a home folder of its own."""

from __future__ import annotations

import os
import subprocess

from skills.testing import FakeContext


def person_git(context: FakeContext, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in the context's folder, with the home folder that its skills have."""
    assert context.runner is not None
    environment = {"HOME": str(context.runner.home), "PATH": os.defpath, "LANG": "C.UTF-8"}
    return subprocess.run(
        ["git", *arguments], cwd=context.cwd, env=environment, capture_output=True, text=True, check=False
    )
