"""What shells offer for the words of a command line: files, names, and settings with their values.

shtab makes the scripts; it reads these marks off the arguments (`choices`, `complete`).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any, Final

FILES: Final = frozenset({"FILE", "AUDIO"})
FOLDERS: Final = frozenset({"FOLDER", "PATH"})
"""What arguments are called (argparse's metavar) that are files, and folders."""
SETTING: Final = "KEY=VALUE"

BASH: Final = """
_golem_settings() { compgen -W "SETTINGS" -- "$1"; }

# readline takes "=" for a word of its own; here a setting is one word, and is offered without what stands already.
_golem() {
  local before=""
  if [[ ${COMP_WORDS[COMP_CWORD]} == "=" ]]; then
    before="${COMP_WORDS[COMP_CWORD-1]}="
    COMP_WORDS=("${COMP_WORDS[@]:0:COMP_CWORD-1}" "$before")
    COMP_CWORD=$(( COMP_CWORD - 1 ))
  elif (( COMP_CWORD > 2 )) && [[ ${COMP_WORDS[COMP_CWORD-1]} == "=" ]]; then
    before="${COMP_WORDS[COMP_CWORD-2]}="
    COMP_WORDS=("${COMP_WORDS[@]:0:COMP_CWORD-2}" "$before${COMP_WORDS[COMP_CWORD]}")
    COMP_CWORD=$(( COMP_CWORD - 2 ))
  fi
  _shtab_golem
  local offered=("${COMPREPLY[@]}") one
  COMPREPLY=()
  for one in "${offered[@]}"; do
    [[ $one == *= ]] && compopt -o nospace 2>/dev/null
    [[ -n $before && $one == "$before" ]] || COMPREPLY+=("${one#"$before"}")
  done
}
complete -o bashdefault -F _golem golem
"""


def script(parser: argparse.ArgumentParser, shell: str, pieces: Sequence[str]) -> str:
    """The completions of one shell, `bash`, `zsh` or `fish`; `pieces` are what `golem integrate` can be asked for."""
    import shtab  # noqa: PLC0415 - for this command alone

    settings = " ".join(_assignments())
    offered = {"bash": "_golem_settings", "zsh": f"{{compadd -S '' -- {settings}}}", "fish": settings}
    marks = dict.fromkeys(FILES, shtab.FILE) | dict.fromkeys(FOLDERS, shtab.DIRECTORY) | {SETTING: offered}
    for path, argument in _arguments(parser):
        if argument.metavar in marks:
            argument.complete = marks[argument.metavar]  # type: ignore[attr-defined]  # where shtab looks
        elif names := pieces if argument.metavar == "PIECE" else _names(path, argument.metavar):
            argument.choices = names
    made = shtab.complete(parser, shell)
    return f"{made}\n{BASH.replace('SETTINGS', settings)}" if shell == "bash" else made


def _arguments(parser: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, argparse.Action]]:
    """Every argument, with the command that it belongs to, such as `skills show`."""
    for action in parser._actions:  # argparse has no public way to walk a parser
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from _arguments(below, f"{path} {name}".strip())
        else:
            yield path, action


def _names(path: str, metavar: object) -> Sequence[str]:
    """The names that one argument of a command takes; none where they are not known beforehand."""
    from shell.manifest import load_manifest  # noqa: PLC0415 - for this command alone
    from skills.registry import Registry  # noqa: PLC0415 - as above

    if metavar == "NAME" and path.startswith("models "):
        return [model.name for model in load_manifest().model]
    if metavar == "NAME" and path in {"skills show", "skills allow", "skills trust", "skills deny"}:
        return [skill.id for skill in Registry().known]
    return ()


def _assignments() -> Iterator[str]:
    """Every setting, to be given a value, and each value of those that have few."""
    import msgspec  # noqa: PLC0415 - for this command alone

    from shell.config import Config, known_keys  # noqa: PLC0415 - as above

    definitions = msgspec.json.schema(Config)["$defs"]
    for dotted in known_keys():
        section, key = dotted.split(".")
        kind = definitions[definitions["Config"]["properties"][section]["$ref"].rpartition("/")[2]]
        yield f"{dotted}="
        yield from (f"{dotted}={value}" for value in _values(kind["properties"][key]))


def _values(schema: dict[str, Any]) -> list[str]:
    """The values that a setting's schema names one by one."""
    if schema.get("type") == "boolean":
        return ["true", "false"]
    return [str(value) for value in schema.get("enum", ())]
