"""The golden utterances: what people say, what they nearly say, and what must never run anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intents.matcher import Matcher
from intents.model import Match, RouteLabel, Scene, Source, Utterance
from intents.router import NoClassifier, Router
from skills.registry import Registry
from tests.golden_scene import Golden, golden, laid_out

ROWS = {rows.skill: rows for rows in golden()}
REGISTRY = Registry()


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """A matcher over Golem's own skills."""
    return Matcher([skill.intent for skill in REGISTRY.skills])


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The folder in which the rows are said, its docs being what was last spoken of, in a home of its own."""
    with laid_out(tmp_path_factory.mktemp("home")) as scene:
        yield scene


@pytest.fixture
def scene(laid: Scene, rows: Golden) -> Scene:
    """The same, with what the skill needs beside Golem."""
    return replace(laid, inside=frozenset(REGISTRY.skill(rows.skill).intent.within))


@pytest.mark.parametrize("skill", [skill.id for skill in REGISTRY.skills])
def test_every_skill_has_golden_rows(skill: str) -> None:
    """A skill comes with at least 12 phrasings, 4 near-misses and 2 negations, no two of them alike."""
    rows = ROWS.get(skill, Golden(skill, (), (), ()))
    missing = [
        f"{least - len(set(there))} more `{key}`"
        for key, there, least in (("said", rows.said, 12), ("near", rows.near, 4), ("never", rows.never, 2))
        if len(set(there)) < least
    ]
    assert not missing, f"{skill} needs {', '.join(missing)} in tests/golden/{skill.partition('.')[0]}.toml"


def test_every_row_is_of_a_skill() -> None:
    """No row is left of a skill that is gone, or whose id is mistyped."""
    assert set(ROWS) <= {skill.id for skill in REGISTRY.skills}


@pytest.mark.parametrize("rows", ROWS.values(), ids=list(ROWS))
def test_what_is_said_matches_its_skill(rows: Golden, matcher: Matcher, scene: Scene) -> None:
    """Every phrasing finds its skill, whole, with the slots that were meant."""
    for said in rows.said:
        outcome = matcher.match(said, scene)
        assert isinstance(outcome, Match), f"{said!r}: {outcome}"
        assert outcome.intent.id == rows.skill, f"{said!r} went to {outcome.intent.id}"
        assert outcome.how == "template", f"{said!r} only came near"
        for name, wanted in rows.slots.get(said, {}).items():
            value = outcome.arguments[name]
            shown = str(value.relative_to(scene.cwd)) if isinstance(value, Path) else value
            assert shown == wanted, said


@pytest.mark.parametrize("rows", ROWS.values(), ids=list(ROWS))
def test_near_misses_do_not_match(rows: Golden, matcher: Matcher, scene: Scene) -> None:
    """What only resembles a skill's sentences does not run it, unless it looks for words as they were said."""
    for said in rows.near:
        outcome = matcher.match(said, scene)
        if isinstance(outcome, Match):
            assert outcome.intent.id != rows.skill, said


@pytest.mark.parametrize("rows", ROWS.values(), ids=list(ROWS))
def test_mentions_never_become_a_command(rows: Golden, matcher: Matcher, scene: Scene) -> None:
    """Negated, reported or asked about, an action matches nothing that does it, and is not routed as a command."""
    router = Router(NoClassifier(), matcher)
    for said in rows.never:
        outcome = matcher.match(said, scene)
        told = isinstance(outcome, Match) and outcome.intent.id == "manual.how"  # where this machine's pages tell it
        assert told or not isinstance(outcome, Match), said
        assert router.route(Utterance(said, Source.VOICE), scene).label is not RouteLabel.COMMAND, said
