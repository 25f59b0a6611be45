"""systemd's units: how one fares, which have failed, and restarting one, of the system or of the user."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from skills import either
from skills import units as files
from skills.author import (
    Capabilities,
    Choice,
    Completed,
    Context,
    Effect,
    Live,
    ProcessFault,
    ProgramMissing,
    Reply,
    skill,
)
from skills.options import UNIT
from skills.sayings.units import SAYINGS
from skills.ways import WHAT_IS
from skills.wording import capital, count, shortened

NEEDS: Final = Capabilities(reads=(), binaries=("systemctl",), services=("units",))
_REFUSED = ("access denied", "interactive authentication", "not permitted", "permission denied")
"""What systemctl says where one may not."""


def _installed(folder: Path) -> tuple[str, ...]:
    del folder
    return files.names()


Unit = Annotated[str, Live(_installed, name="systemd unit")]
Side = Annotated[str | None, Choice({"system": (), "user": ()}, name="kind of unit")]
_KIND = "(service|unit|daemon|systemd unit|systemd service)"


def _side(unit: str, side: str | None) -> str:
    return side or files.side_of(unit)


def _systemctl(context: Context, side: str, *words: str) -> Completed:
    """Ask the system's systemd, or the user's. Raises ProcessFault where there is none."""
    try:
        done = context.run(["systemctl", *(("--user",) if side == "user" else ()), "--no-pager", *words])
    except ProgramMissing as missing:
        raise ProcessFault("units need systemctl, which this machine has not: systemd does not run it") from missing
    said = done.stderr.lower()
    if "not been booted with systemd" in said or "failed to connect" in said:
        raise ProcessFault(f"systemd does not answer here: {either.complaint(done)}")
    return done


@skill(
    "units.status",
    says=[
        f"{WHAT_IS} the (status|state) of the [{{side}}] {_KIND} {{unit}}",
        f"{WHAT_IS} the (status|state) of the {{unit}} {_KIND}",
        f"(is|has) the [{{side}}] {_KIND} {{unit}} (running|up|active|started|failed|dead|down)",
        f"(is|has) the {{unit}} {_KIND} (running|up|active|started|failed|dead|down)",
        f"(show|check) [me] [the] (status|state) of [the] [{{side}}] {_KIND} {{unit}}",
        f"how is the {{unit}} {_KIND} [doing]",
        f"(show|check) [me] the {{unit}} {_KIND} [status]",
    ],
    also=SAYINGS["units.status"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=NEEDS,
)
def status(context: Context, unit: Unit, side: Side = None) -> Reply:
    """Say how a systemd unit fares."""
    name, whose = files.whole(unit), _side(unit, side)
    done = _systemctl(context, whose, "show", UNIT, name)
    told = dict(line.partition("=")[::2] for line in done.stdout.splitlines() if "=" in line)
    if done.returncode != 0 or not told:
        raise ProcessFault(f"{name} cannot be asked about: {either.complaint(done)}")
    if told.get("LoadState") == "not-found":
        return Reply(f"The {whose}'s systemd knows no {name}.", ok=False)
    state, sub = told.get("ActiveState", "unknown"), told.get("SubState", "")
    more = f" ({sub})" if sub and sub != state else ""
    since = f" since {told['ActiveEnterTimestamp']}" if state == "active" and told.get("ActiveEnterTimestamp") else ""
    why = f"; result: {told['Result']}" if state == "failed" and told.get("Result") else ""
    printed = f"{told.get('Id', name)}: {told.get('Description', '')}\n{state}{more}{since}{why}"
    return Reply(f"{unit} is {state}{more}.", printed, ok=state != "failed")


@skill(
    "units.failed",
    says=[
        "(which|what) [systemd] (services|units|daemons) [have|has] (failed|crashed)",
        "(list|show|show me|tell me) [all] [the|my] (failed|crashed|broken) [systemd] (services|units|daemons)",
        "(are there|do i have|have i got) [any] (failed|crashed|broken) [systemd] (services|units|daemons)",
        "(did|have|has) any [systemd] (services|units|service|unit|daemon) (fail|failed|crash|crashed)",
        "how many [systemd] (services|units) [have] failed",
    ],
    also=SAYINGS["units.failed"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=NEEDS,
)
def failed(context: Context) -> Reply:
    """Say which systemd units have failed."""
    rows, silent = [], []
    for side in ("system", "user"):
        try:
            done = _systemctl(context, side, "list-units", "--failed", "--plain", "--no-legend", "--full")
        except ProcessFault as fault:
            silent.append(str(fault))
            continue
        rows += [(line.split()[0], side, line) for line in done.stdout.splitlines() if line.strip()]
    if len(silent) == 2:
        raise ProcessFault(silent[0])
    if not rows:
        return Reply("No unit has failed.")
    spoken = f"{capital(count(len(rows), 'unit has', 'units have'))} failed: {shortened([row[0] for row in rows], 4)}."
    return Reply(spoken, "\n".join(f"{side:6} {line.strip()}" for _name, side, line in rows))


def plan_restart(unit: str, side: str | None = None) -> str:
    """What `restart` would do."""
    return f"Restart {files.whole(unit)}, a unit of the {_side(unit, side)}: what it does stops meanwhile."


@skill(
    "units.restart",
    says=[
        f"(restart|bounce|cycle) [the] [{{side}}] {_KIND} {{unit}}",
        f"(restart|bounce|cycle) [the|my] {{unit}} {_KIND}",
        f"(stop|turn off) and (start|turn on) the {{unit}} {_KIND} [again]",
        f"(start|turn on) the {{unit}} {_KIND} again",
        f"give the {{unit}} {_KIND} a restart",
    ],
    also=SAYINGS["units.restart"],
    kind="command",
    effect=Effect.CHANGE,
    plan=plan_restart,
    capabilities=NEEDS,
    timeout_s=120.0,
)
def restart(context: Context, unit: Unit, side: Side = None) -> Reply:
    """Restart a systemd unit."""
    name, whose = files.whole(unit), _side(unit, side)
    done = _systemctl(context, whose, "--no-ask-password", "restart", name)
    said = either.complaint(done)
    if done.returncode == 0:
        return Reply(f"{name} was restarted.")
    if any(words in done.stderr.lower() for words in _REFUSED):
        needs = "that takes an administrator's rights, which Golem does not ask for"
        return Reply(f"{name} was not restarted: {needs}.", f"{name} was not restarted: {needs}\n{said}", ok=False)
    return Reply(f"{name} was not restarted: {said}.", ok=False)
