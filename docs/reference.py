"""Writes docs/skills/reference.md from the docstrings of what an author of skills uses: `python docs/reference.py`.

A test holds that the page is what this makes of the code as it is.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from skills import author, capabilities, context, faults, memory, spec, still, testing

PAGE = Path(__file__).parent / "skills" / "reference.md"
HEAD = """# Reference for authors of skills

<!-- Made from the docstrings by `python docs/reference.py`: change those instead. -->

All but the fakes is imported from `skills.author`. [Writing a skill](../skills.md) is the guide, and
[five minutes](five-minutes.md) the beginning.
"""
VALUES = (spec.Reply, capabilities.Capabilities, spec.Inverse, still.Still, context.Completed)
"""Frozen values, each told with its fields."""
PROTOCOLS = (context.Context, context.Session)
FAKES = (testing.FakeContext, testing.FakeSession)


def page() -> str:
    """The whole page."""
    parts = [HEAD, _decorator(), _slot_types(), _effects()]
    parts += [_value(kind) for kind in VALUES]
    parts += [_methods(kind) for kind in PROTOCOLS]
    parts += ["## Faults\n", *(_fault(kind) for kind in (faults.SkillFault, memory.MemoryFault))]
    parts += ["# In tests\n", f"{_text(testing.__doc__)}\n", *(_value(kind) for kind in FAKES), _function(testing.load)]
    return "\n".join(parts).rstrip() + "\n"


def _decorator() -> str:
    named = list(inspect.signature(author.skill).parameters.values())
    lines = "\n".join(f"    {each}," for each in named).replace("'", "")
    return f"## `@skill`\n\n```text\n@skill(\n{lines}\n)\n```\n\n{_text(author.skill.__doc__)}\n"


def _slot_types() -> str:
    rows = [
        f"| `{name}` | {_cell(said)} |"
        for name, said in _assigned(author)
        if hasattr(getattr(author, name, None), "__metadata__")
    ]
    return "\n".join(["## Slot types\n", "| annotation | what fills it |", "| --- | --- |", *rows, ""])


def _effects() -> str:
    rows = [f"| `Effect.{name}` | {_cell(said)} |" for name, said in _fields(spec.Effect)]
    return "\n".join([f"## `Effect`\n\n{_text(spec.Effect.__doc__)}\n", "| | |", "| --- | --- |", *rows, ""])


def _value(kind: type) -> str:
    rows = [f"| `{name}` | {_cell(said)} |" for name, said in _fields(kind)]
    table = ["| field | meaning |", "| --- | --- |", *rows, ""] if rows else []
    return "\n".join([f"## `{kind.__name__}`\n\n{_text(kind.__doc__)}\n", *table])


def _methods(kind: type) -> str:
    members = [
        (name, member) for name, member in vars(kind).items() if not name.startswith("_") and _documented(member)
    ]
    return "\n".join([f"## `{kind.__name__}`\n\n{_text(kind.__doc__)}\n", *(_member(*each) for each in members)])


def _documented(member: object) -> bool:
    return isinstance(member, property) or (inspect.isfunction(member) and bool(member.__doc__))


def _member(name: str, member: object) -> str:
    if isinstance(member, property):
        return f"### `{name}`\n\n{_text(member.__doc__)}\n"
    assert inspect.isfunction(member)
    return f"### `{name}{_signature(member)}`\n\n{_text(member.__doc__)}\n"


def _function(member: object) -> str:
    assert inspect.isfunction(member)
    return f"## `{member.__name__}{_signature(member)}`\n\n{_text(member.__doc__)}\n"


def _fault(kind: type[Exception]) -> str:
    return f"### `{kind.__name__}`\n\n{_text(kind.__doc__)}\n"


def _signature(member: object) -> str:
    assert callable(member)
    return str(inspect.signature(member)).replace("'", "").replace("(self, ", "(").replace("(self)", "()")


def _fields(kind: type) -> Iterator[tuple[str, str]]:
    """Each field of a class that has a docstring below it."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    assert isinstance(tree.body[0], ast.ClassDef)
    yield from _said(tree.body[0].body)


def _assigned(module: object) -> Iterator[tuple[str, str]]:
    """Each name of a module that has a docstring below it."""
    assert inspect.ismodule(module)
    yield from _said(ast.parse(inspect.getsource(module)).body)


def _said(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for one, below in pairwise(body):
        named = one.targets if isinstance(one, ast.Assign) else [one.target] if isinstance(one, ast.AnnAssign) else []
        target = next(iter(named), None)
        if isinstance(target, ast.Name) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            yield target.id, str(below.value.value)


def _text(docstring: str | None) -> str:
    """A docstring as Markdown: one line a paragraph, and nothing in it that is a tag; what is indented stays code."""
    paragraphs = inspect.cleandoc(docstring or "").split("\n\n")
    told = [part if part.startswith("    ") else " ".join(part.split()).replace("<", "&lt;") for part in paragraphs]
    return "\n\n".join(told)


def _cell(docstring: str) -> str:
    return _text(docstring).replace("\n\n", " ").replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
