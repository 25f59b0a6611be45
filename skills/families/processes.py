"""What runs on this machine, and ending it."""

from __future__ import annotations

import os
from typing import Annotated

import psutil

from skills.author import Context, Effect, Number, Port, Reply, Word, skill

SHOWN = 10
GRACE_S = 3.0
"""Seconds that a process has to end by itself before it is killed."""

Pid = Annotated[int, Number(1, 4_194_304, name="process id")]
"""Linux's largest process id is 2^22 (proc(5), pid_max)."""


@skill(
    "processes.hogs",
    says=[
        "(what is|what's) (eating|using|hogging|taking) [up] [all] [of] [my|the] (cpu|processor)",
        "(which|what) process (is|uses) [using] [the] [most] (cpu|processor) [the most]",
        "(show|list) [me] [the] (top|busiest|running|most busy) processes",
        "(what|which) processes (are running|are there|use the most cpu|are the busiest)",
        "(what is|what's) (running|slowing down (my|the|this) (machine|computer))",
        "list [the|all] processes",
        "what's making (my|the|this) (machine|computer) slow",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def hogs(context: Context) -> Reply:
    """Say which processes use the processor most."""
    del context
    processes = list(psutil.process_iter(["pid", "name"]))
    for process in processes:
        _busy(process)
    psutil.cpu_percent(interval=0.5)
    busy = sorted(((_busy(process), process) for process in processes), key=lambda pair: -pair[0])
    rows = [f"{share:6.1f} %  {process.info['pid']:>7}  {process.info['name']}" for share, process in busy[:SHOWN]]
    if not busy:
        return Reply("No process can be seen from here.", ok=False)
    return Reply(f"{busy[0][1].info['name']} uses {busy[0][0]:.0f} percent of a core.", "\n".join(rows))


@skill(
    "processes.memory",
    says=[
        "(what is|what's) (eating|using|hogging|taking) [up] [all] [of] [my|the] (memory|ram)",
        "(which|what) process (is|uses) [using] [the] [most] (memory|ram) [the most]",
        "(which|what) processes use the most (memory|ram)",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def memory_hogs(context: Context) -> Reply:
    """Say which processes use the most memory."""
    del context
    found = [process.info for process in psutil.process_iter(["pid", "name", "memory_info"])]
    found = sorted((info for info in found if info["memory_info"]), key=lambda info: -info["memory_info"].rss)
    rows = [f"{info['memory_info'].rss / 1e6:8.0f} MB  {info['pid']:>7}  {info['name']}" for info in found[:SHOWN]]
    if not found:
        return Reply("No process can be seen from here.", ok=False)
    return Reply(f"{found[0]['name']} uses {found[0]['memory_info'].rss / 1e6:.0f} megabytes.", "\n".join(rows))


@skill(
    "processes.port",
    says=[
        "(who|what|which process|which program) (owns|uses|has|is on|is using|holds) [the] port {port}",
        "(who|what|which process|which program) (is listening|listens) on [the] port {port}",
        "(what is|what's) (running|listening) on [the] port {port}",
        "is [the] port {port} (free|in use|taken|used|open)",
        "(what is|what's) on port {port}",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def port_owner(context: Context, port: Port) -> Reply:
    """Say which process listens on a port."""
    del context
    try:
        found = [entry for entry in psutil.net_connections("inet") if entry.laddr and entry.laddr.port == port]
    except psutil.AccessDenied:
        return Reply("The system does not let me see who uses which port.", ok=False)
    listening = [entry for entry in found if entry.status in (psutil.CONN_LISTEN, psutil.CONN_NONE)]
    if not listening:
        return Reply(f"Nothing listens on port {port}.")
    pid = listening[0].pid
    if pid is None:
        return Reply(f"Something listens on port {port}, but not as your user.")
    return Reply(f"{_name(pid)} listens on port {port}.", f"{_name(pid)}, process {pid}")


@skill(
    "processes.kill_pid",
    says=["(kill|end|terminate) [the] process [number|id|i d] {pid}", "kill {pid}"],
    kind="command",
    effect=Effect.DESTROY,
)
def kill_pid(context: Context, pid: Pid) -> Reply:
    """End a process by its number."""
    del context
    try:
        return _end([psutil.Process(pid)])
    except psutil.NoSuchProcess:
        return Reply(f"There is no process {pid}.", ok=False)


@skill(
    "processes.kill_name",
    says=[
        "(kill|terminate) [the] [process|program] [called|named] {name} [process|program]",
        "(end|stop|close) [the] (process|program) [called|named] {name}",
        "(end|stop) [the] {name} process",
    ],
    kind="command",
    effect=Effect.DESTROY,
)
def kill_name(context: Context, name: Word) -> Reply:
    """End every process of a name."""
    del context
    wanted = name.lower()
    found = [process for process in psutil.process_iter(["name"]) if (process.info["name"] or "").lower() == wanted]
    found = [process for process in found if process.pid not in _own()]
    return _end(found) if found else Reply(f"No process is called {name}.", ok=False)


def _own() -> frozenset[int]:
    """Process 1, Golem, and whatever Golem runs in: never to be ended by a word."""
    own = psutil.Process(os.getpid())
    return frozenset({1, own.pid, *(parent.pid for parent in own.parents())})


def _end(processes: list[psutil.Process]) -> Reply:
    spared = [process for process in processes if process.pid in _own()]
    if spared:
        return Reply(f"Process {spared[0].pid} is Golem or what it runs in; that is not ended.", ok=False)
    names = [f"{_name(process.pid)} ({process.pid})" for process in processes]
    try:
        for process in processes:
            process.terminate()
        _, alive = psutil.wait_procs(processes, timeout=GRACE_S)
        for process in alive:
            process.kill()
        _, alive = psutil.wait_procs(alive, timeout=GRACE_S)
    except psutil.AccessDenied:
        return Reply(f"{names[0]} is not yours to end.", ok=False)
    except psutil.NoSuchProcess:
        alive = []
    if alive:
        return Reply(f"{names[0]} does not end.", ok=False)
    return Reply(f"Ended {', '.join(names)}.")


def _name(pid: int) -> str:
    try:
        return str(psutil.Process(pid).name())
    except psutil.Error:
        return f"process {pid}"


def _busy(process: psutil.Process) -> float:
    """Percent of one core since the last look; 0 at the first, and for a process that has ended."""
    try:
        return float(process.cpu_percent())
    except psutil.Error:
        return 0.0
