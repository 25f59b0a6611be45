"""What libraries print to standard error does not reach the prompt."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = (
    "import os, sys\nfrom pathlib import Path\nfrom shell.stderr import to_log\n"
    "with to_log(Path(sys.argv[1])):\n    os.write(2, b'from a library')\n"
    "os.write(2, b'from golem')\n"
)


def test_a_library_writes_to_the_log_and_golem_to_the_terminal(tmp_path: Path) -> None:
    """Inside the block descriptor 2 is the log; after it, the terminal again."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "log")]
    assert subprocess.run(command, stderr=theirs, env=environment, timeout=60, check=False).returncode == 0
    os.close(theirs)
    shown = os.read(ours, 1000)
    os.close(ours)
    assert shown == b"from golem"
    assert (tmp_path / "log").read_bytes() == b"from a library"


def test_without_a_place_for_a_log_it_goes_nowhere(tmp_path: Path) -> None:
    """A log that cannot be opened is no reason to fail."""
    (tmp_path / "file").write_text("")
    ours, theirs = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "file" / "log")]
    assert subprocess.run(command, stderr=theirs, env=environment, timeout=60, check=False).returncode == 0
    os.close(theirs)
    assert os.read(ours, 1000) == b"from golem"
    os.close(ours)
