"""The rules that look at where a call reaches, and the look that they and the act have in common.

Every path is judged twice, as written and as the place that it leads to. `looked` notes what stands there before the
rules are asked, and the act holds to that (`skills.sight`): what a link is turned to later is not reached. A string
that is written as a path counts as one: a skill of the user's own may take it for a name and open it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intents.model import SlotType
from intents.slots import NewName
from policies.circumstances import Circumstances
from policies.settings import Policy
from policies.verdict import Confirm, Deny, Verdict
from skills.sight import Changed, look
from skills.spec import Call, Effect


@dataclass(frozen=True, slots=True)
class Place:
    """One path among a call's arguments."""

    name: str
    """The argument's."""
    written: Path
    """Absolute, links left as they are."""
    real: Path
    """Where it leads."""
    is_new: bool
    """True for a name of something to be made: what it names is not acted on."""

    def lies_in(self, folder: str | Path) -> bool:
        """Whether it is `folder` or below it, by either path."""
        return _is_below(self.written, folder) or _is_below(self.real, folder)

    def holds(self, other: str | Path) -> bool:
        """Whether `other` is below it, by either path."""
        below = _is_below(other, self.written) or _is_below(other, self.real)
        return below and str(other) not in {str(self.written), str(self.real)}


def inside_tree(call: Call, circumstances: Circumstances, policy: Policy) -> Sequence[Verdict]:
    """Nothing outside the working tree is changed; looking there is asked about; going there is just going."""
    if _navigates(call, policy):
        return ()
    root, home, looks = circumstances.root, circumstances.home.resolve(), call.skill.effect is Effect.OBSERVE
    found: list[Verdict] = []
    for place in places_of(call, circumstances):
        if not (place.real.is_relative_to(root) and place.written.is_relative_to(root)):
            reason = f"the {place.name} lies outside the working tree {root}: {place.real}"
            found.append(Confirm("outside-tree", reason) if looks else Deny("outside-tree", reason))
        elif not looks and root != home and home.is_relative_to(root):
            found.append(Confirm("wide-tree", f"{root} is no project's folder, and everything lies below it"))
    return found


def forbidden_places(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Keys, passwords, the kernel's trees, and what Golem keeps for itself are no one's argument, nor what holds them.

    A folder that holds one may be looked at and gone to; it may not be moved, copied or taken away with it.
    """
    passive = call.skill.effect is Effect.OBSERVE or _navigates(call, policy)
    kept = [*_listed(policy.paths.forbidden, circumstances.home), *map(str, circumstances.own_folders)]
    for place in places_of(call, circumstances):
        for folder in _both(kept):
            if place.lies_in(folder):
                return Deny("forbidden-place", f"the {place.name} lies in {folder}, which no skill may touch")
            if not passive and not place.is_new and place.holds(folder) and os.path.lexists(folder):
                return Deny("forbidden-place", f"the {place.name} holds {folder}, which no skill may touch")
    return None


def system_places(call: Call, circumstances: Circumstances, policy: Policy) -> Sequence[Verdict]:
    """The system's own folders, where they are the working tree, are changed only with a yes, and never removed."""
    if call.skill.effect is Effect.OBSERVE or _navigates(call, policy):
        return ()
    found: list[Verdict] = []
    for place in places_of(call, circumstances):
        for folder in _both(_listed(policy.paths.system, circumstances.home)):
            if call.skill.effect is Effect.DESTROY and _is_below(folder, place.real):
                found.append(Deny("precious", f"the {place.name} is {place.real}, which must not be taken away"))
            elif place.lies_in(folder):
                found.append(Confirm("system-place", f"the {place.name} lies in {folder}, which belongs to the system"))
    return found


def precious(call: Call, circumstances: Circumstances, policy: Policy) -> Sequence[Verdict]:
    """The root, the home folder, the working tree as a whole and what is inside .git are not taken away.

    Nothing is changed inside .git, and to change one of the others as a whole (to move it) is asked about.
    """
    if call.skill.effect is Effect.OBSERVE:
        return ()
    found: list[Verdict] = []
    for place in places_of(call, circumstances):
        inside_git = ".git" in (*place.written.parts, *place.real.parts)
        whole = _kept(place, call, circumstances)
        if call.skill.effect is Effect.DESTROY and (whole or inside_git):
            found.append(Deny("precious", f"the {place.name} is {place.real}, which must not be taken away"))
        elif inside_git:
            found.append(Deny("precious", f"the {place.name} is inside a repository's own folder: {place.real}"))
        elif whole and not place.is_new and not _navigates(call, policy):
            found.append(Confirm("whole-tree", f"the {place.name} is the whole of {place.real}"))
    return found


def looked(call: Call, home: Path) -> Call:
    """The call with what stands at its paths and at its folder now. A path that cannot be looked at is left out."""
    seen = {}
    for path in (call.cwd, *(path for _name, path, _kind in _said(call, home))):
        written = Path(os.path.normpath(path))
        try:
            seen[written] = look(written)
        except (OSError, RuntimeError, ValueError, Changed):  # the rules will look again, fail at it, and so deny
            continue
    return replace(call, seen=seen)


def places_of(call: Call, circumstances: Circumstances) -> Iterator[Place]:
    """Every path among the arguments, defaults included, at any depth of lists.

    Raises OSError, RuntimeError, ValueError or Changed for one that cannot be looked at.
    """
    for name, path, kind in _said(call, circumstances.home):
        written, is_new = Path(os.path.normpath(path)), isinstance(kind, NewName)
        sight = call.seen.get(written) or look(written)
        yield Place(name, written, sight.real, is_new)
        if ".." in path.parts:  # behind a link, ".." is not what it reads as
            yield Place(name, written, path.resolve(), is_new)


def _said(call: Call, home: Path) -> Iterator[tuple[str, Path, SlotType | None]]:
    """The name of each argument that holds a path, the path in full, and the argument's type."""
    types = {slot.name: slot.type for slot in call.match.intent.slots}
    types |= {fill.slot.name: fill.slot.type for fill in call.match.fills}
    for name, value in call.arguments.items():
        kind = types.get(name)
        for path in _paths(value, kind, home):
            yield name, call.cwd / path, kind


def _paths(value: object, kind: SlotType | None, home: Path) -> Iterator[Path]:
    if isinstance(value, Path):
        yield value
    elif isinstance(value, str):
        if not (kind is not None and kind.free) and ("/" in value or value.startswith("~") or value in {".", ".."}):
            own = value == "~" or value.startswith("~/")
            # Path.expanduser would raise for a user who is not there.
            yield home / value[2:] if own else Path(os.path.expanduser(value))  # noqa: PTH111
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _paths(item, kind, home)


def _kept(place: Place, call: Call, circumstances: Circumstances) -> bool:
    """Whether a place is, or holds, the root, the home folder, the working tree or the working folder."""
    kept = {Path("/"), circumstances.home, circumstances.home.resolve(), circumstances.root, call.cwd}
    return place.real in kept or any(place.holds(keep) for keep in kept)


def _navigates(call: Call, policy: Policy) -> bool:
    return call.skill.id in policy.paths.navigation


def _is_below(path: str | Path, folder: str | Path) -> bool:
    """Whether `path`, absolute and without "..", is `folder` or below it; by text, being asked for every place."""
    above = str(folder).rstrip("/")
    return str(path) == above or str(path).startswith(f"{above}/")


def _listed(places: tuple[str, ...], home: Path) -> list[str]:
    """Absolute paths, without a slash at the end."""
    return [os.path.normpath(home / place[2:] if place.startswith("~/") else place) for place in places]


def _both(folders: list[str]) -> list[str]:
    """Each folder as written and where it leads: ~/.ssh may be a link, and so may ~/.config."""
    return list(dict.fromkeys([*folders, *map(os.path.realpath, folders)]))
