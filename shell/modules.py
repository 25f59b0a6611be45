"""How the user's own skill modules are run: each in a process of its own, in the kernel's sandbox, or not at all."""

from __future__ import annotations

from pathlib import Path

from policies.circumstances import working_tree
from policies.settings import Policy
from shell.places import Places
from shell.session import home_folder
from shell.store import default_models_folder
from skills import seccomp
from skills.foreign.starting import starting
from skills.foreign.worker import Start
from skills.process import Runner
from skills.registry import Registry
from skills.sandbox import Ground, holds_files


def start_of(places: Places, policy: Policy) -> Start:
    """A way to start modules' processes. What Golem keeps is closed to them: the journal tells what was said."""
    home = home_folder()
    forbidden = (home / place[2:] if place.startswith("~/") else Path(place) for place in policy.paths.forbidden)
    kept = (places.config, places.state, places.data, places.cache, default_models_folder())
    ground = Ground(home, (*forbidden, places.config, places.state), kept, places.cache / "trees")
    return starting(Runner(ground=ground), lambda folder: working_tree(folder, home))


def why_off(places: Places, policy: Policy) -> str:
    """Why no module of the user's may run on this machine; empty where they may."""
    if confined() or policy.skills.unconfined:
        return ""
    return (
        "this kernel cannot confine them (no Landlock or seccomp); to run them all the same, "
        f"set unconfined = true under [skills] in {places.policy_file}"
    )


def left_out(registry: Registry) -> list[str]:
    """What of the user's own skills is not there and why, a line each."""
    lines = [f"A skill is left out: {fault}" for fault in registry.faults]
    for waiting in registry.pending:
        state = "has changed since it was allowed; what changed" if waiting.changed else "is not allowed yet"
        lines.append(f"The skill module {waiting.title} {state}: golem skills allow {waiting.name}")
    return lines


def confined() -> bool:
    """Whether this kernel holds a process to what it may touch."""
    return holds_files() and seccomp.known()
