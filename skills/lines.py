"""In which line of a module's text something stands. Only read, never run; a text that does not parse has no lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from skills.ways import expanded


@dataclass(frozen=True, slots=True)
class Imported:
    """A module that is imported somewhere in the text."""

    name: str
    """In full: `urllib.request`."""
    line: int


class Lines:
    """The functions with decorators, the sentences and the imports of one text."""

    def __init__(self, text: str) -> None:
        """`text` is the module's; what is no Python has none of these."""
        self._functions: list[ast.FunctionDef] = []
        self.imports: tuple[Imported, ...] = ()
        """Every import, also inside functions, in the order of the text."""
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        self._functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        self.imports = tuple(sorted(_imports(tree), key=lambda each: each.line))

    def of_skill(self, id_: str) -> int:
        """The line of the decorator that makes the skill, from 1; 0 where none is seen."""
        return next((call.lineno for call in self._decorators() if _first(call) == id_), 0)

    def of(self, id_: str, about: str) -> int:
        """The line of a sentence or an argument of a skill, else the skill's own; 0 where that is not seen either."""
        line = self.of_skill(id_)
        return self.near(line, about) if line else 0

    def near(self, line: int, about: str) -> int:
        """The line of `about` in the skill whose decorator begins at `line`, else `line`."""
        for function in self._functions:
            if any(one.lineno == line for one in function.decorator_list):
                return next(_places(function, about), line) if about else line
        return line

    def _decorators(self) -> Iterator[ast.Call]:
        for function in self._functions:
            yield from (one for one in function.decorator_list if isinstance(one, ast.Call))


def _first(call: ast.Call) -> object:
    return call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None


def _places(function: ast.FunctionDef, about: str) -> Iterator[int]:
    """Where a text, or an argument of that name, stands in a function and its decorators."""
    for decorator in function.decorator_list:
        for node in ast.walk(decorator):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and about in _readings(node.value):
                yield node.lineno
    arguments = function.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if argument.arg == about:
            yield argument.lineno


def _readings(text: str) -> tuple[str, ...]:
    """A text, and the sentence that it stands for."""
    try:
        return text, expanded(text)
    except KeyError:
        return (text,)


def _imports(tree: ast.AST) -> Iterator[Imported]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Imported(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield Imported(node.module, node.lineno)
