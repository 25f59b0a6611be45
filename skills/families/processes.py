"""What runs on this machine, and ending it."""

from __future__ import annotations

from typing import Annotated

from skills import machine
from skills.author import Context, Effect, Number, Port, Reply, Word, skill
from skills.wording import count, listed, shortened, size

SHOWN = 10

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
    found = machine.busiest(SHOWN)
    if not found:
        return Reply("No process can be seen from here.", ok=False)
    rows = [f"{seen.cpu:6.1f} %  {size(seen.memory):>9}  {seen.pid:>7}  {seen.user:10}  {seen.name}" for seen in found]
    return Reply(f"{found[0].name} uses {found[0].cpu:.0f} percent of a core.", "\n".join(rows))


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
    found = sorted(machine.processes(), key=lambda seen: -seen.memory)[:SHOWN]
    if not found:
        return Reply("No process can be seen from here.", ok=False)
    rows = [f"{size(seen.memory):>9}  {seen.pid:>7}  {seen.user:10}  {seen.name}" for seen in found]
    return Reply(f"{found[0].name} uses {size(found[0].memory)}.", "\n".join(rows))


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
        found = machine.listeners(port)
    except PermissionError:
        return Reply("The system does not let me see who uses which port.", ok=False)
    if not found:
        return Reply(f"Nothing listens on port {port}.")
    rows = [f"{seen.name}, process {seen.pid or 'unknown'}, {seen.kind} {seen.address}" for seen in found]
    names = list(dict.fromkeys(seen.name for seen in found))
    return Reply(f"{listed(names)} {'listens' if len(names) == 1 else 'listen'} on port {port}.", "\n".join(rows))


def plan_pid(pid: int) -> str:
    """What `kill_pid` would do, for the person who confirms it."""
    found = _of_pid(pid)
    return f"End {_shown(found)}." if found else f"Nothing: there is no process {pid}."


@skill(
    "processes.kill_pid",
    says=["(kill|end|terminate) [the] process [number|id|i d] {pid}", "kill {pid}"],
    kind="command",
    effect=Effect.DESTROY,
    plan=plan_pid,
)
def kill_pid(context: Context, pid: Pid) -> Reply:
    """End a process by its number."""
    del context
    found = _of_pid(pid)
    return _end([found]) if found else Reply(f"There is no process {pid}.", ok=False)


def plan_name(name: str) -> str:
    """What `kill_name` would do, for the person who confirms it."""
    found = _of_name(name)
    if not found:
        return f"Nothing: no process is called {name}."
    return f"End {count(len(found), 'process', 'processes')}: {shortened([_shown(seen) for seen in found], 5)}."


@skill(
    "processes.kill_name",
    says=[
        "(kill|terminate) [the] [process|program] [called|named|name] {name} [process|program]",
        "(end|stop|close) [the] (process|program) [called|named|name] {name}",
        "(end|stop) [the] {name} process",
    ],
    kind="command",
    effect=Effect.DESTROY,
    plan=plan_name,
)
def kill_name(context: Context, name: Word) -> Reply:
    """End every process of a name."""
    del context
    found = _of_name(name)
    return _end(found) if found else Reply(f"No process is called {name}.", ok=False)


def _of_pid(pid: int) -> machine.Process | None:
    return next((seen for seen in machine.processes() if seen.pid == pid), None)


def _of_name(name: str) -> list[machine.Process]:
    return [seen for seen in machine.processes() if seen.name.lower() == name.lower()]


def _shown(seen: machine.Process) -> str:
    return f"{seen.name} ({seen.pid})"


def _end(found: list[machine.Process]) -> Reply:
    """End them all, or none where one of them must not be: half a deed would be a surprise."""
    spared = [seen for seen in found if seen.pid in machine.protected()]
    if spared:
        return Reply(f"{_shown(spared[0])} is Golem or what it runs in; that is not ended.", ok=False)
    done, problems = [], []
    for seen in found:
        try:
            done.append(f"{_shown(seen)}{' by force' if machine.end(seen) == 'killed' else ''}")
        except machine.KillRefused as refused:
            problems.append(str(refused))
    ended = [f"Ended {listed(done)}."] if done else []
    return Reply(" ".join([*ended, *problems]), ok=not problems)
