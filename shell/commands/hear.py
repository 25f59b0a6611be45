"""`golem hear AUDIO...`: recordings through the real pipeline, from frames on."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from shell.audio_file import FileFrames, load
from shell.commands.common import Subparsers, exit_code, load_config
from shell.hearing import Heard
from shell.inbox import Arrival
from shell.journal import TurnRecord
from shell.once import Once, one_shot
from shell.output import tell, tell_json, working


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("hear", help="hear recordings (wav, flac) and act on what they say")
    parser.add_argument("audio", nargs="+", metavar="AUDIO", type=Path, help="a wav or flac file")
    parser.add_argument("--yes", action="store_true", help="agree to whatever would ask first; a refusal stays one")
    parser.add_argument("--dry-run", action="store_true", help="stop before acting")
    parser.add_argument("--json", action="store_true", help="print each turn as one JSON object")
    parser.add_argument("--realtime", action="store_true", help="feed the frames as fast as they were spoken")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Hear every file; 0 where each utterance in them was done, answered or (dry) judged."""
    golem = one_shot(load_config(args), dry_run=args.dry_run, yes=args.yes, silent=args.json)
    try:
        return asyncio.run(_hear_all(golem, args))
    finally:
        golem.close()


async def _hear_all(golem: Once, args: argparse.Namespace) -> int:
    audios = [(path, load(path)) for path in args.audio]  # all are read first: a bad one stops before anything is done
    worst = 0
    for path, audio in audios:
        heard_any = False
        async for heard, record in _turns(golem, FileFrames(audio, realtime=args.realtime)):
            heard_any = True
            worst = max(worst, exit_code(record))
            if args.json:
                times = {"file": str(path), "start_s": round(heard.start_s, 3), "end_s": round(heard.end_s, 3)}
                tell_json(times | record.to_json())
            else:
                tell(f"{path} {heard.start_s:.2f}–{heard.end_s:.2f} s: {record.summary()}")
        if not heard_any and not args.json:
            tell(f"{path}: no words heard")
    return worst


async def _turns(golem: Once, frames: FileFrames) -> AsyncIterator[tuple[Heard, TurnRecord]]:
    with working("loading what hears", drawn=not golem.core.config.terminal.reader):
        hearing = golem.hearing()
    async for heard in hearing.utterances(frames):
        yield heard, await golem.take(Arrival(heard.utterance, dict(heard.ms)))
