"""Overrides: the one way in which a user's policy makes a built-in rule looser, each with a name and a reason.

A rule that is not listed here as one that may be loosened stays as it is, whatever a file says: `ABSOLUTE` tells why.
Pure but for looking where a call's paths lead.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from rapidfuzz import process

from policies.verdict import Allow, Confirm, Deny, Proof, Verdict

Answer = Literal["allow", "confirm", "word", "two-words", "typed", "deny"]
"""What happens to a call; from `confirm` to `typed` it asks, and a spoken agreement must be more and more."""
STRICTNESS: Final[Mapping[str, int]] = {
    "allow": 0,
    **{proof.value: place for place, proof in enumerate(Proof, 1)},
    "deny": 1 + len(Proof),
}

LOOSEST: Final[Mapping[str, Answer]] = {
    "guessed-name": "allow",
    "irreversible": "two-words",
    "look-alike-letters": "confirm",
    "near-match": "allow",
    "outside-tree": "allow",
    "pane-ends": "confirm",
    "shell-syntax-in-address": "allow",
    "shell-syntax-in-name": "allow",
    "shell-syntax-in-text": "allow",
    "source-remote": "allow",
    "source-typed": "allow",
    "source-voice": "allow",
    "stale-words": "allow",
    "system-place": "confirm",
    "unplain-characters": "confirm",
    "unsure-route": "allow",
    "unsure-words": "confirm",
    "whole-tree": "allow",
    "wide-tree": "allow",
}
"""Each rule that an override may loosen, and how far."""

_SHELL: Final = "words that carry a shell's syntax were meant for a shell"
_HIDDEN: Final = "nobody can agree to what does not show"
_OWN: Final = "it says what you made stricter yourself: change that line instead"
ABSOLUTE: Final[Mapping[str, str]] = {
    "changed-meanwhile": "a yes is to what was shown",
    "changed-since": "an undo takes back what was done, and nothing newer",
    "effect-change": _OWN,
    "effect-destroy": "what takes something away always asks; source-voice says what a spoken answer must be",
    "effect-observe": _OWN,
    "forbidden-place": "keys, passwords and Golem's own files are no skill's business",
    "hidden-characters": _HIDDEN,
    "leading-dash": "a program could take the name for an option",
    "no-echo": "a password is not dictated",
    "not-allowed": "golem skills allow is the way",
    "own-voice": "Golem must not obey what it says itself",
    "pane-asks": "what a program asks for may be a command to run",
    "pane-submits": "a [[submit]] names the pane's program and the line",
    "pane-takes-keys": "there, each letter is an order",
    "pane-unknown": "what an unknown program does with it cannot be known",
    "permit-spent": "a yes is to one act",
    "precious": "the tree, what is above it and what git keeps are not to be lost by a sentence",
    "shell-syntax": _SHELL,
    "silence": "what no rule speaks for was never thought of",
    "skill-confirmed": _OWN,
    "skill-denied": _OWN,
    "too-long": "nobody says so much",
    "unrecorded": "what cannot be written down beforehand is not done",
    "untrusted-tree": "golem trust is the way",
    "yes-expired": "a yes is to what is so now",
}
"""Each rule that no override loosens, and why."""

NEEDS_PATH: Final = frozenset({"outside-tree"})
"""Rules that are only ever loosened for a place, since without one everything would be in reach."""

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule, loosened."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")]
    """What the journal and `golem doctor` call it."""
    rule: Words
    answer: Answer
    """What the rule says instead, at the most."""
    why: Words
    skill: str = "*"
    """Only for the skills whose ids fit this pattern: `files.*`."""
    path: str = ""
    """Only where every path of the call is in the working tree or in this place, and one is in this place."""

    def told(self) -> str:
        """The override in one line."""
        scope = [f"for {self.skill}"] * (self.skill != "*") + [f"in {self.path}"] * bool(self.path)
        return " ".join([f"{self.name}: {self.rule} becomes {self.answer}", *scope]) + f", because {self.why}"

    def problem(self) -> str | None:
        """What is wrong with it, in a few words; None where nothing is."""
        return self._wrong_rule() or self._wrong_scope()

    def _wrong_rule(self) -> str | None:
        if self.rule in ABSOLUTE:
            return f"the rule {self.rule} stays as it is: {ABSOLUTE[self.rule]}"
        if self.rule not in LOOSEST:
            return f"there is no rule {self.rule!r}; {nearest(self.rule, LOOSEST)}"
        if STRICTNESS[self.answer] < STRICTNESS[LOOSEST[self.rule]]:
            return f"the rule {self.rule} may be loosened to {LOOSEST[self.rule]!r}, not to {self.answer!r}"
        return None

    def _wrong_scope(self) -> str | None:
        if not self.why.strip():
            return "why is empty; say what for"
        if self.rule in NEEDS_PATH and not self.path:
            return f"the rule {self.rule} is loosened for a path only; write path = ..."
        if self.path and ("\0" in self.path or not self.path.startswith(("/", "~/"))):
            return f"path is {self.path!r}; a place starts with / or ~/"
        return None

    def unknown_skill(self, known: Collection[str]) -> str | None:
        """What is wrong with its pattern of skills where `known` are all of them; None where it fits one."""
        if any(fnmatch.fnmatchcase(id_, self.skill) for id_ in known):
            return None
        return f"no skill fits {self.skill!r}; {nearest(self.skill, known)}"

    def fits(self, verdict: Verdict, skill: str, places: Collection[tuple[Path, Path]], root: Path, home: Path) -> bool:
        """Whether it loosens this verdict on a call of `skill`; `places` are its paths, written and real."""
        if isinstance(verdict, Allow) or verdict.rule != self.rule or not fnmatch.fnmatchcase(skill, self.skill):
            return False
        if strictness(verdict) <= STRICTNESS[self.answer]:
            return False
        if not self.path:
            return True
        scope = (home / self.path[2:] if self.path.startswith("~/") else Path(self.path)).resolve()
        inside = [all(path.resolve().is_relative_to(scope) for path in place) for place in places]
        at_home = [all(path.is_relative_to(root) for path in place) for place in places]
        return any(inside) and all(one or other for one, other in zip(inside, at_home, strict=True))

    def instead_of(self, verdict: Verdict) -> Verdict:
        """What is said instead of a verdict that it fits; the reason names both."""
        does = "deny" if isinstance(verdict, Deny) else "ask"
        reason = f"{self.why} (without it, {verdict.rule} would {does}: {verdict.reason})"
        return verdict_of(self.answer, f"override {self.name}", reason)


def verdict_of(answer: Answer, rule: str, reason: str) -> Verdict:
    """The verdict that a table's answer stands for."""
    if answer == "allow":
        return Allow(rule, reason)
    return Deny(rule, reason) if answer == "deny" else Confirm(rule, reason, proof=Proof(answer))


def strictness(verdict: Verdict) -> int:
    """Where a verdict stands in `STRICTNESS`."""
    return STRICTNESS[verdict.proof if isinstance(verdict, Confirm) else verdict.name]


def nearest(key: str, known: Collection[str]) -> str:
    """A hint at what was meant."""
    found = process.extractOne(key, list(known), score_cutoff=50)
    return f"did you mean {found[0]}?" if found else f"known are {', '.join(known)}"
