"""The golden utterances before the gate: what people say of Golem's own skills is refused by no rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from intents.matcher import Matcher
from intents.model import Match, Scene, Source, Utterance
from policies.gate import Gate
from policies.path_rules import looked
from policies.settings import default_policy
from policies.verdict import Deny
from skills.registry import Registry
from skills.spec import Call
from tests.golden_scene import golden, laid_out
from tests.policies.calls import circumstances

REGISTRY = Registry()
MATCHER = Matcher([skill.intent for skill in REGISTRY.skills])
SIGNS = {("open https://example.org/?a=1&b=2", Source.VOICE): "shell-syntax"}
"""Refused if it was heard, since nobody says an address with its signs; typed, it is asked about."""


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The folder in which the rows are said, in a home of its own."""
    with laid_out(tmp_path_factory.mktemp("home").resolve()) as scene:
        yield scene


def test_no_rule_refuses_what_a_skill_is_for(laid: Scene) -> None:
    """Some are asked about; none is taken for an option, a path or an injection, as "minus 4 plus 9" once was."""
    gate, own = Gate(default_policy()), (laid.home / ".config" / "golem",)
    refused = {}
    for rows in golden():
        skill = REGISTRY.skill(rows.skill)
        scene = replace(laid, inside=frozenset(skill.intent.within))
        for said in rows.said:
            outcome = MATCHER.match(said, scene)
            assert isinstance(outcome, Match), said
            injection = gate.screen(said, outcome)
            for source in (Source.TYPED, Source.VOICE):
                about = circumstances(
                    source=source, allowed=REGISTRY.allowed_ids, root=laid.cwd, home=laid.home, own=own
                )
                call = looked(Call(skill, outcome, Utterance(said, source, 1.0), scene.cwd), scene.home)
                verdict = injection.denial if injection is not None else gate.judge(call, about).verdict
                if isinstance(verdict, Deny):
                    refused[said, source] = verdict.rule
    assert refused == SIGNS
