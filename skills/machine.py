"""What the operating system knows of this machine and of its processes; the only importer of psutil."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

_ASK_S = 2.0
_SAMPLE_S = 0.3


class KillRefused(Exception):
    """A process that must not, or cannot, be ended; `str()` is one line for the user."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process as it was a moment ago."""

    pid: int
    name: str
    user: str
    cpu: float
    """Share of one core over the sample, in percent; 0 where it was not sampled."""
    memory: int
    """Resident memory in bytes."""
    started: float
    """Seconds since the epoch; with the pid, what tells it from a later process of that pid."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who listens on a port."""

    address: str
    kind: str
    """`tcp` or `udp`."""
    pid: int | None
    """None where it belongs to another user and may not be seen."""
    name: str


def processes() -> list[Process]:
    """Every process, with no CPU share."""
    return [found for process in psutil.process_iter() if (found := _look(process, 0.0)) is not None]


def process_names() -> list[str]:
    """The names of what is running now, each once; a few milliseconds."""
    return sorted({str(process.info["name"]) for process in psutil.process_iter(["name"]) if process.info["name"]})


def busiest(most: int) -> list[Process]:
    """The processes that use most CPU now, sampled for 0.3 seconds, busiest first."""
    sampled = list(psutil.process_iter())
    for process in sampled:
        _cpu(process)  # the first reading only starts the clock
    time.sleep(_SAMPLE_S)
    found = [seen for process in sampled if (seen := _look(process, _cpu(process))) is not None]
    return sorted(found, key=lambda seen: seen.cpu, reverse=True)[:most]


def _cpu(process: psutil.Process) -> float:
    try:
        return process.cpu_percent()
    except psutil.Error:
        return 0.0


def _look(process: psutil.Process, cpu: float) -> Process | None:
    try:
        with process.oneshot():
            memory = process.memory_info().rss
            return Process(process.pid, process.name(), _user(process), cpu, memory, process.create_time())
    except psutil.Error:
        return None  # it ended while we looked


def _user(process: psutil.Process) -> str:
    try:
        return process.username()
    except (psutil.Error, KeyError):
        return "?"


def listeners(port: int) -> list[Listener]:
    """Who listens on a port, each address once. Raises PermissionError where the system does not tell."""
    found: dict[tuple[str, str, int | None], Listener] = {}
    try:
        connections = psutil.net_connections("inet")
    except psutil.AccessDenied as denied:
        raise PermissionError from denied
    for connection in connections:
        kind = "tcp" if connection.type == 1 else "udp"  # socket.SOCK_STREAM
        if not connection.laddr or connection.laddr.port != port:
            continue
        if kind == "tcp" and connection.status != psutil.CONN_LISTEN:
            continue
        name = _name(connection.pid) if connection.pid else "another user's process"
        listener = Listener(connection.laddr.ip, kind, connection.pid, name)
        found[listener.address, kind, connection.pid] = listener
    return list(found.values())


def _name(pid: int) -> str:
    try:
        return str(psutil.Process(pid).name())
    except psutil.Error:
        return "a process that has ended"


def protected() -> frozenset[int]:
    """The processes that must not be ended: init, this one, and all that it runs under."""
    own = psutil.Process()
    return frozenset({0, 1, own.pid, *(parent.pid for parent in own.parents())})


def end(process: Process) -> str:
    """Ask a process to end, and make it after 2 seconds; what was needed: `ended` or `killed`. Raises KillRefused."""
    if process.pid in protected():
        raise KillRefused(f"I will not end {process.name}, process {process.pid}: Golem itself runs under it.")
    try:
        target = psutil.Process(process.pid)
        if target.create_time() != process.started:
            raise KillRefused(f"{process.name}, process {process.pid}, has ended already.")
        target.terminate()
        try:
            target.wait(_ASK_S)
        except psutil.TimeoutExpired:
            target.kill()
            target.wait(_ASK_S)
            return "killed"
    except psutil.NoSuchProcess as gone:
        raise KillRefused(f"{process.name}, process {process.pid}, has ended already.") from gone
    except psutil.AccessDenied as denied:
        raise KillRefused(f"{process.name}, process {process.pid}, is not yours to end.") from denied
    except psutil.TimeoutExpired as expired:
        raise KillRefused(f"{process.name}, process {process.pid}, does not end.") from expired
    return "ended"


@dataclass(frozen=True, slots=True)
class Memory:
    """Main memory, in bytes."""

    total: int
    available: int
    swap_total: int
    swap_used: int


def memory() -> Memory:
    """Main memory and swap."""
    main, swap = psutil.virtual_memory(), psutil.swap_memory()
    return Memory(main.total, main.available, swap.total, swap.used)


def processors() -> int:
    """How many processors this machine has, as the scheduler counts them."""
    return psutil.cpu_count() or 1


def cpu_percent() -> float:
    """How busy all processors together are, in percent, over 0.3 seconds."""
    return float(psutil.cpu_percent(_SAMPLE_S))


def up_seconds() -> float:
    """Seconds since the machine was started."""
    return time.time() - psutil.boot_time()


def addresses() -> list[tuple[str, str]]:
    """Interface and IP address of each that is up, loopback and link-local ones left out."""
    states = psutil.net_if_stats()
    return [
        (interface, found.address)
        for interface, all_found in sorted(psutil.net_if_addrs().items())
        if interface in states and states[interface].isup
        for found in all_found
        if found.family.name in {"AF_INET", "AF_INET6"}
        and not found.address.startswith(("127.", "::1", "fe80:", "169.254."))
    ]


@dataclass(frozen=True, slots=True)
class Link:
    """A network interface, other than the loopback."""

    name: str
    up: bool
    speed: int
    """In megabits a second; 0 where it is not known."""
    addresses: tuple[str, ...]
    sent: int
    """Bytes since it came up."""
    received: int


def links() -> list[Link]:
    """The network interfaces, those that are up first, by name."""
    states, counts = psutil.net_if_stats(), psutil.net_io_counters(pernic=True)
    found = psutil.net_if_addrs()
    rows = [
        Link(
            name,
            state.isup,
            state.speed,
            tuple(one.address for one in found.get(name, ()) if one.family in (socket.AF_INET, socket.AF_INET6)),
            counts[name].bytes_sent if name in counts else 0,
            counts[name].bytes_recv if name in counts else 0,
        )
        for name, state in states.items()
        if name != "lo"
    ]
    return sorted(rows, key=lambda link: (not link.up, link.name))


def gateway() -> str | None:
    """The interface by which everything else is reached (IPv4); None where there is no such way."""
    try:
        rows = [line.split() for line in Path("/proc/net/route").read_text().splitlines()[1:]]
    except OSError:
        return None
    return next((row[0] for row in rows if len(row) > 1 and row[1] == "00000000"), None)


def all_listeners() -> list[tuple[int, Listener]]:
    """Every TCP port that is listened on, and UDP port that is bound, with who does, each once, lowest first."""
    try:
        connections = psutil.net_connections("inet")
    except psutil.AccessDenied:
        return []
    found = {}
    for one in connections:
        kind = "tcp" if one.type == socket.SOCK_STREAM else "udp"
        if one.laddr and (one.status == psutil.CONN_LISTEN or (kind == "udp" and not one.raddr)):
            listener = Listener(one.laddr.ip, kind, one.pid, _name(one.pid) if one.pid else "")
            found[one.laddr.port, kind, one.laddr.ip] = (one.laddr.port, listener)
    return [found[key] for key in sorted(found)]


def battery() -> tuple[float, bool, float | None] | None:
    """Percent, whether plugged in, and seconds left where known; None without a battery."""
    found = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    if found is None:
        return None
    known = found.secsleft is not None and found.secsleft > 0
    return float(found.percent), bool(found.power_plugged), float(found.secsleft) if known else None


def disks() -> list[tuple[str, str]]:
    """Device and mount point of each real disk, each device once."""
    seen: dict[str, str] = {}
    for part in psutil.disk_partitions(all=False):
        seen.setdefault(part.device, part.mountpoint)
    return list(seen.items())
