"""Docker by a stand-in of its client, and by the real one where it is installed and no daemon runs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from intents.model import Resolved, Scene, Unresolved
from skills.families import docker
from skills.process import ProcessFault, Runner
from skills.programs import Trust
from skills.registry import Registry
from skills.sandbox import Grant
from skills.spec import Effect
from skills.testing import FakeContext
from tests.skills.stand_ins import stood_in

PS = r"web\tnginx:1.27\trunning\tUp 2 hours\ndb_main\tpostgres:16\texited\tExited (0) 3 days ago\n"
CLIENT = rf"""
case "$1 $2" in
  "container ls") printf '{PS}' ;;
  "image ls") printf 'nginx:1.27\t192MB\t5 weeks ago\n' ;;
  "info --format"*) printf '28.1.1\t1\t2\t7\n' ;;
  "container restart"|"container start"|"container stop") echo "$3" ;;
  *) exit 9 ;;
esac
"""
DOWN = "echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is it running?' >&2; exit 1"


@pytest.fixture
def here(folder: Path, home: Path) -> FakeContext:
    """A machine with two containers, one of them running."""
    return stood_in(folder, home, {"docker": CLIENT}, "docker.restart")


def test_what_there_is_is_told(here: FakeContext) -> None:
    """Containers with their states, images with their sizes, and the daemon."""
    reply = docker.containers(here)
    assert reply.spoken == "1 container runs: web."
    assert "db_main" in reply.printed
    assert "Exited (0) 3 days ago" in reply.printed
    reply = docker.images(here)
    assert reply.spoken == "1 image."
    assert "192MB" in reply.printed
    assert docker.status(here).spoken == "Docker 28.1.1 runs: 1 of 2 containers, 7 images."


def test_only_the_container_of_that_name_is_touched(here: FakeContext) -> None:
    """What was shown in the question is what docker gets; another name is none, however near."""
    assert docker.restart(here, "web").spoken == "web was restarted."
    assert here.started[-1] == ("docker", "container", "restart", "web")
    assert docker.stop(here, "web").spoken == "web was stopped."
    assert docker.start(here, "db_main").spoken == "db_main was started."
    before = len(here.started)
    reply = docker.restart(here, "db-main")
    assert (reply.ok, reply.spoken) == (False, "No container is called db-main; there is db_main.")
    assert [argv[2] for argv in here.started[before:]] == ["ls"]


def test_what_stops_is_asked_about_and_can_be_started_again() -> None:
    """To stop one loses what it holds in memory; the policy that comes with Golem asks before a restart."""
    registry = Registry()
    assert registry.skill("docker.stop").effect is Effect.DESTROY
    undone = docker._started_again(Path("/"), "web")
    assert (undone.skill, undone.arguments) == ("docker.start", {"container": "web"})
    assert all(registry.skill(f"docker.{name}").effect is Effect.OBSERVE for name in ("containers", "images", "status"))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (DOWN, "Docker does not run here"),
        ("echo 'permission denied while trying to connect to the Docker daemon socket' >&2; exit 1", "group docker"),
        ("echo 'something else' >&2; exit 1", "docker could not do it: something else"),
    ],
)
def test_why_it_cannot_be_done_is_told(folder: Path, home: Path, script: str, said: str) -> None:
    """A daemon that does not run, or may not be asked, in one line each."""
    with pytest.raises(ProcessFault, match=said):
        docker.containers(stood_in(folder, home, {"docker": script}, "docker.containers"))


def test_no_docker_at_all_is_told(folder: Path, home: Path) -> None:
    """And how it is had."""
    with pytest.raises(ProcessFault, match=r"docker is not installed here\. Install it, .* docker\.io"):
        docker.containers(stood_in(folder, home, {}, "docker.containers"))


@pytest.mark.skipif(
    shutil.which("docker") is None or os.path.exists("/var/run/docker.sock"),  # noqa: PTH110 - as docker has it
    reason="docker is not installed, or runs: no test of Golem's asks a real one",
)
def test_the_real_client_says_that_nobody_answers(folder: Path, home: Path) -> None:
    """The real client, in the sandbox, with the real arguments."""
    grant = Grant(Registry().skill("docker.status").capabilities, folder)
    context = FakeContext(folder, runner=Runner(trust=Trust(home), environ={}, grant=grant))
    for ask in (docker.containers, docker.images, docker.status):
        with pytest.raises(ProcessFault, match="Docker does not run here"):
            ask(context)


@pytest.mark.parametrize("said", ["-v", "/etc", "one for the whole ship", "web;id", "$(id)", "web --time=0", "é", ""])
def test_what_is_no_name_is_none(said: str, tmp_path: Path) -> None:
    """An option, a path, a sentence."""
    assert isinstance(docker.Named().resolve(said, Scene(tmp_path, tmp_path)), Unresolved)


def test_a_name_is_written_as_docker_writes_it(tmp_path: Path) -> None:
    """Separators that were said, and words apart."""
    heard = Scene(tmp_path, tmp_path, heard=True)
    for said, name in (("Web server", "web-server"), ("my underscore app", "my_app"), ("web", "web")):
        assert docker.Named().resolve(said, heard) == Resolved(name, 1.0)
