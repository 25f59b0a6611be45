"""systemd's units by a stand-in of its client, and by the real one where systemd did not start the machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from skills import units as files
from skills.families import units
from skills.process import ProcessFault, Runner
from skills.programs import Trust
from skills.registry import Registry
from skills.sandbox import Grant
from skills.testing import FakeContext
from tests.skills.stand_ins import stood_in

SHOW = r"Id=nginx.service\nDescription=A web server\nLoadState=loaded\nActiveState=%s\nSubState=%s\nResult=%s\n"
RUNS = SHOW % ("active", "running", "success") + r"ActiveEnterTimestamp=Sat 2026-11-28\n"
CLIENT = rf"""
[ "$1" = --user ] && side=user && shift
[ "$1" = --no-pager ] || exit 9
shift
case "$1 $2 $3" in
  "show --property="*nginx.service) printf '{RUNS}' ;;
  "show --property="*bad.service) printf '{SHOW % ("failed", "failed", "exit-code")}' ;;
  "show --property="*) printf 'Id=x\nLoadState=not-found\nActiveState=inactive\n' ;;
  "list-units --failed --plain") [ "$side" ] || echo 'bad.service loaded failed failed A bad one' ;;
  "--no-ask-password restart nginx.service") [ "$side" ] && exit 0
     echo 'Failed to restart nginx.service: Interactive authentication required.' >&2; exit 1 ;;
  "--no-ask-password restart "*) echo "Job for $3 failed." >&2; exit 1 ;;
  *) exit 9 ;;
esac
"""


@pytest.fixture
def here(folder: Path, home: Path) -> FakeContext:
    """A machine on which one unit runs and one has failed, and where nobody is an administrator."""
    return stood_in(folder, home, {"systemctl": CLIENT}, "units.restart")


def test_how_a_unit_fares_is_told(here: FakeContext) -> None:
    """Short aloud; since when, or why not, on the screen."""
    reply = units.status(here, "nginx")
    assert reply.spoken == "nginx is active (running)."
    assert "nginx.service: A web server\nactive (running) since Sat 2026-11-28" in reply.printed
    reply = units.status(here, "bad")
    assert (reply.ok, reply.spoken) == (False, "bad is failed.")
    assert "result: exit-code" in reply.printed
    assert units.status(here, "none").spoken == "The system's systemd knows no none.service."


def test_what_failed_is_told_of_both_sides(here: FakeContext) -> None:
    """The system's and the user's."""
    reply = units.failed(here)
    assert reply.spoken == "1 unit has failed: bad.service."
    assert reply.printed.startswith("system bad.service")
    assert [argv[1] for argv in here.started] == ["--no-pager", "--user"]


def test_a_restart_says_why_it_may_not(here: FakeContext) -> None:
    """Nobody is asked for a password; a unit of one's own is restarted, and one that does not start is told of."""
    reply = units.restart(here, "nginx")
    assert not reply.ok
    assert reply.spoken == (
        "nginx.service was not restarted: that takes an administrator's rights, which Golem does not ask for."
    )
    assert here.started[-1] == ("systemctl", "--no-pager", "--no-ask-password", "restart", "nginx.service")
    assert units.restart(here, "nginx", "user").spoken == "nginx.service was restarted."
    assert units.restart(here, "bad").spoken == "bad.service was not restarted: Job for bad.service failed."


def test_the_question_names_the_unit_and_whose_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By the folder that its file is in, where it was not said."""
    (tmp_path / "sync.service").touch()
    monkeypatch.setitem(files.FOLDERS, "user", (str(tmp_path),))
    assert units.plan_restart("sync") == "Restart sync.service, a unit of the user: what it does stops meanwhile."
    assert units.plan_restart("sync", "system").startswith("Restart sync.service, a unit of the system")


def test_no_systemctl_is_told(folder: Path, home: Path) -> None:
    """Where systemd does not run the machine there may be none."""
    with pytest.raises(ProcessFault, match="units need systemctl, which this machine has not"):
        units.failed(stood_in(folder, home, {}, "units.failed"))


@pytest.mark.skipif(
    shutil.which("systemctl") is None or os.path.exists("/run/systemd/system"),  # noqa: PTH110 - sd_booted(3)
    reason="systemctl is not installed, or systemd runs this machine: no test restarts its units",
)
def test_the_real_client_says_that_nobody_answers(folder: Path, home: Path) -> None:
    """The real client, in the sandbox, with the real arguments."""
    grant = Grant(Registry().skill("units.restart").capabilities, folder)
    context = FakeContext(folder, runner=Runner(trust=Trust(home), environ={}, grant=grant))
    for ask in (units.failed, lambda given: units.status(given, "dbus"), lambda given: units.restart(given, "dbus")):
        with pytest.raises(ProcessFault, match="systemd does not answer here: "):
            ask(context)


def test_units_are_read_from_their_folders(tmp_path: Path) -> None:
    """Services without their ending, others with it; templates, odd names and folders are none."""
    for name in ("nginx.service", "nightly.timer", "getty@.service", "getty@tty1.service", "-x.service", "a b.service"):
        (tmp_path / name).touch()
    (tmp_path / "nginx.service.d").mkdir()
    folders: dict[files.Side, tuple[str, ...]] = {"system": (str(tmp_path),), "user": ("/nonexistent",)}
    assert files.names(folders) == ("getty@tty1", "nginx", "nightly.timer")
    assert files.side_of("nginx", folders) == "system"
    assert files.whole("nginx") == "nginx.service"
    assert files.whole("nightly.timer") == "nightly.timer"
