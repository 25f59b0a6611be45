"""What Golem does of what a module's process wishes while a skill of it runs, each through the call's own context."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from skills.capabilities import Capabilities
from skills.context import Context
from skills.foreign import wire
from skills.foreign.values import plain
from skills.memory import MemoryFault
from skills.process import NoTerminal, ProcessFault, ProgramMissing
from skills.sight import Changed, Identity, Sight
from skills.spec import Effect

MOST_TIMERS = 20
"""That a module may leave running."""
_LOOKS_ONLY = ("stop", "timers")
"""Wishes that a skill which only looks may have."""


def granted(message: wire.Message, context: Context, capabilities: Capabilities, effect: Effect) -> list[wire.Message]:
    """The answer to a wish; a program's output is several. Raises nothing: what fails is told to the module."""
    try:
        return _granted(message, context, capabilities, effect)
    except (ProcessFault, Changed, MemoryFault, OSError, ValueError, RuntimeError) as fault:
        return [_refused(fault)]


def _granted(message: wire.Message, context: Context, capabilities: Capabilities, effect: Effect) -> list[wire.Message]:
    match message:
        case wire.Show() | wire.Say() | wire.Ask() | wire.Recall() | wire.Remember():
            return [_told(message, context, effect)]
        case wire.Run(argv, cwd, timeout_s, shown):
            return _run(context, _words(argv, capabilities), _folder(cwd), timeout_s, shown=shown)
        case wire.See(path):
            return [_seen(context.seen(Path(os.fsdecode(path))))]
        case wire.Foreground(argv):
            return [wire.Given(context.foreground(_words(argv, capabilities)))]
        case wire.Session():
            return [_wish(message, context, effect)]
    raise ValueError(f"{type(message).__name__} is no wish")


def _told(message: wire.Message, context: Context, effect: Effect) -> wire.Given:
    """What passes between the module, the person and the module's memory."""
    match message:
        case wire.Show(text):
            context.show(text)
        case wire.Say(text):
            context.say(text)
        case wire.Ask(question, choices, timeout_s):
            return wire.Given(answer=context.ask(question, choices, timeout_s=timeout_s))
        case wire.Recall():
            return wire.Given(memory=context.recall())
        case wire.Remember(key, text):
            if effect is Effect.OBSERVE:
                raise PermissionError("context.remember is for skills whose effect is not OBSERVE")
            context.remember(key, text)
    return wire.Given()


def _refused(fault: Exception) -> wire.Refused:
    """What went wrong, so that the other side can raise the same."""
    match fault:
        case ProgramMissing():
            return wire.Refused("missing", plain(fault.name), plain(str(fault)).partition(" ")[2])
        case NoTerminal():
            return wire.Refused("terminal", plain(str(fault)).partition(" ")[0], "")
        case ProcessFault():
            return wire.Refused("process", "", plain(str(fault)))
        case Changed():
            return wire.Refused("changed", "", plain(str(fault)))
    return wire.Refused("denied", "", plain(str(fault)))


def declared(capabilities: Capabilities) -> frozenset[str]:
    """The programs that a skill may have started."""
    return frozenset({*capabilities.binaries, *capabilities.options})


def _words(argv: wire.Words, capabilities: Capabilities) -> list[str]:
    """An argument list whose program is declared. Raises PermissionError."""
    words = [os.fsdecode(word) for word in argv]
    if words[0] not in declared(capabilities):
        raise PermissionError(f"{words[0]!r} is not among the binaries that the skill declares")
    return words


def _folder(cwd: bytes | None) -> Path | None:
    if cwd is None:
        return None
    folder = Path(os.fsdecode(cwd))
    if not folder.is_absolute():
        raise PermissionError(f"{str(folder)!r} is no absolute path")
    return folder


def _run(
    context: Context, argv: Sequence[str], cwd: Path | None, timeout_s: float | None, *, shown: bool
) -> list[wire.Message]:
    if shown:
        done = context.stream(argv, cwd=cwd, timeout_s=timeout_s)
    else:
        done = context.run(argv, cwd=cwd, timeout_s=30.0 if timeout_s is None else timeout_s)
    parts: list[wire.Message] = [*_parts("stdout", done.stdout), *_parts("stderr", done.stderr)]
    words = tuple(os.fsencode(word) for word in done.argv)
    return [*parts, wire.Ended(words, done.returncode, done.timed_out, done.stopped)]


def _seen(sight: Sight) -> wire.Seen:
    spot = sight.spot
    return wire.Seen(
        os.fsencode(sight.path),
        os.fsencode(spot.folder),
        _which(spot.identity),
        os.fsencode(spot.name),
        _which(sight.itself),
        os.fsencode(sight.real),
        _which(sight.object),
    )


def _which(identity: Identity | None) -> wire.Which:
    return None if identity is None else (identity.device, identity.inode)


def _parts(of: Literal["stdout", "stderr"], text: str) -> list[wire.Part]:
    starts = range(0, len(text), wire.PART_CHARS)
    return [wire.Part(of, plain(text[start : start + wire.PART_CHARS])) for start in starts]


def _wish(message: wire.Session, context: Context, effect: Effect) -> wire.Message:
    """A wish of the conversation; all but looking and stopping is for skills that declare to change something."""
    session, wish = context.session, message.wish
    if effect is Effect.OBSERVE and wish not in _LOOKS_ONLY:
        raise PermissionError(f"context.session.{wish} is for skills whose effect is not OBSERVE")
    match wish:
        case "stop":
            session.stop()
        case "quit":
            session.quit()
        case "sleep":
            session.sleep()
        case "cancel_timers":
            return wire.Given(session.cancel_timers())
        case "timers":
            return wire.Given(timers=tuple((label, left) for label, left in session.timers()))
        case "after":
            if len(session.timers()) >= MOST_TIMERS:
                raise PermissionError(f"there are {MOST_TIMERS} timers already")
            session.after(message.seconds, message.spoken, message.label)
        case "change_folder":
            folder = _folder(message.folder)
            if folder is None or not folder.is_dir():
                raise PermissionError("there is no such folder")
            session.change_folder(folder)
    return wire.Given()
