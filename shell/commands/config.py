"""`golem config`: the settings in force and where each comes from, changing them, and whether a file can be one."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from shell.commands.common import Subparsers, where_of
from shell.config import Config, Settled, convert, settle
from shell.errors import UsageError
from shell.layers import Here, origins, read
from shell.output import tell, tell_json, warn
from shell.places import ensure_private, places_of_user
from skills.families.editor import PROGRAMS, favourites
from skills.process import NoTerminal, ProcessFault, ProgramMissing, Runner

NEW = """# Golem's settings: docs/configuration.md has every key, and `golem config show` what is in force.
#
# [voice]
# speed = 1.2
"""


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("config", help="show, edit or check the settings")
    actions = parser.add_subparsers(dest="action", metavar="show|edit|check|schema", required=True)
    shown = actions.add_parser("show", help="every setting in force")
    shown.add_argument("--origin", action="store_true", help="and where each comes from")
    shown.add_argument("--json", action="store_true", help="print them as one JSON object")
    shown.set_defaults(run=show)
    edited = actions.add_parser("edit", help="edit your own file in an editor; it is taken only if it is right")
    edited.set_defaults(run=edit)
    checked = actions.add_parser("check", help="whether the settings, or one file of them, will do")
    checked.add_argument("file", nargs="?", type=Path, metavar="FILE", help="instead of all that is in force")
    checked.set_defaults(run=check)
    schema = actions.add_parser("schema", help="print the JSON schema of a file of settings, for editors")
    schema.set_defaults(run=print_schema)


def show(args: argparse.Namespace) -> int:
    """Print every key; raises ConfigError for settings that cannot be used."""
    where = where_of(args)
    settled = settle(where)
    if args.json:
        tell_json(_as_json(settled, with_origin=args.origin))
        return 0
    for line in _lines(settled, with_origin=args.origin):
        tell(line)
    _tell_ignored(where)
    return 0


def _as_json(settled: Settled, *, with_origin: bool) -> object:
    values = msgspec.to_builtins(settled.config)
    if not with_origin:
        return values
    told = _told(settled)
    return {
        section: {
            key: {"value": value, "origin": told.get(f"{section}.{key}", BUILT_IN)} for key, value in keys.items()
        }
        for section, keys in values.items()
    }


BUILT_IN = "built in"


def _told(settled: Settled) -> dict[str, str]:
    """`section.key` → where it comes from, for people: "user: /home/ann/.config/golem/config.toml"."""
    return {key: f"{layer.name}: {layer.where}" for key, layer in origins(settled.layers).items()}


def _lines(settled: Settled, *, with_origin: bool) -> Iterator[str]:
    told = _told(settled)
    for section, keys in msgspec.to_builtins(settled.config).items():
        yield f"[{section}]"
        for key, value in keys.items():
            shown = f"{key} = {json.dumps(value, ensure_ascii=False)}" if value is not None else f"# {key} is not set"
            origin = told.get(f"{section}.{key}", BUILT_IN)
            yield f"{shown}   # {origin}" if with_origin else shown
        yield ""


def _tell_ignored(where: Here) -> None:
    if where.project_file is not None and not where.trusted:
        warn(f"{where.project_file} is left out: this working tree is not trusted (golem trust)")


def check(args: argparse.Namespace) -> int:
    """Say what is set; raises ConfigError, naming the file and the key, for what will not do."""
    if args.file is not None:
        values = read(args.file)
        convert(values, args.file)
        keys = [f"{section}.{key}" for section, keys in values.items() for key in keys]
        tell(f"{args.file} will do: it sets {', '.join(keys) or 'nothing'}.")
        return 0
    where = where_of(args)
    settled = settle(where)
    for layer in settled.layers:
        keys = [f"{section}.{key}" for section, keys in layer.values.items() for key in keys]
        tell(f"{layer.name}, {layer.where}: sets {', '.join(keys) or 'nothing'}")
    if not settled.layers:
        tell("nothing is set: all is as it is built in")
    _tell_ignored(where)
    return 0


def print_schema(args: argparse.Namespace) -> int:
    """Print the schema."""
    del args
    tell(schema())
    return 0


def schema() -> str:
    """The JSON schema of a file of settings, made from the classes that read it."""
    made = msgspec.json.schema(Config)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Golem's config.toml"}
    definitions = made["$defs"]
    for one in definitions.values():
        one.setdefault("additionalProperties", False)
    return json.dumps(head | made, indent=1, ensure_ascii=False)


def edit(args: argparse.Namespace) -> int:
    """Edit a copy, and put it in place if it will do; raises UsageError where it will not, and the copy is kept."""
    file = Path(args.config).expanduser() if args.config else places_of_user().config_file
    with tempfile.TemporaryDirectory(prefix="golem-config-") as folder:
        copy = Path(folder) / file.name
        copy.write_bytes(file.read_bytes() if file.exists() else NEW.encode())
        before = copy.read_bytes()
        _opened(copy)
        if copy.read_bytes() == before:
            tell("nothing has changed")
            return 0
        try:
            convert(read(copy), copy)
        except Exception:
            kept = file.with_suffix(".rejected.toml")
            _put(copy, kept)
            warn(f"{file} is as it was; what you wrote is in {kept}")
            raise
        _put(copy, file)
    tell(f"{file} is written; it counts from the next start of Golem")
    return 0


def _put(copy: Path, file: Path) -> None:
    try:
        ensure_private(file.parent)
        unfinished = file.with_suffix(f".{os.getpid()}.tmp")
        shutil.copyfile(copy, unfinished)
        unfinished.replace(file)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error


def _opened(file: Path) -> None:
    """Have a person edit a file. Raises UsageError where there is no terminal or no editor."""
    if not sys.stdin.isatty():
        raise UsageError(
            f"golem config edit needs a terminal; or edit {file.name} by yourself, and: golem config check"
        )
    missing: ProgramMissing | None = None
    for name in favourites(os.environ):
        try:
            marks = [] if name == "emacs" else ["--"]
            Runner().foreground([PROGRAMS.get(name, name), *marks, str(file)], cwd=file.parent)
        except ProgramMissing as absent:
            missing = missing or absent
        except (NoTerminal, ProcessFault) as fault:
            raise UsageError(f"no editor can be started here: {fault}") from fault
        else:
            return
    raise UsageError(str(missing))
