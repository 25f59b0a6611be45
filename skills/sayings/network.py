"""The network: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "network.status": (
        "<know> (if|whether) (i am|i'm|we are|we're|this <machine> is) (online|connected)",
        "<show> [the|my] (network|connection) (status|state)",
        "are we still (online|connected)",
        "check (the|my) (network|connection|network connection)",
        "(network|connection) (status|check)",
        "is the (wifi|wi fi|ethernet|cable) (up|connected|on|working)",
    ),
    "network.ports": (
        "<show> [all] [the|my] (open|listening|used) ports [of this <machine>]",
        "<know> (which|what) ports are (open|in use|listening)",
        "(open|listening) ports",
        "(ss|netstat) [dash] (tulpn|tlpn|listening)",
        "what (has|holds) [a] (port|ports) open",
        "what ports does this <machine> (have open|listen on)",
    ),
}
