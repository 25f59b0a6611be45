"""Starts the interactive shell: the prompt first, then router, voice and ears, each loaded behind it."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from shell.app import Core, compose_conversation, compose_core, foresight_of, policy_of
from shell.commands.common import load_config, where_of
from shell.ears import Ears
from shell.engines import hearing_of, speaker_of
from shell.errors import GolemError
from shell.floor import Floor
from shell.inbox import Inbox
from shell.journal import Journal
from shell.leaving import leaving
from shell.loop import Shell, converse, interrupt, talk_key
from shell.modules import confined, left_out
from shell.one_ear import alone
from shell.places import ensure_private
from shell.played import Played
from shell.present import Presentation
from shell.prompt import PromptTerminal
from shell.reader import ReaderTerminal
from shell.reloading import Reloading
from shell.service import ServiceTerminal
from shell.speaker import Speaker
from shell.status import Status
from shell.staying import staying
from shell.stderr import to_log
from shell.terminal import PlainTerminal, Terminal
from shell.themes import theme_of
from shell.workspace import leave
from skills.sandbox import shortcomings
from skills.spec import Origin

LISTENS = "Golem listens, without a terminal; say “quit” to end it."
WELCOME = "Golem. Say or type what to do; “what can I say” lists it, “quit” leaves."


def start(args: argparse.Namespace) -> int:
    """Run the shell until it is left. Raises GolemError for what keeps it from starting at all."""
    core = compose_core(load_config(args), beside=args.beside)
    try:
        log = core.places.state / "stderr.log" if ensure_private(core.places.state) else None
        with nullcontext() if args.debug else to_log(log):
            settings = partial(load_config, args)
            files = [file for file in (where_of(args).user_file, where_of(args).project_file) if file is not None]
            watched = dict.fromkeys(files, settings)
            return asyncio.run(_run(core, watched, typed=args.typed, quiet=args.quiet, service=args.service))
    finally:
        core.close()
        if core.workspace is not None:
            leave(core.workspace)


async def _run(
    core: Core, settings: Mapping[Path, Callable[[], object]], *, typed: bool, quiet: bool, service: bool = False
) -> int:
    config, status = core.config, Status(remote=core.config.remote.told())
    interactive = service or (sys.stdin.isatty() and sys.stdout.isatty())
    terminal = ServiceTerminal(sys.stdout) if service else terminal_of(core, status, interactive)
    inbox = Inbox()
    presentation = Presentation(
        terminal,
        Speaker(None, None),
        core.session,
        inbox,
        speak_typed=config.terminal.speak_typed_replies,
        status=status if interactive else None,
    )
    tell = partial(terminal.show, style="notice")
    floor = Floor(presentation, Played(), barge_in=config.speaker.barge_in)
    transcribing = ThreadPoolExecutor(1, thread_name_prefix="hear")

    def shown(text: str) -> str:
        if floor.speaking():
            return ""
        return core.session.attention.shown(text, time.monotonic(), asking=inbox.asking)

    ears = Ears(
        lambda: hearing_of(
            config,
            core.store,
            transcribing,
            floor.speaking,
            tell,
            sayable=core.sayable,
            foresight=foresight_of(core),
            floor=floor,
            meant=(lambda text: bool(shown(text))) if interactive and not service else None,
        ),
        config.microphone,
        status,
        tell,
        model=config.models.hear,
        without_echo=floor.without_echo,
        shown=shown,
    )
    terminal.on_lend = ears.mute
    conversation = compose_conversation(
        core,
        terminal,
        presentation,
        inbox,
        presentation,
        listens=lambda: status.microphone == "listening",
        beside=interactive,  # a pipe's lines are taken one after another
    )
    heard = alone(core.places.state, ears.heard, tell) if interactive and not typed else None
    reloading = reloading_of(core, terminal, presentation, inbox, settings) if interactive else None
    shell = Shell(conversation, inbox, terminal, presentation, core.session, status, heard, floor, reloading)
    terminal.on_interrupt = lambda: interrupt(shell)
    terminal.on_talk = lambda: talk_key(shell)
    status.jobs = core.session.jobs
    status.speaking = lambda: presentation.speaking
    status.mode = core.session.attention.mode.value
    status.attention = lambda: core.session.attention.state(time.monotonic())
    if interactive:
        tell(LISTENS if service else WELCOME)
        _tell_about_skills(core, terminal)
        _tell_about_sandbox(terminal)
    asyncio.get_running_loop().run_in_executor(None, _tell_about_unseen, core, terminal)
    quiet = quiet or not interactive
    load_behind(core, status, presentation, terminal, floor.played, quiet=quiet, tell_router=interactive)
    try:
        with leaving() as told:
            await converse(shell, told)
    finally:
        transcribing.shutdown(wait=False, cancel_futures=True)
    return 0


def reloading_of(
    core: Core,
    terminal: Terminal,
    presentation: Presentation,
    inbox: Inbox,
    settings: Mapping[Path, Callable[[], object]],
) -> Reloading:
    """What watches the skills and the files of settings, each with what reads it, while the shell runs."""
    return Reloading(
        core.registry,
        core.matcher,
        core.thinking,
        presentation,
        terminal.show,
        inbox.put_next,
        {**settings, core.places.policy_file: lambda: policy_of(core.places, core.registry)},
    )


def terminal_of(core: Core, status: Status, interactive: bool) -> Terminal:
    """A prompt where there is a terminal, plain lines where there is none, or where they are wished for."""
    if not interactive:
        return PlainTerminal(sys.stdin.buffer, sys.stdout, lend_terminal=False)
    wanted = core.config.terminal
    if wanted.reader:
        return ReaderTerminal(status, sys.stdin.fileno(), sys.stdout)
    theme = theme_of(wanted.theme, colour=wanted.colour == "auto" and not os.environ.get("NO_COLOR"))
    history = core.places.history if ensure_private(core.places.state) else None
    key = core.config.attention.key
    return PromptTerminal(status, history=history, offers=core.offers, theme=theme, talk_key=key)


def load_behind(
    core: Core,
    status: Status,
    presentation: Presentation,
    terminal: Terminal,
    played: Played,
    *,
    quiet: bool,
    tell_router: bool,
) -> None:
    """Load what understanding and speaking need, on threads of their own."""
    loop = asyncio.get_running_loop()

    def understand() -> None:
        try:
            with staying():
                core.classifier.warm()
        except GolemError as error:
            terminal.show(f"{error}", "trouble")
            return
        status.router = core.classifier.name
        if tell_router:
            terminal.show(f"Routing with {core.classifier.name}.", "notice")
        with staying():
            core.matcher.warm()
            deque(core.offers("open "), maxlen=0)  # the first look takes a quarter of a second
        _tell_about_collisions(core, terminal)

    def speak() -> None:
        try:
            notify = partial(terminal.show, style="notice")
            speaker = speaker_of(core.config, core.store, core.places, notify, played)
        except GolemError as error:
            status.speech = "off"
            terminal.show(f"Not speaking: {error}.", "notice")
            return
        loop.call_soon_threadsafe(presentation.use, speaker)
        status.speech = core.config.models.speak

    loop.run_in_executor(core.thinking, understand)
    if not quiet:
        status.speech = "loading"
        loop.run_in_executor(None, speak)


def _tell_about_unseen(core: Core, terminal: Terminal) -> None:
    """The acts that a Golem began and did not live to end; 0.1 s with full files, so beside the prompt."""
    for turn in Journal(core.places.journal).unseen():
        terminal.show(f"The last act was not seen to end: {turn.summary()}", "trouble")


def _tell_about_skills(core: Core, terminal: Terminal) -> None:
    for line in left_out(core.registry):
        terminal.show(line, "trouble" if line.startswith("A skill") else "notice")
    if core.registry.modules and core.registry.off:
        terminal.show(f"Your own skill modules are off: {core.registry.off}.", "trouble")
    elif core.registry.modules and not confined():
        terminal.show("Your own skill modules run without a sandbox, as your policy says.", "trouble")


def _tell_about_sandbox(terminal: Terminal) -> None:
    """One line where the kernel does not hold all that it should."""
    lacking = shortcomings()
    if lacking:
        terminal.show(f"This kernel's sandbox has gaps: {'; '.join(lacking)}. golem doctor tries it.", "notice")


def _tell_about_collisions(core: Core, terminal: Terminal) -> None:
    """Which of the user's skills answer to another's sentences; among Golem's own a test finds none."""
    own = [skill.id for skill in core.registry.skills if skill.origin is Origin.USER]
    for collision in core.matcher.collisions(own) if own else ():
        terminal.show(f"Two skills collide: {collision}", "trouble")
