"""A module written as any author would, understood from what Whisper really wrote for spoken orders."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.coffee import MODULE, module_intents, plainly, understood
from intents.matcher import Matcher
from intents.model import Match, Scene
from skills.registry import Registry

# Clips of the development half: the transcript of whisper-base, and the label.
HEARD: list[tuple[str, dict[str, str]]] = [
    ("May I have a single shot drip coffee?", {"coffeeDrink": "drip coffee", "numberOfShots": "single shot"}),
    (
        "I want a 12-ounce single-shot house coffee with almond milk.",
        {
            "coffeeDrink": "house coffee",
            "milkAmount": "almond milk",
            "numberOfShots": "single shot",
            "size": "twelve ounce",
        },
    ),
    (
        "Give me a small medium roast triple shot cappuccino, a sugar and skim milk.",
        {
            "coffeeDrink": "cappuccino",
            "milkAmount": "skim milk",
            "numberOfShots": "triple shot",
            "roast": "medium roast",
            "size": "small",
            "sugarAmount": "sugar",
        },
    ),
    ("Brewer 20 oz house coffee.", {"coffeeDrink": "house coffee", "size": "twenty ounce"}),
    (
        "Give me a double shot house coffee with loads of sweetener.",
        {"coffeeDrink": "house coffee", "numberOfShots": "double shot", "sugarAmount": "lots of sweetener"},
    ),
    ("I want a Americano with sugar.", {"coffeeDrink": "americano", "sugarAmount": "sugar"}),
    (
        "Make me a light rose 8 oz iced mocha.",
        {"coffeeDrink": "iced mocha", "roast": "light roast", "size": "eight ounce"},
    ),
    (
        "Make me a light roast Ae Down's iced mocha.",
        {"coffeeDrink": "iced mocha", "roast": "light roast", "size": "eight ounce"},
    ),
    (
        "I'd like a triple shot-larged iced coffee with some sweetener.",
        {
            "coffeeDrink": "iced coffee",
            "numberOfShots": "triple shot",
            "size": "large",
            "sugarAmount": "some sweetener",
        },
    ),
    (
        "Brew a dark roast single-shot 20-ounce express-o.",
        {"coffeeDrink": "espresso", "numberOfShots": "single shot", "roast": "dark roast", "size": "twenty ounce"},
    ),
    (
        "Get me a light row single-shot drip coffee with lots of brown sugar.",
        {
            "coffeeDrink": "drip coffee",
            "numberOfShots": "single shot",
            "roast": "light roast",
            "sugarAmount": "lots of brown sugar",
        },
    ),
    (
        "Make me an iced mocha with sweetener and sormilk.",
        {"coffeeDrink": "iced mocha", "milkAmount": "soy milk", "sugarAmount": "sweetener"},
    ),
]
SCENE = Scene(Path("/"), Path("/"), heard=True)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """Golem's own skills, with the example beside them."""
    return Matcher([*(skill.intent for skill in Registry().skills), *module_intents()])


@pytest.mark.parametrize(("heard", "meant"), HEARD)
def test_an_order_is_understood(matcher: Matcher, heard: str, meant: dict[str, str]) -> None:
    """Every slot is exactly as it was labelled, though Whisper wrote digits and other words."""
    assert understood(matcher, SCENE, heard) == meant


@pytest.mark.parametrize(
    "said",
    [
        "don't make me a large latte",
        "I had a small espresso with milk",
        "he wants a double shot mocha with cream",
        "I have a coffee with brown sugar.",
        "make me a sandwich with cheese",
        "can I have the day off",
        "what is an americano with milk",
    ],
)
def test_what_is_no_order_is_none(matcher: Matcher, said: str) -> None:
    """Negated, told of, asked about or for something else, nothing is ordered."""
    outcome = matcher.match(said, SCENE)
    assert not (isinstance(outcome, Match) and outcome.intent.id == "coffee.order")


def test_the_module_is_an_outsiders() -> None:
    """It imports what authors are told to, and none of Golem's insides."""
    lines = [line for line in MODULE.read_text("utf-8").splitlines() if line.startswith(("import", "from"))]
    assert [line.split()[1] for line in lines] == ["__future__", "typing", "skills.author"]


def test_plain_text_must_have_every_label() -> None:
    """The baseline counts an order only where each label stands in the text as it is."""
    assert plainly("A large latte.")({"size": "large", "coffeeDrink": "latte"})
    assert not plainly("A 12-ounce latte.")({"size": "twelve ounce", "coffeeDrink": "latte"})
