"""docs/security.md: each promise names tests, and each of those is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_that_it_names_exists(file: str, name: str) -> None:
    """A promise is held by a test of that name in that file."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_promise_names_a_test() -> None:
    """No line of "What holds" stands without one."""
    holds = PAGE.partition("## What holds")[2].partition("\n## ")[0]
    promises = re.split(r"\n- ", holds.partition("`make sbom`")[0])[1:]
    assert len(promises) > 15
    assert [promise.partition("\n")[0] for promise in promises if "::test_" not in promise] == []
