"""From one sample rate to another."""

from __future__ import annotations

import subprocess
import sys

HELD = """
import threading, time
from shell.resample import StreamResampler
held = StreamResampler(22_050, 48_000)
threading.Thread(target=lambda held: time.sleep(10), args=(held,), daemon=True).start()
"""


def ended(program: str) -> str:
    """What a Python complains of that runs this and ends."""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr


def test_one_that_is_closed_is_not_told_of_when_python_ends() -> None:
    """Its library tells a page of whatever a thread still holds then, into a service's journal for one."""
    assert "leaked" in ended(HELD)
    assert ended(f"{HELD}\nheld.close()") == ""
