"""Find files by name, and words in files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from intents.normalize import spoken_name
from intents.tree import SKIPPED
from skills import kernel
from skills.author import (
    Capabilities,
    Completed,
    Context,
    Effect,
    ExistingFolder,
    FreeText,
    Phrase,
    ProgramMissing,
    Reply,
    skill,
)
from skills.sayings.search import SAYINGS
from skills.sight import opened

_CODE = (
    "[the|my|all|all the|these|this|our]"
    " (files|code|project|source|sources|source code|codebase|code base|repo|repository|folder|directory"
    "|tree)"
)


SHOWN = 50
MOST_FILES = 100_000


@skill(
    "search.name",
    says=[
        "(find|locate|look for|search for|track down|hunt down|hunt for|dig up|search) [me]"
        " [the|a|all|any|every|all the|my|that|some] (file|files|folder|folders|directory|directories)"
        " [that (is|are)] [called|named|like|matching|with the name|whose name is] {name}",
        "where (is|are) [the|my|that] (file|files|folder|directory) [called|named|name] {name}",
        "where's [the|my|that] (file|folder|directory) [called|named|name] {name}",
        "(find|locate) {name} in (the|this|my) (folder|directory|project|tree|repo|repository)",
        "(find|locate) {name}",
        "(is|are) there (a|any|some) (file|files|folder|folders|directory) [here]"
        " (called|named|like|with the name) {name}",
        "(do (i|we) have|have (i|we) got) (a|any|some) (file|files|folder|folders) (called|named|like) {name}",
        "(what|which) (file|files|folders) (is|are) (called|named) {name}",
        "any (file|files|folder|folders) (called|named|like) {name} [here|in here]",
        "(where did (i|we) put|do you know where (i|we) put|where did i leave|where have i put) [the|my]"
        " (file|folder) {name}",
        "(do you know|tell me|show me|know) where [the|my] (file|folder|directory) {name} is",
        "where (is|are) [the|my|that] {name} (file|files|folder|directory)",
        "where's [the|my|that] {name} (file|folder|directory)",
    ],
    also=SAYINGS["search.name"],
    kind="question",
    effect=Effect.OBSERVE,
)
def by_name(context: Context, name: Phrase) -> Reply:
    """Find files and folders by name."""
    wanted = re.sub(r"^(?:the|a|my)\s+", "", spoken_name(name).strip().lower())
    paths: list[Path] = []
    found = []
    for path in _tree(context):
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
        "(search|grep|look|scan|hunt|check|dig) for [the] [word|words|string|text|phrase] {text} in " + _CODE,
        "(search|grep|look|scan|hunt|check|dig|go) [in|through|inside] "
        + _CODE
        + " for [the] [word|words|string|text|phrase] {text}",
        "(search|grep|rg|ripgrep) [for] {text} in [the folder] {folder}",
        "find [the] (text|word|words|string|phrase) {text} [in (the|my) (files|code|project)]",
        "(which|what) files (contain|have|mention|use|include|say|reference) [the]"
        " [word|words|string|text|phrase] {text}",
        "where (is|do we use|is the word) {text} (used|mentioned|defined) [in (the|my) (code|project|files)]",
        "(search|grep) for {text}",
        "(grep|rg|ripgrep) {text}",
        "(which|what) file (contains|has|mentions|uses|includes|says|references|defines) [the]"
        " [word|string|text|phrase] {text}",
        "where (do (i|we) (use|mention|define|call|import|reference)|does anyone use"
        "|is the (word|text|string)) {text} [in " + _CODE + "]",
        "(find|show|list|give) [me] [all|all the|every|any|the]"
        " (use|uses|usage|usages|mention|mentions|occurrence|occurrences|reference|references|instances"
        "|places|lines) (of|to|that use|that mention|where we use|with|that say|containing) {text} [in " + _CODE + "]",
        "(show|find|tell) [me] (where|everywhere|everywhere that) {text} (is|are|gets)"
        " (used|mentioned|defined|called|imported)",
        "where (does|do) {text} (appear|occur|show up|come up) [in " + _CODE + "]",
        "(does|do) (any file|any files|anything here|anything in here|the code|any of the files"
        "|any of the code) (mention|contain|use|have|say|reference) {text}",
        "find {text} in (the|my|our) (code|files|source|source code|codebase)",
    ],
    also=SAYINGS["search.text"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=Capabilities(binaries=("rg", "grep")),
)
def by_text(context: Context, text: FreeText, folder: ExistingFolder | None = None) -> Reply:
    """Search the files for words."""
    place = folder or context.cwd
    done = _searched(context, text, place)
    if done.timed_out or done.stopped:
        return Reply("The search was stopped before its end.", done.stdout[:2000], ok=False)
    if done.returncode > 1 and not done.stdout:  # 2 also means that some file could not be read
        return Reply(done.stderr.strip().splitlines()[0] if done.stderr.strip() else "The search failed.", ok=False)
    lines = [line.removeprefix("./") for line in done.stdout.splitlines()]
    if not lines:
        return Reply(f"No file here has {text}.")
    files = len({line.partition(":")[0] for line in lines})
    spoken = f"{len(lines)} {'line' if len(lines) == 1 else 'lines'} in {files} {'file' if files == 1 else 'files'}."
    shown = [line[:240] for line in lines[:SHOWN]]
    return Reply(spoken, "\n".join([*shown, *(["…"] if len(lines) > SHOWN else []), spoken]))


def _searched(context: Context, text: str, place: Path) -> Completed:
    """The words are a fixed string after `--`/`-e`, never a pattern and never an option.

    The program is started in the very folder that was judged, by its descriptor: a path could be turned meanwhile.
    """
    seen = context.seen(place)
    with opened(seen.real, seen.object, kernel.FOLDER) as handle:
        here = Path(f"/proc/self/fd/{handle}")  # that of the child, which has its parent's until the program is there
        here = here if here.exists() else seen.real  # no /proc in this container
        try:
            return context.run(
                [
                    *("rg", "--no-config", "--no-messages", "--color=never", "--no-heading", "--with-filename"),
                    *("--line-number", "--ignore-case", "--fixed-strings", "-e", text, "--", "./"),
                ],
                cwd=here,
            )
        except ProgramMissing:
            # As ripgrep does, hidden files and folders are left out: in the home folder they hold keys.
            skipped = [f"--exclude-dir={name}" for name in (".?*", *sorted(SKIPPED))]
            return context.run(["grep", "-rnIiFHs", "--devices=skip", "--exclude=.?*", *skipped, "-e", text], cwd=here)


def _tree(context: Context) -> Iterator[Path]:
    seen, count = context.seen(context.cwd), 0
    with opened(seen.real, seen.object, kernel.FOLDER) as root:
        for folder, folders, files, _handle in os.fwalk(".", dir_fd=root):
            folders[:] = sorted(name for name in folders if name not in SKIPPED)
            for name in sorted([*folders, *files]):
                count += 1
                if count > MOST_FILES:
                    return
                yield context.cwd / folder / name
