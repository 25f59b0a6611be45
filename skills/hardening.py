"""What is added to a program's arguments so that a repository or a file cannot make it run something of its own.

Pure: argument lists in, argument lists out. `skills.process` applies it to every process, so no skill can forget it.

git     no pager, file-system monitor, hooks, external diff, text conversion, signature program, editor, background
        maintenance or bare repository found by chance; clean and smudge filters that the repository's own configuration
        names are emptied (those of the user's own configuration, git-lfs for one, stay); no network at all
vim     no modelines and no `.vimrc` of the folder
emacs   no variables of a file or a folder
helix   no `.helix/` of the tree
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_GIT_CONFIG = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.editor=false",
    "core.askPass=false",
    "core.sshCommand=false",
    "core.alternateRefsCommand=false",
    "sequence.editor=false",
    "diff.external=",
    "diff.ignoreSubmodules=dirty",
    "interactive.diffFilter=",
    "log.showSignature=false",
    "commit.gpgSign=false",
    "gpg.program=false",
    "gpg.ssh.program=false",
    "gpg.x509.program=false",
    "submodule.recurse=false",
    "safe.bareRepository=explicit",
    "gc.auto=0",
    "maintenance.auto=false",
    "color.ui=false",
)
"""Settings of the command line, which override every file."""

GIT_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
}
"""No protocol named `none` exists: git cannot reach anything, whatever a repository's remote says."""

EDITORS = frozenset({"vim", "vi", "nvim", "nano", "emacs", "micro", "hx"})
"""Programs in which a person types: not confined by the kernel, so that they can do there what they could do anyway."""

OPENERS = frozenset({"xdg-open"})
"""Programs that start a person's own browser, which is not confined either."""
STAYING = OPENERS | {"wl-copy", "xclip", "xsel"}
"""Programs that go on after the call that started them: the browser, and what holds the clipboard's text for others."""

_DIFFING = frozenset({"diff", "log", "show", "whatchanged"})
_DRIVER = re.compile(
    r"^(filter\..*\.(?:clean|smudge|process)|diff\..*\.(?:command|textconv)|merge\..*\.driver)$",
    re.IGNORECASE | re.DOTALL,
)
_REQUIRED = re.compile(r"^filter\..*\.required$", re.IGNORECASE | re.DOTALL)

_VIM = (
    *("--cmd", "set nomodeline noexrc"),
    *("--cmd", "silent! autocmd BufReadPre * set nomodeline"),
    *("--cmd", "silent! autocmd SourcePost * set noexrc"),
)
"""`autocmd`, because the user's own vimrc is read after `set` and may turn modelines and the folder's own `.vimrc` on.

`SourcePost` comes when that vimrc has been read, and just before the folder's would be; vim.tiny knows none of it."""
_EMACS = (
    "-nw",
    "--eval",
    "(setq enable-local-variables nil enable-local-eval nil enable-dir-local-variables nil)",
)
_HELIX = ("--working-dir", "/")
"""It reads `.helix/` of the tree that it is started in, which names programs to run; in the root there is none."""


_OF_REPOSITORY = frozenset({"local", "worktree"})
"""git's scopes (git-config, --show-scope) that come with a repository; the others are the user's or the system's."""


@dataclass(frozen=True, slots=True)
class GitSettings:
    """Which settings git has in a folder."""

    repository: tuple[str, ...]
    """The names of those that came with the repository."""
    has_own_filter: bool
    """Whether the user's or the system's configuration names a filter program (git-lfs, for one)."""

    @classmethod
    def read(cls, listed: str) -> GitSettings:
        """From what `git config --list --show-scope --name-only -z` prints."""
        fields = listed.split("\0")
        pairs = list(zip(fields[::2], fields[1::2], strict=False))
        own = any(_DRIVER.match(name) for scope, name in pairs if scope not in _OF_REPOSITORY)
        return cls(tuple(name for scope, name in pairs if scope in _OF_REPOSITORY), own)


def git(arguments: Sequence[str]) -> list[str]:
    """git's arguments (without `git` itself) made harmless.

    Whatever the caller passes comes after, so it must never hold foreign words before its `--`.
    """
    options = ["--no-pager", *(part for setting in _GIT_CONFIG for part in ("-c", setting))]
    verb = _verb_at(arguments)
    if verb is not None and arguments[verb] in _DIFFING:
        return [*options, *arguments[: verb + 1], "--no-ext-diff", "--no-textconv", *arguments[verb + 1 :]]
    return [*options, *arguments]


def _verb_at(arguments: Sequence[str]) -> int | None:
    """Where git's own command stands: the first argument that is neither an option nor the value of one."""
    place = 0
    while place < len(arguments):
        if not arguments[place].startswith("-"):
            return place
        place += 2 if arguments[place] in {"-C", "-c"} else 1
    return None


def harden(name: str, arguments: Sequence[str]) -> list[str]:
    """The arguments to start program `name` with: `arguments`, and what keeps it harmless.

    `name` is the file's own name with every link followed: `vi` may be vim or another program that knows no `--cmd`.
    """
    if name == "git":
        return git(arguments)
    if name in {"vim", "nvim"} or name.startswith("vim."):
        return [*_VIM, *arguments]
    if name.startswith("emacs"):
        return [*_EMACS, *arguments]
    if name in {"hx", "helix"}:
        return [*_HELIX, *arguments]
    return list(arguments)


def git_environment(repository_settings: Sequence[str] = ()) -> dict[str, str]:
    """git's variables: no network, no questions, and no program that the repository's own configuration names.

    `repository_settings` are the names that this configuration sets. They are overridden by variables and not by `-c`,
    which would cut a name like `filter.a=b.clean` at its first sign of equality.
    """
    overrides: dict[str, str] = {}
    for name in repository_settings:
        if _DRIVER.match(name):
            overrides[name] = ""
        elif _REQUIRED.match(name):  # git would refuse files whose required filter is empty
            overrides[name] = "false"
    variables = dict(GIT_ENVIRONMENT)
    for place, (name, value) in enumerate(overrides.items()):
        variables |= {f"GIT_CONFIG_KEY_{place}": name, f"GIT_CONFIG_VALUE_{place}": value}
    return variables | {"GIT_CONFIG_COUNT": str(len(overrides))}
