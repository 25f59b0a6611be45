"""`golem integrate`: completions, a man page and a unit for systemd, put where this user's programs look for them."""

from __future__ import annotations

import argparse

from shell.commands.common import Subparsers
from shell.errors import UsageError
from shell.integration import Piece, pieces
from shell.output import tell, warn


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    names = ", ".join(pieces())
    parser = subparsers.add_parser(
        "integrate", help="write completions for bash, zsh and fish, a man page and a unit for systemd"
    )
    parser.add_argument("pieces", nargs="*", metavar="PIECE", help=f"of {names}; all, if none is named")
    parser.add_argument("--print", action="store_true", help="print the one piece named, and write nothing")
    parser.add_argument("--remove", action="store_true", help="take them away again")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write, print or remove; 1 where a file was left alone since a person changed it. Raises UsageError."""
    from shell.cli import build_parser  # noqa: PLC0415 - the command line knows this command, and not the other way

    known, parser = pieces(), build_parser()
    unknown = [name for name in args.pieces if name not in known]
    if unknown:
        raise UsageError(f"there is no piece called {unknown[0]!r}; there are: {', '.join(known)}")
    if args.print and len(args.pieces) != 1:
        raise UsageError("--print takes one piece by its name: golem integrate --print bash")
    chosen = {name: known[name] for name in args.pieces or known}
    if args.print:
        tell(next(iter(chosen.values())).make(parser), end="")
        return 0
    act = _remove if args.remove else _write
    return max([act(name, piece, piece.make(parser)) for name, piece in chosen.items()])


def _write(name: str, piece: Piece, text: str) -> int:
    if piece.yours and _text(piece) not in (None, text):
        warn(f"{name}: {piece.path} was changed, so it was left alone; take it away to have Golem's own")
        return 1
    try:
        piece.path.parent.mkdir(parents=True, exist_ok=True)
        piece.path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{piece.path} cannot be written: {error.strerror}") from error
    tell(f"{name}: {piece.path}" + (f"  ({piece.then})" if piece.then else ""))
    return 0


def _remove(name: str, piece: Piece, text: str) -> int:
    found = _text(piece)
    if found is None:
        return 0
    if piece.yours and found != text:
        warn(f"{name}: {piece.path} was changed, so it was left alone")
        return 1
    piece.path.unlink()
    tell(f"{name}: {piece.path} is gone")
    return 0


def _text(piece: Piece) -> str | None:
    """What the file holds; None where there is none."""
    try:
        return piece.path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{piece.path} cannot be read: {error}") from error
