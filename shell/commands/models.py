"""`golem models list|pull|verify`: what is here, fetch it, check it."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from shell.app import store_of
from shell.commands.common import load_config
from shell.errors import ModelError
from shell.manifest import Model, load_manifest
from shell.output import tell, tell_json, working
from shell.sanitize import clean
from shell.store import Listed, Store
from shell.tables import tell_table

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_LINE_EVERY_S = 5.0
"""How often a pull that is not shown on a terminal says how far it is."""


def add_parser(subparsers: Any) -> None:  # noqa: ANN401  # argparse's type for this is private
    """Add `models` to the object that `ArgumentParser.add_subparsers` returned."""
    models = subparsers.add_parser("models", help="list, fetch and verify the models")
    actions = models.add_subparsers(dest="action", required=True, metavar="list|pull|verify")
    listing = actions.add_parser("list", help="which models there are, and which are here")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    pull = actions.add_parser("pull", help="fetch models; without a name, the default set")
    pull.add_argument("name", nargs="*", metavar="NAME")
    pull.add_argument("--quiet", action="store_true", help="say nothing of models that are here already")
    models.set_defaults(run=_run)
    verify = actions.add_parser("verify", help="hash models anew; without a name, all that are here")
    verify.add_argument("name", nargs="*", metavar="NAME")


def _run(args: argparse.Namespace) -> int:
    config = load_config(args)
    return run(args, store_of(config).folder, drawn=not config.terminal.reader)


def run(args: argparse.Namespace, config_models_folder: Path, *, drawn: bool = True) -> int:
    """Do what `args` says in that models folder; the exit status. Raises GolemError.

    Bars are `drawn` on a terminal; for a screen reader lines are told instead.
    """
    store = Store(config_models_folder, load_manifest())
    if args.action == "list":
        return list_models(store, as_json=args.json, out=sys.stdout, drawn=drawn)
    if args.action == "pull":
        # The command line keeps the model libraries offline; this one command is asked to fetch. The hub's client reads
        # the variable when it is imported, which is later than this.
        os.environ.pop("HF_HUB_OFFLINE", None)
        return pull_models(store, args.name, quiet=args.quiet, out=sys.stdout, drawn=drawn)
    return verify_models(store, args.name, out=sys.stdout, drawn=drawn)


def list_models(store: Store, *, as_json: bool, out: IO[str], drawn: bool = True) -> int:
    """Print every model: a table, or one JSON object a line. Returns 0."""
    if as_json:
        for listed in store.list():
            tell_json(_as_json(listed), to=out)
        return 0
    rows = []
    for listed in store.list():
        model = listed.model
        name = f"{model.name} *" if model.default else model.name
        here = "yes" if listed.verified else "unverified" if listed.present else "no"
        rows.append((name, model.use, _size(listed), model.licence, here, listed.source))
    note = f"* fetched by `golem models pull` without a name. Folder: {store.folder}"
    tell_table(("model", "use", "size>", "licence", "here", "from"), rows, notes=[note], drawn=drawn, to=out)
    return 0


def pull_models(store: Store, names: list[str], *, quiet: bool, out: IO[str], drawn: bool = True) -> int:
    """Fetch the named models, or the default set. All are tried; raises ModelError where any failed. Returns 0."""
    models = [store.manifest.find(name) for name in names] or list(store.manifest.defaults())
    failures = []
    for model in models:
        try:
            _pull(store, model, quiet=quiet, out=out, drawn=drawn)
        except ModelError as error:
            failures.append(str(error))
    if failures:
        raise ModelError("; ".join(failures))
    return 0


def verify_models(store: Store, names: list[str], *, out: IO[str], drawn: bool = True) -> int:
    """Hash the named models, or all that are here. Returns 0, or 2 where a file was wrong. Raises ModelMissing."""
    chosen = [store.manifest.find(name).name for name in names] or [
        listed.model.name for listed in store.list() if listed.present
    ]
    if not chosen:
        tell(f"no model is in {store.folder}", to=out)
    wrong = False
    for place, name in enumerate(chosen, 1):
        with working(f"hashing {name}, {place} of {len(chosen)}", drawn=drawn):
            result = store.verify(name)
        wrong = wrong or bool(result.problems)
        tell(f"{name}: {'WRONG' if result.problems else 'right'} ({result.files} files)", to=out)
        for problem in result.problems:
            tell(f"  {problem}", to=out)
    return 2 if wrong else 0


def _pull(store: Store, model: Model, *, quiet: bool, out: IO[str], drawn: bool) -> None:
    if any(listed.model.name == model.name and listed.verified for listed in store.list()):
        if not quiet:
            tell(f"{model.name}: here already", to=out)
        return
    if out.isatty() and drawn:
        with _Bars(out) as bars:
            store.pull(model.name, bars)
    else:
        store.pull(model.name, Lines(out))
    tell(f"{model.name}: fetched and verified", to=out)


class Lines:
    """A `Report` of plain lines, for a log: a line when the step changes, then one every few seconds."""

    def __init__(self, out: IO[str], clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds; only differences count."""
        self._out = out
        self._clock = clock
        self._label = ""
        self._said = 0.0

    def __call__(self, label: str, done: int, total: int | None) -> None:
        """See `shell.store_files.Report`."""
        now = self._clock()
        if label == self._label and now - self._said < _LINE_EVERY_S:
            return
        self._label, self._said = label, now
        share = f" {done / 1e6:,.0f} of {total / 1e6:,.0f} MB" if total else ""
        tell(f"{label}{share}", to=self._out)


class _Bars:
    """A `Report` of progress bars, for a terminal."""

    def __init__(self, out: IO[str]) -> None:
        from rich.console import Console  # noqa: PLC0415  # not for a start that pulls nothing
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

        self._progress: Progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=Console(file=out),
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> _Bars:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, label: str, done: int, total: int | None) -> None:
        if label not in self._tasks:
            self._tasks[label] = self._progress.add_task(clean(label), total=total)
        self._progress.update(self._tasks[label], completed=done, total=total)


def _size(listed: Listed) -> str:
    size = _bytes_here(listed) if listed.present else listed.model.size
    return "not stated" if size is None else f"{size / 1e6:,.0f} MB"


def _bytes_here(listed: Listed) -> int:
    return sum(path.stat().st_size for path in listed.folder.rglob("*") if path.is_file())


def _as_json(listed: Listed) -> dict[str, object]:
    model = listed.model
    return {
        "name": model.name,
        "use": model.use,
        "licence": model.licence,
        "default": model.default,
        "bytes": _bytes_here(listed) if listed.present else model.size,
        "present": listed.present,
        "verified": listed.verified,
        "source": listed.source or None,
        "revision": listed.revision,
        "folder": str(listed.folder),
    }
