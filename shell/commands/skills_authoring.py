"""`golem skills new`, `check` and `test`: writing a module of skills, looking it over, and trying it."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from policies.settings import PolicyFault
from policies.settings import load as load_policy
from shell.app import registry_of
from shell.authoring import template
from shell.authoring.checking import Checked, check, syntax_fault
from shell.commands.common import Subparsers, drawn, load_config
from shell.errors import ConfigError, UsageError
from shell.modules import start_of, why_off
from shell.output import tell, working
from shell.places import Places, places_of_user
from shell.tables import tell_table
from skills.faults import SkillFault
from skills.foreign.shelf import text_of
from skills.foreign.worker import Source

if TYPE_CHECKING:
    from shell.authoring.trial import Trial, Tried


def add_parsers(actions: Subparsers) -> None:
    """Declare the three."""
    new = actions.add_parser("new", help="write a module that works, its golden rows and a test, to begin with")
    new.add_argument("name", metavar="NAME", help="of the module, for example: groceries")
    new.add_argument("--in", dest="folder", type=Path, metavar="FOLDER", help="instead of your folder of skills")
    new.set_defaults(run=run_new)
    checked = actions.add_parser(
        "check", help="find what is wrong with a module, line by line, and what it collides with"
    )
    tested = actions.add_parser("test", help="say and type a module's golden rows, in a throw-away home")
    for one, run in ((checked, run_check), (tested, run_test)):
        one.add_argument("file", metavar="FILE", help="the module, or its name if it is in your folder of skills")
        one.set_defaults(run=run)
    tested.add_argument("--typed", action="store_true", help="only type them")


def run_new(args: argparse.Namespace) -> int:
    """Write the files, and say what to do next. Raises UsageError."""
    places = places_of_user()
    written = template.write(args.name, args.folder or places.skills)
    for file in (written.module, written.rows, written.test):
        tell(f"wrote {file}")
    shown = args.name if args.folder is None else str(written.module)
    tell(f"next: golem skills check {shown}; golem skills test {shown}; golem skills allow {args.name}")
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Print every finding; 0 for none, 1 where the module can be allowed all the same, 2 where it cannot."""
    source = source_of(args.file, places_of_user())
    with working(f"checking {source.file.name} beside every skill", drawn=drawn(args)):
        checked = _checked(source, places_of_user())
    for finding in checked.findings:
        tell(str(finding))
        tell(f"    {finding.mend}")
    for skill in checked.skills:
        tell(f"{skill.id} ({skill.effect}): {skill.capabilities.describe()}")
    count = len(checked.findings)
    tell(f"{source.file.name}: {_counted(len(checked.skills), 'skill')}, {_counted(count, 'finding')}")
    return 2 if checked.faulty else 1 if count else 0


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def _checked(source: Source, places: Places) -> Checked:
    """What there is to find. Raises UsageError where nothing can be found out but from the text."""
    broken = syntax_fault(source)
    if broken is not None:
        return Checked((), (broken,))
    try:
        policy = load_policy(places.policy_file)
    except PolicyFault as fault:
        raise ConfigError(str(fault)) from fault
    off = why_off(places, policy)
    if off:
        raise UsageError(f"{source.file}: is Python, but more cannot be found out here: {off}")
    with closing(registry_of(places)) as registry:
        known = [skill for skill in registry.skills if skill.module != source.file.name]
        return check(source, start_of(places, policy), known)


def run_test(args: argparse.Namespace) -> int:
    """Print a row for each thing said; 0 where all hold, 1 where one does not. Raises UsageError."""
    from shell.authoring import rows  # noqa: PLC0415 - with the rest of it
    from shell.authoring.trial import Trial, elsewhere  # noqa: PLC0415 - numpy and the voice

    config = load_config(args)
    source = source_of(args.file, places_of_user())
    rows_file = source.file.with_suffix(".toml")

    async def all_of(trial: Trial) -> list[Tried]:
        found: list[Tried] = []
        every = rows.read(rows_file, trial.ids)
        with working("trying", total=len(every), drawn=not config.terminal.reader) as advance:
            for place, row in enumerate(every, 1):
                advance(note=f"{place} of {len(every)}{_wrong_so_far(found)}")
                found.append(await trial.typed(row))
                if not args.typed and row.kind == "said":
                    found.append(await trial.spoken(row))
                advance(1)
        return found

    with elsewhere(config):
        try:
            trial = Trial(config, source)
        except SkillFault as fault:
            raise UsageError(f"{fault}; golem skills check {args.file} says more") from fault
        with closing(trial):
            tried = asyncio.run(all_of(trial))
    headings = ("is", "row", "said", "heard", "meant", "what came of it")
    tell_table(headings, _table(tried), drawn=not config.terminal.reader)
    wrong = sum(bool(each.wrong) for each in tried)
    tell(f"{_counted(len(tried), 'row')}, {_counted(wrong, 'fault')}")
    return 1 if wrong else 0


def _wrong_so_far(tried: Sequence[Tried]) -> str:
    wrong = sum(bool(each.wrong) for each in tried)
    return f", {wrong} failed" if wrong else ""


def _table(tried: Sequence[Tried]) -> Iterator[tuple[str, ...]]:
    for each in tried:
        heard = "(typed)" if each.heard is None else each.heard
        came = each.wrong or each.outcome
        yield ("!!" if each.wrong else "ok", each.row.kind, each.row.text, heard, each.skill or "-", came)


def source_of(name: str, places: Places) -> Source:
    """The module's text as it is now: a file, or the name of one in the user's folder. Raises UsageError."""
    file = Path(name).expanduser()
    if file.suffix != ".py":
        file = places.skills / f"{name}.py"
    if not file.is_file():
        raise UsageError(f"there is no module {file}; golem skills new NAME writes one")
    try:
        return Source(file.stem, file.absolute(), text_of(file))
    except SkillFault as fault:
        raise UsageError(str(fault)) from fault
