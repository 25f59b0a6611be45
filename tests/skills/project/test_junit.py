"""JUnit's XML, which comes from code that may write anything: read as data, refused where it is more than a report."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.project import junit
from skills.project.junit import ReportFault
from skills.project.results import MOST_DETAILS, MOST_FAILURES

CASE = '<testcase classname="tests.test_a.TestX" file="tests/test_a.py" line="3" name="test_b[1]">{}</testcase>'
FAILED = CASE.format('<failure message="assert 1 == 2">def test_b\ntests/test_a.py:5: AssertionError</failure>')


def report(*cases: str) -> bytes:
    """A report with these cases."""
    return f"<?xml version='1.0'?><testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a file of tests."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_a.py").write_text("x\n" * 9)
    return tmp_path.resolve()


def test_a_failure_has_name_reason_and_place(folder: Path) -> None:
    """The name as pytest takes it, and the line where it failed, not where the test begins."""
    found = junit.read(report(FAILED, CASE.format(""), CASE.format("<skipped/>")), "pytest", folder)
    assert found.ran == 2
    (one,) = found.failures
    assert one.name == "tests/test_a.py::TestX::test_b[1]"
    assert one.message == "assert 1 == 2"
    assert (one.file, one.line) == (folder / "tests/test_a.py", 5)


def test_where_the_text_tells_no_place_the_tests_own_is_taken(folder: Path) -> None:
    """pytest counts lines from 0, and we from 1."""
    (one,) = junit.read(report(CASE.format("<error>boom</error>")), "pytest", folder).failures
    assert (one.file, one.line, one.message) == (folder / "tests/test_a.py", 4, "boom")


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;" * 10}">' for n in range(9))
    + "]><testsuite>&a8;</testsuite>"
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuite/>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><testsuite>&e;</testsuite>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/"> %p;]><testsuite/>',
        "<!DOCTYPE x><testsuite/>",
        "<testsuite>&undefined;</testsuite>",
        "<testsuite>",
        "",
        "\x00",
        "nothing",
        "<a>" * 40 + "</a>" * 40,
    ],
    ids=range(11),
)
def test_what_is_no_plain_report_is_refused(folder: Path, text: str) -> None:
    """Entities, outward references, document types, too deep nesting and what is no XML: none is read further."""
    with pytest.raises(ReportFault):
        junit.read(text.encode(), "pytest", folder)


@pytest.mark.parametrize(
    "file",
    [
        "../outside.py",
        "/etc/passwd",
        "tests/link.py",
        "tests",
        "tests/pipe.py",
        "tests/nothing.py",
        "x" * 5000,
        "a&#10;b",
    ],
)
def test_a_place_out_of_the_project_is_none(folder: Path, file: str) -> None:
    """By a path upwards, an absolute one, a link, or to what is no file."""
    import os

    (folder.parent / "outside.py").write_text("x\n")
    (folder / "tests/link.py").symlink_to(folder.parent / "outside.py")
    os.mkfifo(folder / "tests/pipe.py")
    case = f'<testcase file="{file}" name="t" line="1"><failure>{file}:1: Error</failure></testcase>'
    (one,) = junit.read(report(case), "pytest", folder).failures
    assert (one.file, one.line) == (None, None)


def test_numbers_that_are_none_are_none(folder: Path) -> None:
    """A line is a plain small number or nothing."""
    for line in ("-5", "1e9", "9" * 40, "٣", "x", ""):
        case = f'<testcase file="tests/test_a.py" name="t" line="{line}"><failure/></testcase>'
        (one,) = junit.read(report(case), "pytest", folder).failures
        assert one.line is None


def test_what_is_kept_is_bounded(folder: Path) -> None:
    """Of many failures and long texts."""
    many = [f'<testcase name="t{n}"><failure>{"x" * 50_000 if n < 3 else ""}</failure></testcase>' for n in range(900)]
    found = junit.read(report(*many), "pytest", folder)
    assert len(found.failures) == MOST_FAILURES
    assert max(len(one.details) for one in found.failures) == MOST_DETAILS


@given(st.binary(max_size=200))
def test_any_bytes_are_a_report_or_a_fault(data: bytes) -> None:
    """And nothing else."""
    try:
        junit.read(data, "pytest", Path("/nowhere"))
    except ReportFault:
        return
