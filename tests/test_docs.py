"""The documentation holds: every command parses, every setting shown is accepted, every target and page exists."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from policies.settings import load as load_policy
from shell.cli import COMMANDS, build_parser
from shell.commands.config import schema
from shell.config import convert

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PAGES += [*sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs/skills").glob("*.md"))]
CODE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b|[\[\]|…]|\.\.\.")


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """A page's fenced blocks: language and text."""
    yield from CODE.findall(page.read_text("utf-8"))


def commands(page: Path) -> Iterator[str]:
    """Every command line that a page shows, in blocks or in the text, without its comment."""
    text = page.read_text("utf-8")
    for _, block in blocks(page):
        for line in block.splitlines():
            command = line.removeprefix("$ ").split("   ")[0]
            if command.startswith(("golem", "make ")):
                yield command
    for code in INLINE.findall(CODE.sub("", text)):
        if code.startswith(("golem ", "make ")):
            yield code


FAMILIES = {"golem models", "golem skills", "golem config"}
"""Spoken of as a whole; by themselves they ask for an action."""
GOLEM = sorted({(page.name, line) for page in PAGES for line in commands(page) if line.startswith("golem")})
MAKE = sorted({(page.name, line) for page in PAGES for line in commands(page) if line.startswith("make ")})


@pytest.mark.parametrize(
    ("page", "line"), [row for row in GOLEM if not PLACEHOLDER.search(row[1]) and row[1] not in FAMILIES]
)
def test_every_command_shown_is_one(page: str, line: str) -> None:
    """A golem command in the documentation is accepted by the command line."""
    arguments = shlex.split(line, comments=True)[1:]
    try:
        build_parser().parse_args(arguments)
    except SystemExit as stop:
        assert stop.code == 0, f"{page}: {line}"


@pytest.mark.parametrize(("page", "line"), MAKE)
def test_every_make_target_shown_is_there(page: str, line: str) -> None:
    """A make target in the documentation is in the Makefile."""
    target = line.split()[1]
    assert re.search(rf"^(?:[\w ]+ )?{re.escape(target)}(?: [\w ]+)?:", (ROOT / "Makefile").read_text("utf-8"), re.M), (
        page
    )


@pytest.mark.parametrize("command", [command.__name__.rpartition(".")[2] for command in COMMANDS])
def test_every_command_is_in_the_readme(command: str) -> None:
    """Nothing that golem can do is missing from the first page."""
    assert f"golem {command}" in (ROOT / "README.md").read_text("utf-8")


def test_configuration_examples_are_accepted() -> None:
    """Each TOML block of docs/configuration.md is a config file."""
    found = [text for language, text in blocks(ROOT / "docs/configuration.md") if language == "toml"]
    assert found
    for text in found:
        convert(tomllib.loads(text), Path("config.toml"))


def test_policy_examples_are_accepted(tmp_path: Path) -> None:
    """Each TOML block of docs/policy.md is a policy file."""
    found = [text for language, text in blocks(ROOT / "docs/policy.md") if language == "toml"]
    assert found
    for text in found:
        (tmp_path / "policy.toml").write_text(text, "utf-8")
        load_policy(tmp_path / "policy.toml")


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link names a file that is there."""
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if not target.startswith("generated/"):  # written by docs/generate.py when the site is built
            assert (page.parent / target).exists(), target


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    """Every page is in the contents, every link between pages and every picture leads somewhere."""
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet", "--fresh-env"]
    made = subprocess.run([*command, ROOT / "docs", tmp_path], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    design = (tmp_path / "design.html").read_text("utf-8")
    assert "handed over" in design
    assert "open vim" in (tmp_path / "say.html").read_text("utf-8")
    assert json.loads((tmp_path / "config.schema.json").read_text("utf-8")) == json.loads(schema())


def test_reference_for_authors_is_current() -> None:
    """docs/skills/reference.md is what `python docs/reference.py` makes of the docstrings as they are."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs/reference.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    assert reference.PAGE.read_text("utf-8") == reference.page(), "run: python docs/reference.py"
