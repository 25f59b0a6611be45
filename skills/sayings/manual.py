"""Manual pages: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "manual.what": (
        "<know> what {program} (does|is for|is good for)",
        "what can i do with [the (command|program|tool)] {program}",
        "what is {program} about",
        "tell me about the (command|program|tool) {program}",
        "(man|tldr|whatis) {program}",
        "what's {program} for",
        "show [me] [the] (man|manual|tldr) page (of|for) {program}",
        "what('s| is) the (purpose|use|point|job) of {program}",
    ),
    "manual.how": (
        "(tell me|show me|do you know|explain|remind me) how to {task}",
        "how does one {task}",
        "how might i {task}",
    ),
    "manual.command": (
        "(what's|what is) the (shell|linux|unix|terminal) command (to|for) {task}",
        "<know> (which|what) (command|program|tool) to use to {task}",
        "(which|what) (command|program|tool) (lists|shows|does) {task}",
        "(apropos|man dash k) {task}",
        "how to {task} (in|on|from) the (terminal|command line|shell)",
    ),
}
