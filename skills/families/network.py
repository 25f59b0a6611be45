"""The network as this machine has it: whether it is connected, and which ports are open."""

from __future__ import annotations

from skills import machine
from skills.author import Context, Effect, Reply, skill
from skills.sayings.network import SAYINGS
from skills.ways import MACHINE, SHOW, WHAT_IS
from skills.wording import capital, count, shortened, size

_ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - only compared with
_SHOWN = 60


@skill(
    "network.status",
    says=[
        f"(is|am|are) (this {MACHINE}|i|we) (online|connected|offline|on the (network|internet))",
        f"{WHAT_IS} the [current] (network|network connection|connection) (status|state|like)",
        f"[{SHOW}] [the|my] (network|connection) (status|state)",
        "(is|does) the network (up|work|working|down|there) [here|now]",
        "(do i|do we) have [a|an] (network|network connection|internet connection|connection)",
        "(which|what) network (interfaces|interface|card|cards)"
        " (are there|do i have|do we have|is up|are up|is in use)",
        "how is (the|my) network [connection] [doing]",
    ],
    also=SAYINGS["network.status"],
    kind="question",
    effect=Effect.OBSERVE,
)
def status(context: Context) -> Reply:
    """Say whether this machine is connected, and how."""
    del context
    found, way = machine.links(), machine.gateway()
    rows = [
        f"{link.name:12} {'up' if link.up else 'down':5} {', '.join(link.addresses) or 'no address'}"
        f"  received {size(link.received)}, sent {size(link.sent)}"
        for link in found
    ]
    if way is None:
        return Reply("This machine has no way to other networks.", "\n".join(["no default route", *rows]))
    return Reply(f"Connected by {way}; whether the internet answers I do not try.", "\n".join(rows))


@skill(
    "network.ports",
    says=[
        "(which|what) ports are (open|listening|in use|used|being listened on|taken|bound) [here|now|on this machine]",
        "(list|show|show me|tell me|check|give me) [all] [the|my] (open|listening|used) ports",
        "(what is|what's|who is|who's) listening [on (this|the|my) (machine|computer|network)]",
        "(which|what) (programs|processes|servers|services) (listen|are listening) [on the network|on ports]",
        "(are there|do i have) [any] open ports",
        "how many ports are open",
    ],
    also=SAYINGS["network.ports"],
    kind="question",
    effect=Effect.OBSERVE,
)
def ports(context: Context) -> Reply:
    """Say which ports are open on this machine, and who listens."""
    del context
    found = machine.all_listeners()
    if not found:
        return Reply("No open port can be seen from here.")
    rows = [
        f"{port:>6} {one.kind}  {'everyone' if one.address in _ANYWHERE else one.address:24} {one.name or 'not yours'}"
        for port, one in found
    ]
    tcp = sorted({port for port, one in found if one.kind == "tcp"})
    spoken = f"{capital(count(len(tcp), 'TCP port is', 'TCP ports are'))} open"
    which = f": {shortened(list(map(str, tcp)), 6)}" if tcp else ""
    return Reply(f"{spoken}{which}.", "\n".join(rows[:_SHOWN]))
