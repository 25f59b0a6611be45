"""Utterances recast as entailment: what is true, what is held out, and that the same seed makes the same."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model import RouteLabel
from intents.router import ROUTES
from intents.training.hard_cases import framed, made, own_acts, plain
from intents.training.recast import CONTRADICTION, ENTAILMENT, Group, Recaster, meanings, plainly, route_of
from intents.training.sources import UNSEEN_INTENTS, Inference, Row, validates
from intents.training.written import validates as kept_out
from intents.training.written import written

COMMAND, QUESTION, CHAT = RouteLabel.COMMAND, RouteLabel.QUESTION, RouteLabel.CHAT
ROWS = [Row(f"set an alarm for {hour} o'clock", "alarm_set") for hour in range(40)]
PAIRS = [
    Inference(f"A man has {count} dogs.", "A man has dogs.", "entailment", "cad_nli", "train") for count in range(1300)
]


def groups(rows: list[Row], held: list[str] | None = None, seed: int = 7) -> list[Group]:
    """The groups of some rows of hwu64 with next to nothing else."""
    described = [("Find all files", "find ."), ("List every file", "find ."), ("Remove old logs", "rm *.log")]
    return Recaster(seed, held or []).groups({"hwu64": rows, "clinc150": []}, described, PAIRS)


def test_the_same_seed_makes_the_same_groups() -> None:
    """Training is reproducible from its seed."""
    assert groups(ROWS) == groups(ROWS)
    assert groups(ROWS) != groups(ROWS, seed=8)


def test_one_hypothesis_of_a_choice_holds_and_the_others_do_not() -> None:
    """Where one of a group is to be chosen, it is the only one that is entailed."""
    for group in groups(ROWS):
        if group.chosen is not None:
            assert group.relations[group.chosen] == ENTAILMENT
            others = group.relations[: group.chosen] + group.relations[group.chosen + 1 :]
            assert set(others) <= {CONTRADICTION}


def test_held_out_words_and_validation_rows_are_in_no_group() -> None:
    """Words of a held-out set are not trained on, however they are written; nor is the validation tenth."""
    held = "Set an alarm, for 7 o'clock!"
    premises = {plainly(group.premise) for group in groups(ROWS, [held])}
    assert plainly(held) not in premises
    assert not any(plainly(row.text) in premises for row in ROWS if validates(row.text))
    assert any(plainly(row.text) in premises for row in ROWS)


def test_sources_that_may_not_ship_make_no_group() -> None:
    """A pair whose licence is not known shapes nothing."""
    foreign = Inference("Neptune has diamonds.", "Neptune is rich.", "entailment", "ling_in_loop", "train")
    made_groups = Recaster(7, []).groups({"hwu64": [], "clinc150": []}, [("List it", "ls")], [*PAIRS, foreign])
    assert not any("Neptune" in group.premise for group in made_groups)


@pytest.mark.parametrize("route", RouteLabel)
def test_a_framed_act_keeps_its_words(route: RouteLabel) -> None:
    """Every frame says the act's object, whatever form its verb takes."""
    chance = random.Random(3)  # noqa: S311 - a fixed order
    for act in own_acts():
        case = framed(act, route, chance)
        assert case.route is route
        assert act.partition(" ")[2] in case.text


@pytest.mark.parametrize("route", RouteLabel)
def test_an_act_that_cannot_be_inflected_stays_whole(route: RouteLabel) -> None:
    """A verb whose forms are not listed is put only where its base form fits."""
    chance = random.Random(1)  # noqa: S311 - a fixed order
    for _ in range(40):
        assert "defenestrate the intern" in framed("defenestrate the intern", route, chance).text


def test_written_rows_teach_route_and_meaning() -> None:
    """A written row becomes a choice among routes and a choice among meanings; one that validates becomes nothing."""
    rows = [row for row in written() if row.route is COMMAND][:200]
    made_groups = Recaster(7, []).groups({"hwu64": [], "clinc150": []}, [("List it", "ls")], [*PAIRS], rows)
    said = {hypothesis for group in made_groups for hypothesis in group.hypotheses}
    kept, out = [row for row in rows if not kept_out(row)], [row for row in rows if kept_out(row)]
    assert sum(any(row.meaning in each for each in said) for row in kept) > len(kept) / 2
    texts = {plainly(group.premise) for group in made_groups}
    assert not {plainly(row.text) for row in out} & texts


def test_written_meanings_are_many_and_apart() -> None:
    """Hundreds of meanings in every route, each of one route, and a tenth of them kept out."""
    route_by_meaning: dict[tuple[str, str], RouteLabel] = {}
    for row in written():
        assert route_by_meaning.setdefault((row.file, row.meaning), row.route) is row.route
        assert row.text.strip()
        assert not row.meaning.endswith(".")
    assert set(route_by_meaning.values()) == set(RouteLabel)
    assert len(route_by_meaning) > 400
    assert 0.05 < sum(kept_out(row) for row in written()) / len(written()) < 0.2


def test_hard_cases_cover_every_route() -> None:
    """Orders, questions about acts and mere mentions are all there, and so is plain talk."""
    chance = random.Random(1)  # noqa: S311 - a fixed order
    assert {case.route for case in made(60, ["play some blues"], chance)} == set(RouteLabel)
    assert {case.route for case in plain()} == {QUESTION, CHAT}


def test_every_meaning_names_a_route_or_is_by_form() -> None:
    """The tables load, the unseen intents are in them, and glosses end no sentence."""
    table = meanings()
    assert set(table["clinc150"]) >= UNSEEN_INTENTS
    assert not any(gloss.endswith(".") or not gloss for each in table.values() for _, gloss in each.values())


@pytest.mark.parametrize(
    ("said", "route"),
    [
        ("how do i change my pin", QUESTION),
        ("can i change my pin", QUESTION),
        ("can you change my pin", COMMAND),
        ("please tell me how to change my pin", QUESTION),
        ("change my pin", COMMAND),
    ],
)
def test_an_open_intent_goes_by_its_form(said: str, route: RouteLabel) -> None:
    """Where an intent is asked both ways, a question's form makes the question."""
    assert route_of(said, (None, "change a PIN")) is route


@given(st.text())
def test_plain_words_are_stable(text: str) -> None:
    """Taking the plain words twice changes nothing more."""
    assert plainly(plainly(text)) == plainly(text)


def test_routes_have_the_routers_own_hypotheses() -> None:
    """Most route groups are worded as the router words them."""
    own = tuple(label.hypothesis for label in ROUTES)
    three = [group for group in groups(ROWS) if len(group.hypotheses) == len(ROUTES)]
    share = sum(group.hypotheses == own for group in three) / len(three)
    assert 0.5 < share < 0.7
