"""What runs on this machine, and ending it."""

from __future__ import annotations

import socket
from datetime import datetime
from typing import Annotated

from skills import machine
from skills.author import Context, Effect, Number, Port, Reply, Word, skill
from skills.sayings.processes import SAYINGS
from skills.ways import MACHINE, SHOW
from skills.wording import count, listed, shortened, size

_EATING = "(eating|using|hogging|taking|burning|chewing|maxing|sucking|consuming|loading|draining|wasting|gobbling)"
_CPU = "(cpu|processor|c p u|cores|cpu time|processing power)"
_PROCESS = "(process|program|app|application|thing)"


SHOWN = 10

Pid = Annotated[int, Number(1, 4_194_304, name="process id")]
"""Linux's largest process id is 2^22 (proc(5), pid_max)."""


@skill(
    "processes.hogs",
    says=[
        f"(what is|what's|who is|who's) {_EATING} [up|through|out|on] [all|most|so much|that much] [of]"
        f" [my|the|this|our] {_CPU}",
        f"(which|what) {_PROCESS} (is|uses|eats|takes|needs|hogs|wants|burns)"
        f" [using|eating|hogging|taking|burning] [up] [all] [the|my|of my] [most] {_CPU} [the most|most]",
        "(show|list|give|get) [me] [the|all|all the|my]"
        " (top|busiest|running|most busy|active|heaviest|hungriest|current|biggest)"
        " (processes|programs|tasks|cpu hogs|cpu users)",
        "(what|which) tasks are (running|active)",
        "(what|which) (processes|programs|apps)"
        f" (are [there|running|active]|run|use the most {_CPU}|are the busiest"
        f"|are using [all|the most] [of] [the|my] {_CPU}|are eating [up] [the|my] {_CPU}|hog the {_CPU}|do i"
        " have running)",
        f"(what is|what's) (running [here|on (this|the|my) {MACHINE}]"
        f"|slowing down (my|the|this) {MACHINE}|slowing (my|the|this) {MACHINE} down)",
        "(list|show) [me] [the|all|all the|my] processes [by cpu]",
        f"(what is|what's) (making|keeping) (my|the|this) ({MACHINE}|cpu|fan|fans) [so]"
        " (slow|busy|hot|loud|lag|sluggish|spin|crawl)",
        "why is (my|the|this) (computer|laptop|machine|pc|cpu|processor|system) [so|this|that|being so]"
        " (slow|busy|hot|sluggish|laggy|loud)",
        f"who (uses|is using|eats|hogs|is hogging) [all|most] [of] [the|my] [most] {_CPU}",
        "(top processes|process list|running processes|cpu hogs)",
        f"{SHOW} (what's|what is) (running|{_EATING} [up] [all] [of] [the|my] {_CPU}) [on (this|the|my) {MACHINE}]",
    ],
    also=SAYINGS["processes.hogs"],
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
        f"(what is|what's|who is|who's) {_EATING} [up|through|out|on] [all|most|so much|that much] [of]"
        " [my|the|this|our] (memory|ram)",
        f"(which|what) {_PROCESS} (is|uses|eats|takes|needs|hogs|wants) [using|eating|hogging|taking] [up]"
        " [all] [the|my|of my] [most] (memory|ram) [the most|most]",
        "(which|what) (processes|programs|tasks|apps)"
        " (use|eat|hog|take|need|are using|are eating|are hogging|take up) [up] [the] [most|all] [of]"
        " [the|my] (memory|ram)",
        "where (is|has|did) [all] [of] (my|the) (memory|ram) [going|gone|go]",
        "who (uses|is using|eats|hogs|is hogging|ate|takes) [up] [all] [the|of my|my|of the] [most] (memory|ram)",
        "(list|show) [me] [the|all] [top|biggest]"
        " (memory hogs|ram hogs|memory users|processes by (memory|ram|memory use|memory usage))",
        "(memory hogs|ram hogs|top memory processes|processes by memory)",
        f"{SHOW} (what's|what is|who is|which {_PROCESS} is|what {_PROCESS} is) {_EATING} [up] [all|most]"
        " [of] [the|my] (memory|ram)",
        "why is (my|the) (memory|ram) [so|nearly|almost] full",
    ],
    also=SAYINGS["processes.memory"],
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
        "(who|what|which "
        + _PROCESS
        + "|what "
        + _PROCESS
        + ") (owns|uses|has|is on|is using|holds|is holding|is sitting on|took|has taken|occupies|is occupying"
        "|is blocking|blocks|is hogging|is bound to|is running on|runs on|listens to|is listening to|is"
        " behind|opened|has open) [the] [tcp|udp] port [number] {port}",
        "(who|what|which "
        + _PROCESS
        + "|what "
        + _PROCESS
        + ") (is listening|listens|is running) (on|to|at) [the] [tcp|udp] port [number] {port}",
        "(what's|what is|who's|who is) (running|listening|going on|sitting|open|active) (on|to|at) [the]"
        " [tcp|udp] port [number] {port}",
        "is [the] [tcp|udp] port [number] {port} [already|still|currently]"
        " (free|in use|taken|used|open|available|busy|occupied|blocked)",
        "(what's|what is|who's|who is) (on|using|holding|hogging|blocking|behind|at|occupying) [the]"
        " [tcp|udp] port [number] {port}",
        "is (anything|something|anyone|any process|anybody) [already|still]"
        " (on|using|listening on|running on|listening to) [the] [tcp|udp] port [number] {port}",
        "(check|look up|show me|tell me|find out|see|do you know) (who|what|which "
        + _PROCESS
        + ") (owns|uses|has|is on|is using|holds|is running on|is listening on|listens on|is"
        " blocking) [the] port [number] {port}",
        "(check|show me|look up|look at|check on) [the] port [number] {port}",
        "(check|show me|tell me|see) (what's|who's) (on|using|running on|listening on) [the] port [number] {port}",
        "(check|see|tell me) (if|whether) [the] port [number] {port} is (free|in use|taken|used|open|available)",
    ],
    also=SAYINGS["processes.port"],
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
    return "\n".join([f"End {_shown(found)}.", _fully(found)]) if found else f"Nothing: there is no process {pid}."


@skill(
    "processes.kill_pid",
    says=[
        "(kill|end|terminate|stop|nuke|shut down|take down|kill off) [the|that] (process|pid|p i d|task)"
        " [with] [the] [number|id|i d|pid] {pid}",
        "(kill|kill off|terminate) [number] {pid}",
        "(kill|end|terminate|stop) (number|id|i d|the one with id|the one with pid) {pid}",
        "(get rid of|put an end to) (process|pid|p i d) [number|id] {pid}",
    ],
    also=SAYINGS["processes.kill_pid"],
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
    said = f"End {count(len(found), 'process', 'processes')}: {shortened([_shown(seen) for seen in found], 5)}."
    return "\n".join([said, *map(_fully, found)])


@skill(
    "processes.kill_name",
    says=[
        "(kill|terminate|nuke|kill off) [all] [of] [the|that|every] [process|processes|program|app]"
        " [called|named|name] {name} [process|processes|program|app]",
        "(end|stop|close|quit|shut down|kill|force quit|take down|get rid of) [the|that|every|all]"
        " (process|processes|program|app|application|task) [called|named|name] {name}",
        "(end|stop|close|quit|shut down|force quit|take down|get rid of|put an end to) [the|that|all] {name}"
        " (process|processes|program|app|application|task)",
        "force (quit|close|kill|stop) {name}",
    ],
    also=SAYINGS["processes.kill_name"],
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


def _fully(seen: machine.Process) -> str:
    """A process, so that it is told from another one of its name, and this machine from another."""
    started = datetime.fromtimestamp(seen.started).astimezone()
    return f"{seen.name!r}, process {seen.pid} of {seen.user} on {socket.gethostname()}, started {started:%F %T}"


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
