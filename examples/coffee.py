"""Orders for a coffee machine, as anyone would write a module of skills: everything in it is in docs/skills.md."""

from __future__ import annotations

from typing import Annotated

from skills.author import Choice, Context, Effect, Reply, skill

AMOUNTS = ("a little bit of", "a bit of", "some", "a lot of", "lots of")


def amounts(*kinds: str) -> dict[str, tuple[str, ...]]:
    """Each kind, plain and in every amount."""
    return dict.fromkeys(kinds, ()) | {f"{amount} {kind}": () for kind in kinds for amount in AMOUNTS}


Size = Annotated[
    str,
    Choice(
        {
            "small": (),
            "medium": (),
            "large": (),
            "eight ounce": (),
            "twelve ounce": (),
            "sixteen ounce": (),
            "twenty ounce": (),
        },
        name="size",
    ),
]
Roast = Annotated[
    str,
    Choice(
        {"light roast": ("lightly roasted",), "medium roast": (), "dark roast": ("darkly roasted",)},
        name="roast",
    ),
]
Shots = Annotated[
    str,
    Choice(
        {"single shot": ("one shot",), "double shot": ("two shot",), "triple shot": ("three shot",)},
        name="number of shots",
    ),
]
Drink = Annotated[
    str,
    Choice(
        {
            "americano": ("caffe americano",),
            "cappuccino": (),
            "espresso": ("expresso",),
            "iced mocha": (),
            "latte": ("caffe latte",),
            "mocha": (),
            "coffee": (),
            "drip coffee": ("filter coffee",),
            "house coffee": (),
            "iced coffee": (),
        },
        name="drink",
    ),
]
Milk = Annotated[
    str, Choice(amounts("milk", "skim milk", "whole milk", "soy milk", "almond milk", "cream"), name="milk")
]
Sweet = Annotated[str, Choice(amounts("sugar", "brown sugar", "sweetener"), name="sweetener")]


@skill(
    "coffee.order",
    says=[
        "(brew|make me|get me|give me|I want|I'd like|can I (get|have)|may I have) [a|an] "
        "([{size}];[{roast}];[{shots}]) {drink} [with ({milk} [and {sweet}]|{sweet} [and {milk}])]",
    ],
    kind="command",
    effect=Effect.CHANGE,
)
def order(
    context: Context,
    *,
    drink: Drink,
    size: Size | None = None,
    roast: Roast | None = None,
    shots: Shots | None = None,
    milk: Milk | None = None,
    sweet: Sweet | None = None,
) -> Reply:
    """Order a coffee."""
    del context
    wanted = " ".join(part for part in (size, roast, shots, drink) if part)
    extras = " and ".join(part for part in (milk, sweet) if part)
    return Reply(f"One {wanted}{' with ' + extras if extras else ''}, coming up.")
