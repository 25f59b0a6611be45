"""How much one process may take: memory, file size, number of processes. Set from outside, just after its start.

Memory is limited by what a process may write of its own (RLIMIT_DATA), not by the addresses that it reserves
(RLIMIT_AS): Java, node and Go reserve tens of gigabytes that they never touch, and would not start. A project's own
tests get no such limit, since sanitizers map terabytes to write; but the kernel ends them first when memory runs out.
"""

from __future__ import annotations

import resource
from dataclasses import dataclass
from pathlib import Path

_GIB = 1 << 30
MEMORY_BYTES = 4 * _GIB
"""git, ripgrep and their like stay far below; above it is a fault of theirs, or an attack."""
_FIRST_TO_GO = 900
"""Of -1000 to 1000 (proc_pid_oom_score_adj(5)): taken long before anything of the desktop."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What each single process may take."""

    memory_bytes: int | None = MEMORY_BYTES
    """Of its own, written memory; None for no limit."""
    file_bytes: int = 16 * _GIB
    """The size of a file that it writes."""
    processes: int = 8_192
    """Processes and threads that the user may have in all when it starts another; root is not counted."""

    def put_on(self, pid: int) -> None:
        """Limit a process that was just started, and all that it will start; one that has ended is no error."""
        wanted = {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: self.file_bytes,
            resource.RLIMIT_NPROC: self.processes,
        }
        if self.memory_bytes is not None:
            wanted[resource.RLIMIT_DATA] = self.memory_bytes
        try:
            for which, most in wanted.items():
                _soft, hard = resource.prlimit(pid, which)
                lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
                resource.prlimit(pid, which, (lower, lower))
            Path(f"/proc/{pid}/oom_score_adj").write_text(str(_FIRST_TO_GO), "ascii")
        except (ProcessLookupError, FileNotFoundError, PermissionError):  # it has ended
            return
