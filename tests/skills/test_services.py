"""Unix sockets for declared services: what leads to one is handed on, and nothing else is opened by it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills import sandbox, services
from skills.capabilities import ANY, Capabilities, CapabilityFault
from skills.options import TABLES
from skills.process import Runner
from skills.programs import Trust
from skills.registry import Registry
from skills.sandbox import Grant, Ground
from skills.services import PASSES, SERVICES
from skills.spec import Origin
from tests.skills.conftest import TRIED

whole = pytest.mark.skipif(bool(sandbox.shortcomings()), reason="this kernel does not hold everything")


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A socket that is listened on; its path may be longer than one may bind."""
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("bus")
        listening.listen()
        yield tmp_path / "bus"


LEADS_ELSEWHERE = [
    ("DBUS_SESSION_BUS_ADDRESS", "unixexec:path=/usr/bin/id"),
    ("DBUS_SESSION_BUS_ADDRESS", "tcp:host=127.0.0.1,port=80"),
    ("DBUS_SESSION_BUS_ADDRESS", "autolaunch:"),
    ("DBUS_SESSION_BUS_ADDRESS", "unix:abstract=@BUS@"),
    ("DBUS_SESSION_BUS_ADDRESS", "unix:path=@BUS@;unixexec:path=/usr/bin/id"),
    ("DBUS_SESSION_BUS_ADDRESS", "unix:path=@BUS@,guid=x"),
    ("DBUS_SESSION_BUS_ADDRESS", "unix:path=@BUS@%2f"),
    ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"),
    ("PULSE_SERVER", "tcp:127.0.0.1"),
    ("PULSE_SERVER", "example.org"),
    ("PULSE_SERVER", "unix:@BUS@ tcp:evil"),
    ("PULSE_SERVER", "{0}unix:@BUS@"),
    ("DISPLAY", "evil:0"),
    ("DISPLAY", "tcp/evil:0"),
    ("DISPLAY", ":0\n"),
    ("WAYLAND_DISPLAY", "/tmp/evil"),
    ("WAYLAND_DISPLAY", "../evil"),
    ("XDG_RUNTIME_DIR", "run"),
    ("XDG_RUNTIME_DIR", "/nonexistent"),
    ("XAUTHORITY", "/dev/zero"),
    ("PULSE_COOKIE", "/"),
]


@pytest.mark.parametrize(("name", "value"), LEADS_ELSEWHERE)
def test_what_leads_elsewhere_is_left_out(name: str, value: str, bus: Path) -> None:
    """Another machine, a program to be started, a file that is none: the variable is not there, and doctor names it."""
    inherited = {name: value.replace("@BUS@", str(bus))}
    assert services.variables(SERVICES, inherited) == {}
    assert services.refused(inherited) == [name]


def test_what_leads_to_a_socket_of_ones_own_is_handed_on(bus: Path) -> None:
    """And only to what declared that service."""
    inherited = {
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={bus},guid={'0' * 32}",
        "PULSE_SERVER": f"unix:{bus}",
        "XDG_RUNTIME_DIR": str(bus.parent),
        "DISPLAY": ":1.0",
        "WAYLAND_DISPLAY": "wayland-0",
        "LD_PRELOAD": "evil.so",
    }
    assert services.variables(("session",), inherited).keys() == {"XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"}
    assert services.variables(("sound", "screen"), inherited).keys() == inherited.keys() - {
        "DBUS_SESSION_BUS_ADDRESS",
        "LD_PRELOAD",
    }
    assert services.variables(("docker",), inherited) == {}
    assert services.variables((), inherited) == {}


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
def test_another_users_socket_is_not_followed(bus: Path) -> None:
    """Whoever owns it would answer in the service's place."""
    os.chown(bus, 12345, 12345)
    assert services.variables(("sound",), {"PULSE_SERVER": f"unix:{bus}"}) == {}
    bus.parent.chmod(0o777)
    assert services.variables(("sound",), {"XDG_RUNTIME_DIR": str(bus.parent)}) == {}


@given(st.dictionaries(st.sampled_from([*PASSES, "PATH", "LD_PRELOAD"]), st.text()))
def test_any_value_is_judged(inherited: dict[str, str]) -> None:
    """Whatever is inherited, what is handed on shows, and no other name comes through."""
    found = services.variables(SERVICES, inherited)
    assert found.keys() <= PASSES.keys()
    assert all(value.isprintable() for value in found.values())


CODE = """
import socket, sys
for family, kind, to in (("UNIX", "STREAM", sys.argv[1]), ("UNIX", "DGRAM", sys.argv[1]), ("INET", "STREAM", 0),
                         ("INET", "DGRAM", 0), ("NETLINK", "RAW", 0)):
    try:
        made = socket.socket(getattr(socket, "AF_" + family), getattr(socket, "SOCK_" + kind))
        made.connect(to) if to else None
        print(family, kind)
    except PermissionError:
        pass
"""


@whole
def test_the_kernel_admits_unix_streams_where_a_service_is_declared(home: Path, folder: Path, bus: Path) -> None:
    """And no other socket: no datagrams, no network; without the declaration none at all."""

    def made(declared: tuple[str, ...]) -> str:
        grant = Grant(Capabilities(options={**TRIED, "python3": ("-c ANY",)}, services=declared), folder)
        runner = Runner(trust=Trust(home), environ={}, ground=Ground(home), grant=grant)
        return runner.run(["python3", "-c", CODE, str(bus)], cwd=folder).stdout

    assert made(("session",)) == "UNIX STREAM\n"
    assert made(()) == ""


@whole
def test_the_variables_reach_only_what_declared_the_service(home: Path, folder: Path, bus: Path) -> None:
    """In the very environment of the program."""
    environ = {"PULSE_SERVER": f"unix:{bus}", "DISPLAY": ":1"}

    def seen(declared: tuple[str, ...]) -> str:
        grant = Grant(Capabilities(options=TRIED, services=declared), folder)
        return Runner(trust=Trust(home), environ=environ, grant=grant).run(["env"], cwd=folder).stdout

    assert f"PULSE_SERVER=unix:{bus}\n" in seen(("sound",))
    assert "DISPLAY" not in seen(("sound",))
    assert "PULSE" not in seen(())


def test_places_are_named_by_what_was_handed_on(home: Path) -> None:
    """A place whose variable was left out is none."""
    given_ = {"XDG_RUNTIME_DIR": "/run/user/1", "WAYLAND_DISPLAY": "wayland-0"}
    found = list(services.places(("screen",), given_, home))
    assert found == [Path("/run/user/1/wayland-0"), Path("/tmp/.X11-unix"), home / ".Xauthority"]
    assert Path("/run/user/1/wayland-0") not in services.places(("screen",), {}, home)


@pytest.mark.parametrize(
    "wrong",
    [
        {"services": ("internet",)},
        {"services": ("sound",), "hosts": ("a:1",)},
        {"services": ("sound",), "binaries": (ANY,)},
    ],
)
def test_a_service_goes_with_nothing_wide(wrong: dict[str, tuple[str, ...]]) -> None:
    """No unknown one, none beside a network, and none for what may start anything."""
    with pytest.raises(CapabilityFault, match="service"):
        Capabilities(**wrong)  # type: ignore[arg-type] # what is wrong is the test


def test_golems_own_skills_reach_services_by_fixed_programs_alone() -> None:
    """Each starts only programs of Golem's table, and says in its description what it speaks to."""
    reaching = [one for one in Registry().skills if one.capabilities.services]
    assert {name for one in reaching for name in one.capabilities.services} <= set(SERVICES)
    for one in reaching:
        assert one.origin is Origin.BUILTIN
        assert set(one.capabilities.binaries) <= set(TABLES)
        assert not one.capabilities.options
        assert "speaks to" in one.capabilities.describe()
