"""`golem skills`: which there are, which are allowed, and allowing or denying one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from intents.grammar import Grammar
from intents.matcher import Matcher
from policies.consent import Answer, answer
from shell.app import registry_of
from shell.commands import skills_authoring
from shell.commands.common import Subparsers, drawn
from shell.errors import UsageError
from shell.output import tell, tell_json, warn, working
from shell.places import places_of_user
from shell.sanitize import visible
from shell.tables import tell_table
from skills.author import SkillFault
from skills.registry import Registry
from skills.spec import Skill

ALLOWING = frozenset({"allow", "trust"})


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("skills", help="list, allow or deny skills; write, check and try your own")
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show|allow|deny|reload|new|check|test")
    listing = actions.add_parser("list", help="every skill, and the modules that wait to be allowed")
    listing.add_argument("--json", action="store_true", help="print them as a JSON list")
    for action, what in (
        ("show", "one skill with its sentences"),
        ("allow", "let a module of yours run as it is now, or lift a skill's denial (trust is the same)"),
        ("deny", "take a module of yours back, or deny one skill"),
    ):
        one = actions.add_parser(action, help=what, aliases=["trust"] if action == "allow" else [])
        one.add_argument("name", metavar="NAME")
        if action == "allow":
            one.add_argument("--yes", action="store_true", help="agree to what changed since it was allowed")
    reload = actions.add_parser("reload", help="allow again, one after another, every module that has changed")
    reload.add_argument("--yes", action="store_true", help="agree to what changed")
    parser.set_defaults(run=run)
    skills_authoring.add_parsers(actions)


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 2 (by UsageError) for a name that nobody has or a module at fault."""
    registry = registry_of(places_of_user())
    try:
        if args.action == "list":
            return _list(registry, args)
        if args.action == "show":
            return _show(registry, args.name)
        if args.action == "reload":
            return _reload(registry, args)
        if args.action in ALLOWING:
            if not _allow(registry, args.name, yes=args.yes):
                tell(f"{args.name}: not allowed, nobody said yes")
                return 1
        else:
            registry.deny(args.name)
    except SkillFault as fault:
        raise UsageError(str(fault)) from fault
    finally:
        registry.close()
    tell(f"{args.name}: {'allowed' if args.action in ALLOWING else 'denied'}")
    if args.action in ALLOWING:
        _warn_of_collisions(registry, args.name, drawn=drawn(args))
    return 0


def _allow(registry: Registry, name: str, *, yes: bool) -> bool:
    """Allow a module as it is now, after a yes to what changed since it was allowed. Raises SkillFault, UsageError."""
    change = registry.change(name)
    if change is None:
        registry.allow(name)
        return True
    if change.difference:
        tell(f"{name}.py has changed since it was allowed:")
        for line in change.difference:
            tell(f"  {_escaped(line)}")
        if not yes and not sys.stdin.isatty():
            raise UsageError(f"{name} has changed; to allow it as it is now: golem skills allow {name} --yes")
        if not yes:
            tell("Allow it as it is now? (yes / no) ", end="")
            if answer(sys.stdin.readline()) is not Answer.YES:
                return False
    registry.allow(name, change.content)
    for skill in registry.known:
        if skill.module == f"{name}.py":
            tell(f"  {skill.id} ({skill.effect}): {skill.capabilities.describe()}")
    return True


def _reload(registry: Registry, args: argparse.Namespace) -> int:
    """Allow every module anew that has changed, each after a yes; 1 where one was left out. Raises SkillFault."""
    changed = [waiting.name for waiting in registry.pending if waiting.changed]
    for name in changed:
        allowed = _allow(registry, name, yes=args.yes)
        tell(f"{name}: {'allowed' if allowed else 'not allowed, nobody said yes'}")
        if allowed:
            _warn_of_collisions(registry, name, drawn=drawn(args))
    if not changed:
        tell("no module has changed since it was allowed")
    return 1 if any(waiting.changed for waiting in registry.pending) else 0


def _escaped(line: str) -> str:
    """A line of a program's text, with whatever does not show, or shows as something else, written as an escape."""
    return visible(line.expandtabs(4)).replace("\\\\", "\\")


def _warn_of_collisions(registry: Registry, name: str, *, drawn: bool) -> None:
    """Say which sentences of the skills just allowed (a module's, or one) mean another skill as well."""
    allowed = [skill.id for skill in registry.skills if name in {skill.id, skill.module.removesuffix(".py")}]
    with working("looking for sentences that mean two skills", drawn=drawn):
        found = Matcher([skill.intent for skill in registry.skills]).collisions(allowed)
    for collision in found:
        warn(f"warning: {collision}")


def _list(registry: Registry, args: argparse.Namespace) -> int:
    allowed = registry.allowed_ids
    if args.json:
        tell_json([_plain(skill) | {"allowed": skill.id in allowed} for skill in registry.known])
        return 0
    rows = [
        (
            skill.id,
            "allowed" if skill.id in allowed else "denied",
            skill.effect,
            skill.intent.description,
            Grammar(skill.intent).shown[0],
        )
        for skill in registry.known
    ]
    headings = ("skill", "state", "effect", "what it does", "for example")
    tell_table(headings, rows, notes=list(_notes(registry)), drawn=drawn(args))
    return 0


def _notes(registry: Registry) -> Iterator[str]:
    """What is not in the list, and why."""
    for waiting in registry.pending:
        state = "has changed since it was allowed" if waiting.changed else "is not allowed"
        it = visible(str(waiting.path)) if waiting.package else "it"
        yield f"{waiting.title} {state}; read {it}, then: golem skills allow {waiting.name}"
    for fault in registry.faults:
        yield f"left out: {fault}"
    if registry.modules and registry.off:
        yield f"modules of yours are off: {registry.off}"


def _show(registry: Registry, name: str) -> int:
    found = next((skill for skill in registry.known if skill.id == name), None)
    if found is None:
        raise SkillFault(f"there is no skill {name!r}; `golem skills list` names them")
    tell(f"{found.id} ({found.intent.kind}, {found.effect}): {found.intent.description}")
    tell(f"from {found.module}, {found.origin}")
    tell(found.capabilities.describe())
    for slot in found.intent.slots:
        tell(f"  {{{slot.name}}} is a {slot.type.name}{'' if slot.required else ', optional'}")
    for sentence in found.intent.sentences:
        tell(f"  {sentence}")
    return 0


def _plain(skill: Skill) -> dict[str, object]:
    return {
        "id": skill.id,
        "kind": skill.intent.kind,
        "effect": skill.effect,
        "description": skill.intent.description,
        "sentences": list(skill.intent.sentences),
        "origin": skill.origin,
        "module": skill.module,
    }
