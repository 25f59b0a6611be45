"""The clipboard: of a real X server, by the real xclip in the sandbox; secrets neither said nor shown."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.context import Completed
from skills.families import clipboard
from skills.process import ProcessFault, Runner
from skills.programs import Trust
from skills.registry import Registry
from skills.sandbox import Grant
from skills.testing import FakeContext
from tests.skills.conftest import WORKING


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """The name of an X server of its own."""
    for program in ("Xvfb", "xclip"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "64x64x8", "-nolisten", "tcp"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait(10)


def on(screen: str, folder: Path, home: Path) -> FakeContext:
    """A context with what the skills declare, and no more."""
    grant = Grant(Registry().skill("clipboard.read").capabilities, folder)
    return FakeContext(folder, runner=Runner(trust=Trust(home), environ={"DISPLAY": screen}, grant=grant))


def test_what_was_copied_is_there_for_others(screen: str, folder: Path, home: Path) -> None:
    """It outlives the call, another program sees it, and it is read back as it was."""
    context = on(screen, folder, home)
    context.session.last_spoken = "The build is green: \u00fc $(id) `id`\n"
    assert clipboard.read(context).spoken == "There is no text in the clipboard."
    assert clipboard.answer(context).spoken == "The last answer is in the clipboard."
    assert context.runner is not None
    context.runner.stop()
    seen = subprocess.run(
        ["xclip", "-selection", "clipboard", "-out"], env={"DISPLAY": screen}, capture_output=True, check=True
    )
    assert seen.stdout.decode() == context.session.last_spoken
    reply = clipboard.read(on(screen, folder, home))
    assert reply.spoken == "It holds: The build is green: \u00fc $(id) `id`"
    later = on(screen, folder, home)
    assert clipboard.path(later).spoken == f"The path of {folder.name} is in the clipboard."
    assert clipboard.read(later).printed == str(folder)
    clipboard.text(later, "hunter2!X9")
    assert "looks like a secret" in clipboard.read(later).spoken


def test_a_job_that_ends_leaves_the_clipboard(screen: str, folder: Path, home: Path) -> None:
    """What holds it has been started while the job ran, goes on as our own child, and is none of the job's."""
    job = Runner(trust=Trust(home), grant=WORKING)
    running = threading.Thread(target=lambda: job.run(["python3", "-c", "import time; time.sleep(2)"], cwd=folder))
    running.start()
    time.sleep(0.5)
    clipboard.text(on(screen, folder, home), "still there")
    running.join()
    assert clipboard.read(on(screen, folder, home)).printed == "still there"


SECRETS = [
    "hunter2!X9",
    "xK9#mmPq2$",
    "ghp_" + "a1B2" * 9,
    "password: swordfish",
    "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----",
    "AKIA" + "ABCDEFGHIJKLMNOP",
]
PLAIN = [
    "hello world",
    "https://example.org/A1?b=2",
    "README.md",
    "src/Main2.py",
    "ann42@example.org",
    "42",
    "libX11-6.so",
]


@pytest.mark.parametrize("held", SECRETS)
def test_a_secret_is_neither_said_nor_shown(folder: Path, held: str) -> None:
    """By what detectors know, and by how passwords are made."""
    reply = clipboard.read(FakeContext(folder, outputs={"xclip": held}))
    assert held not in reply.spoken + reply.printed
    assert "I neither say nor show it" in reply.spoken


@pytest.mark.parametrize("held", PLAIN)
def test_what_is_no_secret_is_told(folder: Path, held: str) -> None:
    """Names, addresses, words."""
    assert clipboard.read(FakeContext(folder, outputs={"wl-paste": held})).spoken == f"It holds: {held}"


def test_much_is_shown_and_not_said(folder: Path) -> None:
    """Its size aloud, its beginning on the screen."""
    reply = clipboard.read(FakeContext(folder, outputs={"xsel": "word " * 2000}))
    assert reply.spoken == "It holds 10,000 characters."
    assert len(reply.printed) < 4_100


def test_nothing_copied_is_told(folder: Path) -> None:
    """Each program's own way to say so."""
    for said in ("Nothing is copied\n", "No selection\n", "Error: target STRING not available\n"):
        outputs = {"wl-paste": Completed(("wl-paste",), 1, "", said)}
        context = FakeContext(folder, outputs=outputs)
        assert clipboard.read(context).spoken == "There is no text in the clipboard."


def test_nothing_to_copy_or_too_much_is_told(folder: Path) -> None:
    """And starts nothing."""
    context = FakeContext(folder)
    assert clipboard.answer(context).spoken == "Nothing was answered yet."
    assert not clipboard.text(context, "x" * 100_001).ok
    assert context.started == []


def test_without_a_program_it_is_told(folder: Path) -> None:
    """Which would do, and how one is had."""
    with pytest.raises(
        ProcessFault, match=r"needs wl-copy, xclip or xsel, and none is installed here; .* wl-clipboard"
    ):
        clipboard.text(FakeContext(folder), "x")


def test_text_is_handed_over_by_standard_input(folder: Path) -> None:
    """Never as an argument, which everybody on the machine can read."""
    context = FakeContext(folder, outputs={"wl-copy": ""})
    clipboard.text(context, "-x secret")
    assert context.started == [("wl-copy", "--type=text/plain")]
    assert context.left == ["-x secret"]


@given(st.text())
def test_any_text_is_judged(held: str) -> None:
    """Without a fault."""
    assert clipboard.looks_secret(held) in (True, False)


@pytest.mark.skipif(shutil.which("xclip") is None, reason="xclip is not installed")
def test_no_screen_is_told(folder: Path, home: Path) -> None:
    """Whatever the program says of it."""
    for act in (clipboard.read, lambda context: clipboard.text(context, "x")):
        with pytest.raises(ProcessFault, match="no screen can be reached"):
            act(on("", folder, home))
