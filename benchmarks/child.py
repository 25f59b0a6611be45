"""`python -m benchmarks.child TASK MODELS`: loads what TASK needs, uses it once, prints this process's peak in MiB."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import hearing, speaking, understanding
from benchmarks.harness import Bench, Skipped
from shell.errors import GolemError


def listen(bench: Bench) -> None:
    """Hear one clip, from frames on."""
    hearing.hear_once(bench)


def speak(bench: Bench) -> None:
    """Say one sentence to nobody, and answer one question."""
    for _ in speaking.load_voice(bench).synthesize(speaking.LONG):
        pass
    for _ in speaking.load_chat(bench).reply([], "tell me a joke"):
        pass


def everything(bench: Bench) -> None:
    """Hear, route, answer and say."""
    listen(bench)
    understanding.route_once(bench)
    speak(bench)


TASKS: dict[str, Callable[[Bench], None]] = {"listening": listen, "speaking": speak, "everything": everything}


def peak_mib() -> float:
    """This process's largest resident size so far, in MiB.

    Not `ru_maxrss`: a child inherits what its parent had when it was forked (getrusage(2), NOTES of proc(5)'s VmHWM).
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def main(task: str, models: Path) -> int:
    """Run the task; 1 and a line on standard error where something is missing."""
    try:
        TASKS[task](Bench(models=models, data=None))
    except (Skipped, GolemError, ImportError) as error:
        print(error, file=sys.stderr)
        return 1
    print(peak_mib())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
