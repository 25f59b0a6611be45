"""The network and the open ports of the machine that the tests run on."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from skills import machine
from skills.families import network
from skills.machine import Link, Listener
from skills.testing import FakeContext


def test_a_port_that_is_listened_on_is_found(folder: Path) -> None:
    """A real listener of this very process, by its port and name."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        found = [one for number, one in machine.all_listeners() if number == port]
        assert [(one.address, one.kind) for one in found] == [("127.0.0.1", "tcp")]
        assert found[0].name
        assert f"{port:>6} tcp" in network.ports(FakeContext(folder)).printed
    assert port not in [number for number, _one in machine.all_listeners()]


def test_ports_are_told_short(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their numbers aloud, who listens and for whom on the screen."""
    rows = [(22, Listener("::", "tcp", 1, "sshd")), (53, Listener("127.0.0.1", "udp", None, ""))]
    monkeypatch.setattr(machine, "all_listeners", lambda: rows)
    reply = network.ports(FakeContext(folder))
    assert reply.spoken == "1 TCP port is open: 22."
    assert "everyone" in reply.printed
    assert "not yours" in reply.printed
    monkeypatch.setattr(machine, "all_listeners", list)
    assert network.ports(FakeContext(folder)).spoken == "No open port can be seen from here."


def test_whether_it_is_connected_is_told_from_the_way_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the default route; nothing is sent to find out."""
    monkeypatch.setattr(machine, "links", lambda: [Link("eth0", True, 1000, ("192.0.2.7",), 10, 2_000_000)])
    monkeypatch.setattr(machine, "gateway", lambda: "eth0")
    reply = network.status(FakeContext(folder))
    assert reply.spoken == "Connected by eth0; whether the internet answers I do not try."
    assert "192.0.2.7  received 2 MB, sent 10 bytes" in reply.printed
    monkeypatch.setattr(machine, "gateway", lambda: None)
    assert network.status(FakeContext(folder)).spoken == "This machine has no way to other networks."


def test_real_links_can_be_read() -> None:
    """Whatever this machine has."""
    assert all(link.name != "lo" for link in machine.links())
    assert machine.gateway() is None or machine.gateway()
