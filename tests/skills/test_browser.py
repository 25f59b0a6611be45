"""The browser, by the real xdg-open: what it is given, that it goes on, and that nothing else is opened so."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from skills.families import browser
from skills.options import OptionRefused
from skills.process import ProcessFault, ProgramMissing, Runner
from skills.programs import Trust
from skills.registry import Registry
from skills.sandbox import Grant
from skills.testing import FakeContext

needed = pytest.mark.skipif(shutil.which("xdg-open") is None, reason="xdg-open is not installed (xdg-utils)")


@pytest.fixture
def opening(folder: Path, home: Path) -> FakeContext:
    """A home in which a script that writes down what it gets is the browser; a screen is said to be there."""
    script = home / "browser"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {home}/opened\nenv > {home}/environment\nexec sleep 30\n')
    script.chmod(0o755)
    applications = home / ".local/share/applications"
    applications.mkdir(parents=True)
    (applications / "tester.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=T\nExec={script} %u\nMimeType=x-scheme-handler/https;\n"
    )
    (home / ".config").mkdir()
    (home / ".config/mimeapps.list").write_text(
        "[Default Applications]\nx-scheme-handler/https=tester.desktop\nx-scheme-handler/http=tester.desktop\n"
    )
    environ = {"DISPLAY": ":99", "BROWSER": "/bin/false", "LD_PRELOAD": "/nonexistent.so"}
    grant = Grant(Registry().skill("browser.page").capabilities, folder)
    return FakeContext(folder, runner=Runner(trust=Trust(home), environ=environ, grant=grant))


@needed
def test_the_persons_browser_gets_just_the_address(opening: FakeContext, home: Path) -> None:
    """By what their desktop says, not by a variable; it goes on when the call is over, in a clean environment."""
    url = "https://example.org/a?q=$(touch%20x)'"
    reply = browser.page(opening, url)
    assert (reply.ok, reply.printed) == (True, f"opened {url}")
    deadline = time.monotonic() + 10
    while not (home / "environment").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (home / "opened").read_text() == f"{url}\n"
    environment = (home / "environment").read_text()
    assert "DISPLAY=:99\n" in environment
    assert "LD_PRELOAD" not in environment
    assert opening.runner is not None
    opening.runner.stop()
    assert _running(home / "browser")
    for pid in _running(home / "browser"):
        _end(pid)


def _running(script: Path) -> list[int]:
    """The processes that the script became, by the folder that is their home."""
    found = []
    for place in Path("/proc").iterdir():
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
            if words[:2] == [b"sleep", b"30"] and str(script.parent).encode() in (place / "environ").read_bytes():
                found.append(int(place.name))
        except (OSError, ValueError):  # it ended, or is none
            continue
    return found


def _end(pid: int) -> None:
    import os
    import signal

    os.kill(pid, signal.SIGTERM)


@needed
@pytest.mark.parametrize("what", ["file:///etc/passwd", "/etc/passwd", "javascript:alert(1)", "https://a@b.org/", "-x"])
def test_nothing_else_is_opened_so(opening: FakeContext, home: Path, what: str) -> None:
    """Whatever a skill hands over."""
    with pytest.raises(OptionRefused):
        opening.leave(["xdg-open", what])
    assert not (home / "opened").exists()


def test_only_a_few_programs_may_go_on(folder: Path, home: Path) -> None:
    """What a skill starts ends with the call, but for what is listed."""
    grant = Grant(Registry().skill("git.status").capabilities, folder)
    with pytest.raises(ProcessFault, match="may go on after their call"):
        Runner(trust=Trust(home), environ={}, grant=grant).leave(["git", "status"], cwd=folder)


def test_without_xdg_open_it_is_told(folder: Path) -> None:
    """And how it is had."""
    with pytest.raises(ProgramMissing, match=r"xdg-open is not installed here\. Install it, .* xdg-utils"):
        browser.search(FakeContext(folder), "rust")


@needed
def test_no_browser_at_all_is_told(folder: Path, home: Path) -> None:
    """No screen, no browser: the program's own words, or that it failed."""
    grant = Grant(Registry().skill("browser.page").capabilities, folder)
    system = home.parent / "system"
    system.mkdir()
    (system / "xdg-open").symlink_to("/usr/bin/xdg-open")
    runner = Runner(trust=Trust(home, system=(system,)), environ={}, grant=grant)
    with pytest.raises(ProcessFault, match="no browser opened it"):
        browser.page(FakeContext(folder, runner=runner), "https://example.org/")
