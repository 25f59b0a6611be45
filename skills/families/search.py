"""Find files by name, and words in files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from intents.normalize import spoken_name
from intents.tree import SKIPPED
from skills.author import Completed, Context, Effect, ExistingFolder, FreeText, Phrase, ProgramMissing, Reply, skill

SHOWN = 50
MOST_FILES = 100_000


@skill(
    "search.name",
    says=[
        "(find|locate|look for) [the|a|all|any] (file|files|folder|folders) [called|named|like|matching] {name}",
        "where is [the] (file|folder) [called|named|name] {name}",
        "(find|locate) {name} in (the|this|my) (folder|directory|project|tree)",
        "find {name}",
        "is there a (file|folder) (called|named) {name}",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def by_name(context: Context, name: Phrase) -> Reply:
    """Find files and folders by name."""
    wanted = re.sub(r"^(?:the|a|my)\s+", "", spoken_name(name).strip().lower())
    paths: list[Path] = []
    found = []
    for path in _tree(context.cwd):
        entry = path.name.lower()
        if wanted in entry or fnmatch(entry, wanted) or wanted.replace(" ", "") in re.sub(r"[\s_\-]+", "", entry):
            paths.append(path)
            found.append(str(path.relative_to(context.cwd)))
        if len(found) > SHOWN:
            break
    if not found:
        return Reply(f"Nothing here is called {wanted}.")
    more = len(found) > SHOWN
    count = f"More than {SHOWN}" if more else str(len(found))
    return Reply(
        found[0] if len(found) == 1 else f"{count} found; the first is {found[0]}.",
        "\n".join([*found[:SHOWN], *(["…"] if more else [])]),
        about=paths[0],
        listed=tuple(paths[:SHOWN]),
    )


@skill(
    "search.text",
    says=[
        "(search|grep|look) for {text} in [the|my|all|these] (files|code|project|source|folder|directory)",
        "(search|grep|look) [the|my|all|these] (files|code|project|source) for {text}",
        "(search|grep) [for] {text} in [the folder] {folder}",
        "find [the] (text|word|words|string) {text} [in (the|my) (files|code|project)]",
        "(which|what) files (contain|have|mention|use) {text}",
        "where (is|do we use|is the word) {text} (used|mentioned|defined) [in (the|my) (code|project|files)]",
        "(search|grep) for {text}",
        "grep {text}",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def by_text(context: Context, text: FreeText, folder: ExistingFolder | None = None) -> Reply:
    """Search the files for words."""
    place = folder or context.cwd
    done = _searched(context, text, place)
    if done.timed_out or done.stopped:
        return Reply("The search was stopped before its end.", done.stdout[:2000], ok=False)
    if done.returncode > 1 and not done.stdout:  # 2 also means that some file could not be read
        return Reply(done.stderr.strip().splitlines()[0] if done.stderr.strip() else "The search failed.", ok=False)
    lines = [line.removeprefix(f"{place}/") for line in done.stdout.splitlines()]
    if not lines:
        return Reply(f"No file here has {text}.")
    files = len({line.partition(":")[0] for line in lines})
    spoken = f"{len(lines)} {'line' if len(lines) == 1 else 'lines'} in {files} {'file' if files == 1 else 'files'}."
    shown = [line[:240] for line in lines[:SHOWN]]
    return Reply(spoken, "\n".join([*shown, *(["…"] if len(lines) > SHOWN else []), spoken]))


def _searched(context: Context, text: str, place: Path) -> Completed:
    """The words are a fixed string after `--`/`-e`, never a pattern and never an option."""
    try:
        return context.run(
            [
                *("rg", "--no-config", "--no-messages", "--color=never", "--no-heading", "--with-filename"),
                *("--line-number", "--ignore-case", "--fixed-strings", "-e", text, "--", str(place)),
            ]
        )
    except ProgramMissing:
        # As ripgrep does, hidden files and folders are left out: in the home folder they hold keys. grep is started in
        # the folder itself, for these patterns would leave out a hidden folder that was named, too.
        skipped = [f"--exclude-dir={name}" for name in (".?*", *sorted(SKIPPED))]
        return context.run(["grep", "-rnIiFHs", "--devices=skip", "--exclude=.?*", *skipped, "-e", text], cwd=place)


def _tree(root: Path) -> Iterator[Path]:
    seen = 0
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted([*folders, *files]):
            seen += 1
            if seen > MOST_FILES:
                return
            yield Path(folder) / name
