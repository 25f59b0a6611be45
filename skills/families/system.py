"""What this machine is and how it fares, read from the system; no process is started."""

from __future__ import annotations

import os
import platform
import shutil
import sys

from skills import machine
from skills.author import Context, Effect, Reply, skill
from skills.wording import size, span


@skill(
    "system.disk",
    says=[
        "how much (disk space|space|disk|storage|room) (is|do i have|have i [got]|is there) [left|free|available] "
        "[on (this|the) (disk|machine|computer|drive)]",
        "how (full|big|large) is (the|my|this) (disk|drive|hard disk|hard drive)",
        "(what is|what's) the (disk|free) (space|usage)",
        "[show] [me] [the] [free] disk (space|usage)",
        "(is|am) (the disk full|i running out of (disk|space|disk space))",
        "(check|show) [me] [the] [free] (disk|disk space|disk usage|storage)",
        "how much free [disk] space (is there|do i have|is left)",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def disk(context: Context) -> Reply:
    """Say how much disk space is left."""
    usage = shutil.disk_usage(context.cwd)
    rows = []
    for device, place in machine.disks():
        try:
            found = shutil.disk_usage(place)
        except OSError:
            continue  # a disk that may not be looked at
        rows.append(f"{size(found.free):>9} free of {size(found.total):>9}  {place}  ({device})")
    free = usage.free / usage.total if usage.total else 0.0
    return Reply(
        f"{size(usage.free)} of {size(usage.total)} are free, {free:.0%}.".replace("%", " percent"), "\n".join(rows)
    )


@skill(
    "system.memory",
    says=[
        "how much (memory|ram) (is|do i have|have i [got]|is there) [left|free|available|in use|used]",
        "how much (free|available) (memory|ram) (is there|do i have|is left)",
        "(what is|what's) the (memory|ram) (usage|use)",
        "[show] [me] [the] (memory|ram) usage",
        "(check|show) [me] [the] (memory|ram)",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def memory(context: Context) -> Reply:
    """Say how much memory is free."""
    del context
    found = machine.memory()
    swap = f"swap: {size(found.swap_used)} of {size(found.swap_total)} used" if found.swap_total else "no swap"
    spoken = f"{size(found.available)} of {size(found.total)} of memory are available."
    return Reply(spoken, f"{spoken}\n{swap}")


@skill(
    "system.load",
    says=[
        "(what is|what's) the [system|cpu] load [average]",
        "how (busy|loaded) is (the|this|my) (machine|computer|system|cpu|processor)",
        "(what is|what's) the cpu (usage|use)",
        "[show] [me] [the] (cpu usage|cpu load|system load|load average)",
        "how much cpu (is|are) (used|in use|being used)",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def load(context: Context) -> Reply:
    """Say how busy the machine is."""
    del context
    one, five, fifteen = os.getloadavg()
    cores, busy = machine.processors(), machine.cpu_percent()
    printed = (
        f"load average {one:.2f}, {five:.2f}, {fifteen:.2f} over 1, 5 and 15 minutes; {cores} cores; cpu {busy:.0f} %"
    )
    return Reply(f"The processor is {busy:.0f} percent busy; the load is {one:.1f} on {cores} cores.", printed)


@skill(
    "system.uptime",
    says=[
        "how long has (this|the|my) (machine|computer|system) been (up|on|running)",
        "(what is|what's) the uptime",
        "[show] [me] [the] uptime",
        "when (did|was) (this|the|my) (machine|computer|system) (start|boot|booted|started)",
        "how long have (you|we) been (up|running)",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def uptime(context: Context) -> Reply:
    """Say how long the machine has been up."""
    del context
    return Reply(f"It has been up for {span(machine.up_seconds())}.")


@skill(
    "system.ip",
    says=[
        "(what is|what's) (my|the|this machine's) [local] (ip|i p|ip address|i p address|address|network address)",
        "(show|tell) [me] [my|the] [local] (ip|ip address|ip addresses|network addresses)",
        "which ip [address] do i have",
        "what are my ip addresses",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def ip(context: Context) -> Reply:
    """Say this machine's network addresses."""
    del context
    rows = machine.addresses()
    if not rows:
        return Reply("This machine has no network address.")
    return Reply(f"Your address is {rows[0][1]}.", "\n".join(f"{name}: {address}" for name, address in rows))


@skill(
    "system.python",
    says=[
        "(what|which) [version of] python [version] (is this|is running|do i have|is installed|am i (using|running))",
        "(what is|what's) (the|my) python version",
        "(what|which) python version [is this|do i have]",
        "[show] [me] [the] python version",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def python(context: Context) -> Reply:
    """Say which Python Golem runs on."""
    del context
    return Reply(f"Python {platform.python_version()}.", f"Python {platform.python_version()} at {sys.executable}")


@skill(
    "system.kernel",
    says=[
        "(what|which) [version of the] (kernel|linux) [version] (is this|is running|do i have|am i (using|running))",
        "(what is|what's) (the|my) (kernel|kernel version|operating system|os)",
        "(what|which) operating system (is this|do i have|am i (using|running))",
        "[show] [me] [the] kernel version",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def kernel(context: Context) -> Reply:
    """Say which kernel runs."""
    del context
    return Reply(f"{platform.system()} {platform.release()}.", f"{platform.platform()} on {platform.machine()}")


@skill(
    "system.host",
    says=[
        "(what is|what's) (my|the|this) (hostname|host name|computer's name|machine's name)",
        "(what is|what's) the name of (this|the) (machine|computer)",
        "(what is|what's) this (machine|computer) called",
        "(which|what) (machine|computer|host) (is this|am i on)",
        "hostname",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def host(context: Context) -> Reply:
    """Say this machine's name."""
    del context
    return Reply(f"This is {platform.node()}.")


@skill(
    "system.battery",
    says=[
        "how (is|full is) (the|my) battery",
        "how much (battery|charge) (is|do i have) [left]",
        "(what is|what's) (the|my) battery [level|charge|status]",
        "[show] [me] [the] battery [level|status]",
        "(is|am) (the battery|i) charging",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def battery(context: Context) -> Reply:
    """Say how full the battery is."""
    del context
    found = machine.battery()
    if found is None:
        return Reply("This machine has no battery that I can see.", ok=False)
    percent, plugged, left = found
    rest = f", {span(left)} left" if left and not plugged else ""
    return Reply(f"{percent:.0f} percent, {'plugged in' if plugged else 'not charging'}{rest}.")
