"""Find files by name, and words in files."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from skills.author import Context, Effect, ExistingFolder, FreeText, ProcessFault, ProgramMissing, Reply, skill
from skills.context import Completed
from skills.wording import capital, count, shortened

_SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", ".tox", ".mypy_cache"})
_WALK_S = 10.0
_SHOWN = 50


def _plain(text: str) -> str:
    """A name as it may be said: letters and digits only, small."""
    return re.sub(r"[\W_]+", "", text.casefold())


def names_like(wanted: str, folder: Path) -> tuple[list[Path], bool]:
    """Files and folders below `folder` whose name holds the wanted one, nearest first, and whether all was looked at."""
    key, found = _plain(wanted), []
    until = time.monotonic() + _WALK_S
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in _SKIPPED]
        found += [Path(place, name).relative_to(folder) for name in (*folders, *files) if key and key in _plain(name)]
        if time.monotonic() > until:
            return _nearest(found, key), False
    return _nearest(found, key), True


def _nearest(found: list[Path], key: str) -> list[Path]:
    return sorted(found, key=lambda path: (_plain(path.name) != key, len(path.parts), str(path)))


@skill(
    "files.find",
    says=[
        "(find|locate|look for|search for) [(a|the|all|all the|any|me)] [(file|files|folder|folders)]"
        " (called|named|with the name) {name}",
        "(find|locate|look for|search for) [the] (file|files|folder) {name}",
        "(where is|where are|where did i put|where do i have) [the] [(file|files|folder)] {name}",
        "which (file|files|folder|folders) (is|are) (called|named) {name}",
        "(find|locate) {name}",
        "is there a file (called|named) {name}",
    ],
    effect=Effect.OBSERVE,
)
def find(context: Context, name: FreeText) -> Reply:
    """Find files and folders by name."""
    found, whole = names_like(name, context.cwd)
    if not found:
        missing = f"I found nothing called {name} below {context.cwd.name or context.cwd}"
        return Reply(f"{missing}." if whole else f"{missing} in {_WALK_S:.0f} seconds.", ok=False)
    lines = [*map(str, found[:_SHOWN]), *([f"... {len(found) - _SHOWN} more"] if len(found) > _SHOWN else [])]
    spoken = f"It is {found[0]}." if len(found) == 1 else f"{len(found)} found: {shortened([*map(str, found)], 3)}."
    return Reply(spoken, "\n".join(lines))


def _grep(context: Context, words: str, folder: Path) -> Completed:
    """ripgrep if it is here, else grep: the words are fixed text, small and capital letters alike."""
    common = ("--fixed-strings", "--ignore-case", "--line-number", "--with-filename")
    try:
        rg = ("rg", "--no-config", *common, "--no-heading", "--color=never", "--no-messages", "--max-columns=300")
        return context.run([*rg, "-e", words, "--", "."], cwd=folder)
    except ProgramMissing:
        skipped = [f"--exclude-dir={name}" for name in sorted(_SKIPPED)]
        grep = ("grep", *common, "--recursive", "--binary-files=without-match", "--no-messages", "--devices=skip")
        return context.run([*grep, *skipped, "--color=never", "-e", words, "--", "."], cwd=folder)


@skill(
    "files.search",
    says=[
        "search [(in|through)] [(the|my|all|all the|these)] (files|code|project|folder) for {words}",
        "(search|look|grep) for {words} (in|inside) [(the|my|all|all the|these)] (files|code|project|folder)",
        "(find|grep) {words} in [(the|my|all|all the|these)] (files|code|project)",
        "(search|look|grep) for [the] [(word|words|text|string|phrase)] {words}",
        "(search|look|grep) for {words} in [the] [folder] {folder} [folder]",
        "search [the] folder {folder} for {words}",
        "search [in] {folder} for {words}",
        "grep {words}",
        "find [the] (word|words|text|string|phrase) {words}",
        "(which|what) files (contain|have|mention|use) [the] [(word|words|text)] {words}",
        "(where|which files) (is|do we use|is the text) {words} (used|mentioned|found) [in the (files|code|project)]",
    ],
    effect=Effect.OBSERVE,
)
def search(context: Context, words: FreeText, folder: ExistingFolder | None = None) -> Reply:
    """Search for words in the files."""
    place = folder or context.cwd
    try:
        done = _grep(context, words, place)
    except ProcessFault as fault:
        return Reply(f"I cannot search: {fault}.", ok=False)
    if done.timed_out or done.stopped:
        return Reply("The search was stopped before its end.", done.stdout, ok=False)
    lines = [line.removeprefix("./") for line in done.stdout.splitlines()]
    if not lines:
        failed = done.returncode > 1 and done.stderr.strip()
        return Reply(f"The search failed: {failed}" if failed else f"Nothing here says {words}.", ok=False)
    files = list(dict.fromkeys(line.partition(":")[0] for line in lines))
    more = [f"... {len(lines) - _SHOWN} more lines"] if len(lines) > _SHOWN else []
    spoken = f"{capital(count(len(lines), 'line'))} in {count(len(files), 'file')}: {shortened(files, 3)}."
    return Reply(spoken, "\n".join([*lines[:_SHOWN], *more]))
