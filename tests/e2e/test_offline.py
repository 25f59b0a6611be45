"""After set-up Golem needs no network and asks for none."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.golem_process import Golem

pytestmark = pytest.mark.models

WATCH = """
import os, sys

def watch(event, args):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        os.write(2, f"NETWORK {event} {args}\\n".encode())
        os._exit(99)
    if event in ("socket.connect", "socket.bind", "socket.sendto") and isinstance(args[1], tuple):
        os.write(2, f"NETWORK {event} {args[1]}\\n".encode())
        os._exit(99)
    if event == "socket.__new__" and args[1] in (2, 10):
        os.write(2, f"NETWORK {event} {args}\\n".encode())
        os._exit(99)

sys.addaudithook(watch)
"""
"""Ends the process at the first internet socket or name look-up (PEP 578 audit events; AF_INET is 2, AF_INET6 10)."""


def cut_off() -> list[str]:
    """What to put before a command so that it runs in a network namespace of its own, without any network."""
    command = ["unshare", "--net", "--map-root-user"]
    if shutil.which("unshare") and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
        return command
    return []


def run_watched(golem: Golem, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run golem with every internet socket forbidden, and without a network where the kernel lets us take it away."""
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    environment = golem.environment()
    environment["PYTHONPATH"] = os.pathsep.join([str(tmp_path), environment["PYTHONPATH"]])
    return subprocess.run(
        [*cut_off(), *golem.command(*arguments)],
        cwd=golem.folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_the_watch_bites(golem: Golem, tmp_path: Path) -> None:
    """A pull does want the network, and is caught: the watch would see the others."""
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    environment = golem.environment() | {"PYTHONPATH": str(tmp_path)}
    program = "import socket; socket.socket(socket.AF_INET, socket.SOCK_STREAM)"
    done = subprocess.run(
        [golem.command()[0], "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 99
    assert "NETWORK" in done.stderr


@pytest.mark.parametrize(
    "text", ["make a folder called demo", "how much disk space is left", "what is my ip address", "git status"]
)
def test_commands_and_questions_open_no_socket(golem: Golem, tmp_path: Path, text: str) -> None:
    """Router, matcher, gate and skills keep to this machine."""
    done = run_watched(golem, tmp_path, "do", text, "--yes", "--json")
    assert "NETWORK" not in done.stderr
    assert json.loads(done.stdout)["executed"] is True, done.stderr


def test_chat_opens_no_socket(golem: Golem, tmp_path: Path) -> None:
    """The language model answers without a network."""
    pytest.importorskip("llama_cpp", reason="chat needs llama-cpp-python")
    done = run_watched(golem, tmp_path, "do", "tell me a joke", "--json")
    assert "NETWORK" not in done.stderr
    assert json.loads(done.stdout)["outcome"] == "chatted", done.stderr


def test_hearing_opens_no_socket(golem: Golem, tmp_path: Path, spoken: Path) -> None:
    """Voice activity and transcriber load and run without a network."""
    done = run_watched(golem, tmp_path, "hear", str(spoken), "--dry-run", "--json")
    assert "NETWORK" not in done.stderr
    assert json.loads(done.stdout.splitlines()[0])["skill"] == "files.make_folder", done.stderr
