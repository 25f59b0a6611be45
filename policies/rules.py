"""The rules: each looks at a judged call from one side and says Allow, Confirm, Deny, or nothing. Pure but for `stat`.

A rule that says nothing leaves the matter to the others; the gate takes the strictest of what was said, and no word at
all is Deny.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from intents.model import Source
from policies.circumstances import Circumstances
from policies.settings import Policy
from policies.verdict import Allow, Confirm, Deny, Verdict
from policies.words import find_injection, is_hidden
from skills.spec import Call, Effect

Rule = Callable[[Call, Circumstances, Policy], Verdict | None]


def allow_listed(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Only skills on the allow-list run."""
    if call.skill.id not in circumstances.allowed_skills:
        return Deny("not-allowed", f"{call.skill.id} is not an allowed skill")
    if call.skill.id in policy.skills.deny:
        return Deny("skill-denied", f"your policy denies {call.skill.id}")
    if call.skill.id in policy.skills.confirm:
        return Confirm("skill-confirmed", f"your policy asks before {call.skill.id}")
    return None


def effect(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Looking runs; a change runs or asks, by setting; what destroys always asks."""
    del circumstances
    answer = {
        Effect.OBSERVE: policy.effects.observe,
        Effect.CHANGE: policy.effects.change,
        Effect.DESTROY: policy.effects.destroy,
    }[call.skill.effect]
    rule = f"effect-{call.skill.effect}"
    reason = {
        Effect.OBSERVE: "it only looks",
        Effect.CHANGE: "it changes something that can be put back",
        Effect.DESTROY: "it takes something away",
    }[call.skill.effect]
    if answer == "allow":
        return Allow(rule, reason)
    return Confirm(rule, reason) if answer == "confirm" else Deny(rule, reason)


def shell_syntax(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Shell syntax in an argument: refused in a name, asked about in words that are kept as said (a message)."""
    del circumstances
    for fill in call.match.fills:
        found = find_injection(fill.said, policy.words) or find_injection(str(fill.value), policy.words)
        if found is None:
            continue
        if fill.slot.type.free:
            return Confirm("shell-syntax-in-text", f"the {fill.slot.name} looks odd: {found.denial.reason}")
        return Deny("shell-syntax", f"in the {fill.slot.name}, {found.denial.reason}")
    return None


def odd_names(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Names that could be read as options, or that show as something else than they are."""
    del circumstances, policy
    for name, value in call.arguments.items():
        text = value.name if isinstance(value, Path) else value
        if not isinstance(text, str):
            continue
        if any(is_hidden(char) for char in str(value)):
            return Deny("hidden-characters", f"the {name} has characters that do not show: {str(value)!r}")
        free = any(fill.slot.name == name and fill.slot.type.free for fill in call.match.fills)
        if text.startswith("-") and not free:
            return Deny("leading-dash", f"the {name} begins with a dash, as an option does: {text!r}")
    return None


def inside_tree(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Nothing outside the working tree is changed; looking there is asked about; going there is just going."""
    for name, path in _paths(call):
        real = path.resolve()
        if real.is_relative_to(circumstances.root) and path.is_relative_to(circumstances.root):
            continue
        if call.skill.id in policy.paths.navigation:
            continue
        reason = f"the {name} lies outside the working tree {circumstances.root}: {real}"
        return Confirm("outside-tree", reason) if call.skill.effect is Effect.OBSERVE else Deny("outside-tree", reason)
    return None


def forbidden_places(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Keys, passwords, the system's own trees, and what Golem keeps for itself are no one's argument."""
    places = [*(_place(place, circumstances.home) for place in policy.paths.forbidden), *circumstances.own_folders]
    for name, path in _paths(call):
        for candidate in (path, path.resolve()):
            for place in places:
                if candidate.is_relative_to(place):
                    return Deny("forbidden-place", f"the {name} lies in {place}, which no skill may touch")
    return None


def precious(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """The root, the home folder, the working tree as a whole and what is inside .git are not taken away or moved."""
    del policy
    if call.skill.effect is Effect.OBSERVE:
        return None
    kept = {Path("/"), circumstances.home, circumstances.root, call.cwd}
    for name, path in _paths(call):
        real = path.resolve()
        inside_git = ".git" in path.parts or ".git" in real.parts
        above = any(keep != real and keep.is_relative_to(real) for keep in kept)
        if call.skill.effect is Effect.DESTROY and (real in kept or above or inside_git):
            return Deny("precious", f"the {name} is {real}, which must not be taken away")
        if inside_git:
            return Deny("precious", f"the {name} is inside a repository's own folder: {real}")
    return None


def unsure_words(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Words that the recogniser is not sure of do not change things by themselves."""
    if circumstances.source is Source.TYPED or call.skill.effect is Effect.OBSERVE:
        return None
    sure = f"the words were heard with a confidence of only {circumstances.confidence:.0%}"
    if circumstances.confidence < policy.speech.floor:
        return Deny("unsure-words", sure)
    if circumstances.confidence < policy.speech.confirm:
        return Confirm("unsure-words", sure)
    return None


def unsure_meaning(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """A near match, a guessed name or a doubtful route is asked about before anything is changed."""
    if call.skill.effect is Effect.OBSERVE:
        return None
    if call.match.how == "near":
        return Confirm("near-match", f"the words only sound like one of {call.skill.id}'s sentences")
    if any(fill.score < 0.9 for fill in call.match.fills):
        guess = min(call.match.fills, key=lambda fill: fill.score)
        return Confirm("guessed-name", f"{guess.said!r} was taken to mean {str(guess.value)!r}")
    route = circumstances.route
    if route.decided_by != "template" and route.scores[route.label] < policy.route.confirm:
        return Confirm(
            "unsure-route", f"it is a {route.label} with a probability of only {route.scores[route.label]:.0%}"
        )
    return None


def own_voice(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Words said while Golem spoke may be its own: they may look, and change nothing."""
    del policy
    if circumstances.overlapped and call.skill.effect is not Effect.OBSERVE:
        return Deny("own-voice", "Golem itself was speaking at that moment")
    return None


RULES: tuple[Rule, ...] = (
    allow_listed,
    shell_syntax,
    odd_names,
    forbidden_places,
    precious,
    inside_tree,
    own_voice,
    unsure_words,
    unsure_meaning,
    effect,
)
"""In the order in which they are asked; of two equally strict verdicts the first is given as the reason."""


def _paths(call: Call) -> Iterator[tuple[str, Path]]:
    for name, value in call.arguments.items():
        if isinstance(value, Path):
            yield name, value


def _place(written: str, home: Path) -> Path:
    return home / written[2:] if written.startswith("~/") else Path(written)
