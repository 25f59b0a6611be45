"""A report that a program was told to write: read as a file of its own, whatever the program made of it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from skills.process import Runner
from skills.reports import MOST_BYTES, REPORT, asked, named
from skills.sandbox import Grant
from tests.skills.conftest import TRIED, WORKING

WRITES = "import sys,os; path=sys.argv[1].partition('=')[2]; "


def wrote(runner: Runner, folder: Path, code: str) -> bytes:
    """What comes of a program that does `code` with the report's `path`."""
    from dataclasses import replace

    options = {**TRIED, "python3": ("-c ANY", "--out=")}
    runner = runner.fresh(Grant(replace(WORKING.capabilities, options=options)))
    return runner.run(["python3", "-c", WRITES + code, f"--out={REPORT}"], cwd=folder).report


def test_what_it_wrote_is_read(runner: Runner, folder: Path) -> None:
    """The file is in its own folder for temporary files, which is gone afterwards."""
    said = wrote(runner, folder, "open(path, 'w').write(path)").decode()
    assert said.startswith("/")
    assert not Path(said).exists()
    assert not Path(said).parent.exists()


@pytest.mark.parametrize(
    "code",
    [
        "pass",
        "os.symlink('/etc/passwd', path)",
        "os.mkfifo(path)",
        "os.mkdir(path)",
        f"f = open(path, 'wb'); f.truncate({MOST_BYTES + 1})",
        "open(path, 'w').write('x'); os.link(path, path + '2')",
    ],
)
def test_what_is_no_plain_file_of_its_own_is_nothing(runner: Runner, folder: Path, code: str) -> None:
    """A link, a pipe, a folder, a file with another name, one that is too long: none is read."""
    assert wrote(runner, folder, code) == b""


def test_only_an_option_asks_for_a_report(tmp_path: Path) -> None:
    """A file's name never does, nor anything after the operands' mark."""
    assert asked([f"--junitxml={REPORT}"])
    assert not asked([REPORT, f"x={REPORT}", "--", f"--junitxml={REPORT}"])
    with ExitStack() as leaves:
        put, _report = named([f"--junitxml={REPORT}", "--", f"--a={REPORT}"], tmp_path, leaves)
    assert put == [f"--junitxml={tmp_path}/report", "--", f"--a={REPORT}"]
