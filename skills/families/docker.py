"""Docker: which containers and images there are, whether it runs, and starting, stopping and restarting a container."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from intents.normalize import spoken_name
from skills import either
from skills.author import (
    Capabilities,
    Completed,
    Context,
    Effect,
    Inverse,
    ProcessFault,
    Reply,
    Resolved,
    Scene,
    Unresolved,
    skill,
)
from skills.options import CONTAINERS, DAEMON, IMAGES
from skills.sayings.docker import SAYINGS
from skills.wording import capital, count, shortened

NEEDS: Final = Capabilities(reads=(), binaries=("docker",), services=("docker",))
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,100}", re.ASCII)
"""As Docker names containers."""
_LONGEST = 4
"""Words of a container's name, as it is said."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Named:
    """A container's name, as Docker would write it; whether there is one is only known once Docker is asked."""

    name: str = "container"
    choices: None = None
    free: bool = False
    narrow: bool = False

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The name: what was said apart is joined by dashes."""
        words = spoken_name(said.strip().lower() if scene.heard else said.strip()).split()
        name = "-".join(words)
        if len(words) > _LONGEST or not _NAME.fullmatch(name):
            return Unresolved(f"{said!r} is no container's name.")
        return Resolved(name, 1.0)


Container = Annotated[str, Named()]


def _docker(context: Context, *words: str) -> Completed:
    """What docker answers. Raises ProcessFault where it does not run, or may not be asked, and ProgramMissing."""
    done = context.run(["docker", *words], timeout_s=60.0)
    if done.returncode != 0:
        said = done.stderr.lower()
        if "permission denied" in said:
            raise ProcessFault("Docker may not be asked: your user is not in the group docker")
        if "cannot connect" in said or "failed to connect" in said or "is the docker daemon running" in said:
            raise ProcessFault("Docker does not run here; to start it takes: sudo systemctl start docker")
        raise ProcessFault(f"docker could not do it: {either.complaint(done)}")
    return done


def _names(context: Context) -> list[str]:
    return [row[0] for row in either.cells(_docker(context, "container", "ls", "--all", CONTAINERS).stdout, 4)]


_CONTAINERS = "[docker] (containers|container)"


@skill(
    "docker.containers",
    says=[
        f"(which|what) {_CONTAINERS} (are|is) (running|up|active|there)",
        f"(list|show|show me|tell me) [all] [the|my|of the|of my] [running] {_CONTAINERS}",
        f"(are there|do i have) [any] [running] {_CONTAINERS} [running]",
        "how many [docker] containers (are running|are up|are there|do i have)",
        f"(which|what) {_CONTAINERS} do i have [running]",
    ],
    also=SAYINGS["docker.containers"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=NEEDS,
)
def containers(context: Context) -> Reply:
    """Say which Docker containers there are and which of them run."""
    rows = either.cells(_docker(context, "container", "ls", "--all", CONTAINERS).stdout, 4)
    if not rows:
        return Reply("There is no container.")
    running = [row[0] for row in rows if row[2] == "running"]
    spoken = f"{capital(count(len(running), 'container runs', 'containers run'))}"
    which = f": {shortened(running, 5)}" if running else f", of {len(rows)}"
    table = [f"{name:24} {state:10} {status:24} {image}" for name, image, state, status in rows[:_SHOWN]]
    return Reply(f"{spoken}{which}.", "\n".join(table))


@skill(
    "docker.images",
    says=[
        "(which|what) [docker] images (are there|do i have|are installed|are pulled)",
        "(list|show|show me|tell me) [all] [the|my|of the|of my] docker images",
        "how many docker images (are there|do i have)",
        "(which|what) docker images are [there|here|on this machine]",
    ],
    also=SAYINGS["docker.images"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=NEEDS,
)
def images(context: Context) -> Reply:
    """Say which Docker images there are."""
    rows = either.cells(_docker(context, "image", "ls", IMAGES).stdout, 3)
    table = [f"{name:48} {size:>10}  {made}" for name, size, made in rows[:_SHOWN]]
    return Reply(f"{capital(count(len(rows), 'image'))}.", "\n".join(table))


@skill(
    "docker.status",
    says=[
        "is (docker|the docker daemon) (running|up|on|alive|working|there|started)",
        "(what is|what's) the (status|state) of docker",
        "(show|check) [me] [the] docker (status|state)",
        "how is docker [doing]",
        "docker (status|info)",
    ],
    also=SAYINGS["docker.status"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=NEEDS,
)
def status(context: Context) -> Reply:
    """Say whether Docker runs, and how much it holds."""
    rows = either.cells(_docker(context, "info", DAEMON).stdout, 4)
    for version, running, of, kept in rows:
        if version:
            return Reply(f"Docker {version} runs: {running} of {of} containers, {kept} images.")
    raise ProcessFault("Docker does not run here; to start it takes: sudo systemctl start docker")


def _act(context: Context, verb: str, name: str, done: str) -> Reply:
    """Have docker do it to the container of just that name."""
    there = _names(context)
    if name not in there:
        near = [one for one in there if re.sub(r"[\W_]", "", one) == re.sub(r"[\W_]", "", name)]
        which = f"there is {shortened(near or there, 6)}" if there else "there is none at all"
        return Reply(f"No container is called {name}; {which}.", ok=False)
    _docker(context, "container", verb, name)
    return Reply(f"{name} was {done}.")


@skill(
    "docker.restart",
    says=[
        "(restart|bounce|reboot|cycle) [the] [docker] container [called|named] {container}",
        "(restart|bounce|reboot|cycle) [the|my] {container} container",
        "(restart|bounce|cycle) {container} in docker",
        "stop and start the [docker] container {container}",
        "give the {container} container a restart",
    ],
    also=SAYINGS["docker.restart"],
    kind="command",
    effect=Effect.CHANGE,
    plan=lambda container: f"Restart the Docker container {container}: what it does stops meanwhile.",
    capabilities=NEEDS,
    timeout_s=120.0,
)
def restart(context: Context, container: Container) -> Reply:
    """Restart a Docker container."""
    return _act(context, "restart", container, "restarted")


def _started_again(cwd: Path, container: str) -> Inverse:
    del cwd
    return Inverse("docker.start", {"container": container})


@skill(
    "docker.stop",
    says=[
        "(stop|halt|shut down|end) [the] [docker] container [called|named] {container}",
        "(stop|halt|shut down|end) [the|my] {container} container",
        "(stop|halt) {container} in docker",
        "(turn|take) [the] [docker] container {container} (off|down)",
    ],
    also=SAYINGS["docker.stop"],
    kind="command",
    effect=Effect.DESTROY,
    plan=lambda container: f"Stop the Docker container {container}: what it holds in memory is lost.",
    undo=_started_again,
    capabilities=NEEDS,
    timeout_s=120.0,
)
def stop(context: Context, container: Container) -> Reply:
    """Stop a Docker container."""
    return _act(context, "stop", container, "stopped")


def _stopped_again(cwd: Path, container: str) -> Inverse:
    del cwd
    return Inverse("docker.stop", {"container": container})


@skill(
    "docker.start",
    says=[
        "(start|run|launch|resume) [the] [docker] container [called|named] {container} [again]",
        "(start|launch|resume) [the|my] {container} container [again]",
        "(start|launch) {container} in docker",
        "(turn|bring|put) [the] [docker] container {container} (on|up) [again]",
    ],
    also=SAYINGS["docker.start"],
    kind="command",
    effect=Effect.CHANGE,
    plan=lambda container: f"Start the Docker container {container}, which runs what is in it.",
    undo=_stopped_again,
    capabilities=NEEDS,
    timeout_s=120.0,
)
def start(context: Context, container: Container) -> Reply:
    """Start a Docker container that is there."""
    return _act(context, "start", container, "started")
