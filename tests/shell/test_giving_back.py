"""Freed memory goes back to the system."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from shell.giving_back import give_back


def resident_kib() -> int:
    """What the process holds now."""
    found = re.search(r"^VmRSS:\s+(\d+) kB$", Path("/proc/self/status").read_text("ascii"), re.MULTILINE)
    assert found is not None
    return int(found[1])


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and glibc alone can be asked")
def test_what_was_freed_between_what_is_in_use_goes_back():
    """Many pieces too small to be returned by themselves, every hundredth of which stays."""
    pieces = [bytes(bytearray(50_000)) for _ in range(2_000)]
    stays = pieces[::100]
    del pieces
    before = resident_kib()
    if not give_back():
        pytest.skip("not glibc")
    assert resident_kib() < before - 50_000
    assert len(stays) == 20
