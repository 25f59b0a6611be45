"""What this machine is and how it fares, read from the system; no process is started."""

from __future__ import annotations

import os
import platform
import shutil
import sys

from skills import machine
from skills.author import Context, Effect, Reply, skill
from skills.sayings.system import SAYINGS
from skills.ways import KNOW, MACHINE, SHOW, WHAT_IS
from skills.wording import size, span


@skill(
    "system.disk",
    says=[
        "how much (disk space|space|disk|storage|room|drive space|hard drive space|hard disk space"
        "|space on the disk|storage space) (is|do i have|do we have|have i [got]|have we [got]|is there|have"
        " i still got|do i still have|is still) [left|free|available|unused|to spare|remaining] [on"
        " (this|the|my) (disk|machine|computer|drive|laptop|system|box)]",
        "how (full|big|large|empty) is (the|my|this) (disk|drive|hard disk|hard drive|ssd|storage)",
        f"{WHAT_IS} (the|my|our) [current|free|available|remaining]"
        " (disk space|free space|disk usage|disk use|storage usage|storage|disk|disk situation) [like|left]",
        f"[{SHOW}] [the|my] [free|available|remaining|current] disk (space|usage|use)",
        "(is|am|are) (the disk [getting|nearly|almost] full|my disk [getting|nearly|almost] full"
        "|i [running] out of (disk|space|disk space|storage|room)|we [running] out of"
        " (disk|space|disk space|storage|room))",
        "(check|show) [me] [the|my] [free|remaining] (disk|disk space|disk usage|storage|free space)",
        "how much (free|available|unused) (space|disk space|storage|room)"
        " (is there|do i have|do we have|is left|have i got|have we got) [left]"
        " [on (this|the|my) (disk|machine|computer|drive|laptop)]",
        "(do i|do we|is there|have i|have we) [have|got] (enough|any|much|a lot of) [free]"
        " (disk space|space|room|storage) [left] [on (this|the|my) (disk|machine|computer|drive|laptop)]",
        f"{KNOW} how (much [disk] space is left|full the disk is|much space i have [left]"
        "|much [disk] space there is|much space we have [left])",
        "(df|free disk space|disk space left|disk usage|space left on (the|this) (disk|drive))",
        "(are we|am i) (low|short) on (disk|disk space|storage|space)",
    ],
    also=SAYINGS["system.disk"],
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
        "how much (memory|ram) (is|do i have|do we have|have i [got]|have we [got]|is there|is being"
        f"|does this {MACHINE} have|has this {MACHINE} got|does this have|is still|is currently|am i|are"
        f" we) [left|free|available|in use|used|using|unused|to spare|remaining] [on this {MACHINE}|in total]",
        "how much (free|available|unused|total) (memory|ram) (is there|do i have|do we have|is left|have i got) [left]",
        f"{WHAT_IS} (the|my|our) [current|free|available|total] (memory|ram) [usage|use|situation|like]",
        f"[{SHOW}] [the|my] [current|free|available] (memory|ram) (usage|use)",
        "(check|show|check on) [me] [the|my|our] [free|available] (memory|ram)",
        f"(am i|are we|is this {MACHINE}) [running] (out of|low on|short on|short of) (memory|ram)",
        "is (the|my) (memory|ram) [nearly|almost|getting] full",
        "how (full|used) is (the|my) (memory|ram)",
        "(do i|do we|is there|have i|have we) [have|got] (enough|any|much|a lot of) [free] (memory|ram) [left|free]",
        f"{KNOW} how much (memory|ram) (is|i have|we have|there is|is left) [free|left|used|available|in use]",
        "(free (memory|ram)|(memory|ram) left|(memory|ram) (usage|use|check))",
    ],
    also=SAYINGS["system.memory"],
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
        f"{WHAT_IS} (the|my|our) [current] [system|cpu|machine|server] load [average|like] [on this {MACHINE}]",
        "how (busy|loaded|stressed) is (the|this|my) (machine|computer|system|cpu|processor|server|laptop|box)",
        f"{WHAT_IS} (the|my) [current] (cpu|processor) (usage|use|utilization|utilisation) [like]",
        f"[{SHOW}] [the|my] [current] (cpu usage|cpu use|cpu load|cpu utilization|processor load"
        f"|processor usage|system load|load average|machine load|load on this {MACHINE})",
        "how much (cpu|processor|of the cpu|of my cpu) (is|are|am i|are we) [being] (used|in use|using|busy)",
        "(is|are) (the|my|this) (machine|computer|system|cpu|processor|server|laptop|box)"
        " [very|really|that|too] (busy|idle|under load|under pressure|loaded|overloaded)",
        "how hard is (the|this|my) (machine|computer|system|cpu|processor|server|laptop|box) working",
        "how (high|big|bad) is (the|my) [cpu|system] load",
        "check [on] (the|my) (cpu|load|cpu load|cpu usage|processor|system load)",
        f"{KNOW} how (busy|loaded) (the|this|my) (machine|computer|system|cpu|processor|server|laptop|box) is",
        "how many (cores|cpus|processors)"
        f" (do i have|does this {MACHINE} have|are there|has this {MACHINE} got|do we have)",
    ],
    also=SAYINGS["system.load"],
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
        f"how long has (this|the|my) {MACHINE} [already|now] been"
        " (up|on|running|up and running|turned on|switched on|booted|going|online)",
        f"{WHAT_IS} (the|my|our|this machine's) [current|system|machine] uptime [of this {MACHINE}]",
        f"[{SHOW}] [the|my|our] [system|machine|current] uptime [of this {MACHINE}]",
        f"when (did|was) (this|the|my|our) {MACHINE} [last|actually]"
        " (start|started|boot|booted|boot up|reboot|rebooted|restart|restarted|turned on|switched on|come up)",
        "when (did|was) (the|my) last (boot|reboot|restart)",
        "when was the last (boot|reboot|restart)",
        "how long have (you|we) been (up|running|on|online)",
        f"{KNOW} how long (this|the|my) {MACHINE} has been (up|on|running)",
        f"how long ago did (this|the|my) {MACHINE} (start|boot|reboot|restart)",
        "how long (since|is it since) (the|my) last (boot|reboot|restart)",
    ],
    also=SAYINGS["system.uptime"],
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
        f"{WHAT_IS} (my|the|this {MACHINE}'s|our) [local|current|own] [lan|network|internal]"
        f" (ip|i p|ip address|i p address|address|network address|ips|ip addresses) [of this {MACHINE}|here]",
        "(show|tell|give|get|print|display|list) [me] [my|the|our|all] [local|current]"
        f" (ip|i p|ip address|i p address|ip addresses|network address|network addresses) [of this {MACHINE}]",
        "(which|what) (ip|ips|i p|ip address|address|addresses|network address)"
        f" (do i have|have i got|does this {MACHINE} have|has this {MACHINE} got|am i on|is this {MACHINE} on"
        "|do we have|am i using|is mine)",
        f"what are (my|the|our) [local] (ip addresses|ips|addresses|network addresses) [of this {MACHINE}]",
        f"{KNOW} (my|the|this {MACHINE}'s|our|what my|what the) [local]"
        f" (ip|i p|ip address|i p address|network address) [is] [of this {MACHINE}]",
        "[my] (ip|i p) (address|addresses|addr)",
        "what's (my|the|our) (ip|i p)",
        "(can i have|may i have|i need) (my|the) [local] (ip|ip address|i p address)",
    ],
    also=SAYINGS["system.ip"],
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
        "(what|which) [version of] python [version]"
        " (is this|is running|do i have|do we have|is installed|is in use|is active|is on here"
        "|am i (using|running|on)|are we (using|running|on)|are you (using|running|on)|have i got|have we"
        " got)",
        f"{WHAT_IS} (the|my|our|this|your) [current|installed] [version of] python [version]",
        f"{WHAT_IS} (the|my|our) [current|installed] (python version|version of python) [here]",
        f"[{SHOW}] [the|my|our] [current|installed] python version",
        f"[{SHOW}] [the|my|our] [current|installed] version of python",
        f"{KNOW} (what|which) [version of] python [version]"
        " (is this|is running|i have|is installed|we are using|we're using|i am using|i'm using|is in use"
        "|we have|this is|i am on|i'm on)",
        "(python version|python dash dash version|python --version|check the python version)",
        "is this python (2|3|two|three)",
        "how (new|old|recent) is (my|the|this|our) python",
    ],
    also=SAYINGS["system.python"],
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
        "(what|which) [version of the] [linux] (kernel|linux) [version]"
        " (is this|is running|do i have|do we have|am i (using|running|on)|are we (using|running|on)"
        f"|is installed|is this {MACHINE} (on|running|using))",
        f"{WHAT_IS} (the|my|our|this {MACHINE}'s) [current] [linux]"
        " (kernel|kernel version|version of the kernel|operating system|os|o s|linux version) [here|version]",
        "(what|which) (operating system|os|o s|distro|linux)"
        " (is this|do i have|do we have|am i (using|running|on)|are we (using|running|on)|is running"
        f"|is this {MACHINE} (on|running|using)) [here]",
        f"[{SHOW}] [the|my] [linux|current]"
        " (kernel version|version of the kernel|kernel release|os version|operating system)",
        f"{KNOW} (what|which) (kernel|operating system|os|o s|linux|kernel version)"
        " (this is|i have|is running|i am running|i'm running|we are running|we're running|i'm on|we're on"
        "|is this)",
        "what kernel version (is this|am i on|is running|do i have|are we on)",
        "(uname|kernel version|os version|linux version)",
        f"what does this {MACHINE} run [on]",
    ],
    also=SAYINGS["system.kernel"],
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
        f"{WHAT_IS} (my|the|this|our|this {MACHINE}'s|this machine's) [current]"
        " (hostname|host name|computer's name|machine's name|computer name|machine name)",
        f"{WHAT_IS} the (name|hostname|host name) of (this|the|my) {MACHINE}",
        f"{WHAT_IS} this {MACHINE} called",
        "(which|what) (machine|computer|host|server|box)"
        " (is this|am i [logged in] (on|at|in|into|to)|are we [logged in] (on|at))",
        f"[{SHOW}] [the|my|our|this {MACHINE}'s] (hostname|host name|machine name|computer name)",
        "what (host|machine) name do i have",
        f"{KNOW} (which|what) (machine|computer|host|server|box) (this is|i am on|i'm on|we are on|we're on)",
        f"{KNOW} (what this {MACHINE} is called|the hostname|the name of this {MACHINE})",
        f"(tell|show|give) me the (name|hostname|host name) of (this|the|my) {MACHINE}",
    ],
    also=SAYINGS["system.host"],
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
        "how (is|full is|empty is|charged is|low is) (the|my|this laptop's|our) battery [doing|looking]",
        "how's (the|my|our) battery [doing|looking|holding up]",
        "how much (battery|charge|juice|power|battery life|battery power)"
        " (is|do i have|do we have|have i [got]|have we got|is there) [left|remaining] [in the battery]",
        f"{WHAT_IS} (the|my|our) [current] battery [level|charge|status|percentage|state|life|at|like]",
        f"[{SHOW}] [the|my|our] [current] battery [level|status|charge|percentage|state|life]",
        "(is|am|are) (the battery|the laptop|my laptop|my battery|this|i|we) [still]"
        " (charging|plugged in|on battery|on battery power|running on battery)",
        "(is|is the|is my) (battery|the battery|my battery) [getting|running|very|almost|nearly]"
        " (low|full|empty|flat|charged)",
        "how long (will|does|is) (the|my) battery (last|going to last|good for|have left)",
        "how (long|much time) (do i|have i) [have|got] left on (the|my|this) battery",
        f"{KNOW} how (full|empty|charged) (the|my) battery is",
        f"{KNOW} how much (battery|charge) (is|i have|we have) [left]",
        "do i need to (charge|plug in) [the|my] [battery|laptop|charger]",
        "[the] battery (level|status|percentage|check|left)",
    ],
    also=SAYINGS["system.battery"],
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
