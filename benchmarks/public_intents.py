"""Twenty intents of public data as if they were skills, and templates made from a few of their sentences.

slurp (CC BY 4.0) is kept out of the training of Golem's embedded model, though it has the intents of hwu64, which
training saw; of snips (CC0) the tested rows are kept out. Out-of-scope rows are clinc150's (CC BY 3.0). An intent has
no slots marked in these files, so templates are made by one rule, and every system gets the same: words that at
least two of the intent's sentences share stay, what lies between is a slot.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.recognizers import plain
from intents.model import IntentSpec, RouteLabel, Slot
from intents.slots import FREE_TEXT
from intents.training.sources import validates

SEED: Final = 11
TAUGHT: Final = 20
"""Sentences of each intent that systems are given."""
CHECKED: Final = 8
"""Rows of each intent for choosing thresholds."""
TESTED: Final = 20
"""Rows of each intent that are reported."""
MOST_SLOTS: Final = 3
LEAST_WORDS: Final = 2
"""A template with fewer words of its own would match nearly anything."""

COMMAND, QUESTION = RouteLabel.COMMAND, RouteLabel.QUESTION
DESCRIBED: Final[dict[str, tuple[RouteLabel, str]]] = {
    "snips.AddToPlaylist": (COMMAND, "Add a song or an artist to a playlist."),
    "snips.BookRestaurant": (COMMAND, "Book a table at a restaurant."),
    "snips.GetWeather": (QUESTION, "Say what the weather is or will be."),
    "snips.PlayMusic": (COMMAND, "Play music."),
    "snips.RateBook": (COMMAND, "Give a book a rating."),
    "snips.SearchCreativeWork": (QUESTION, "Find a film, show, game, book or song by its title."),
    "snips.SearchScreeningEvent": (QUESTION, "Say which films are shown at a cinema, and when."),
    "slurp.calendar_set": (COMMAND, "Put an event or a reminder in the calendar."),
    "slurp.calendar_query": (QUESTION, "Say what is in the calendar."),
    "slurp.calendar_remove": (COMMAND, "Delete an event from the calendar."),
    "slurp.news_query": (QUESTION, "Tell the news."),
    "slurp.email_query": (QUESTION, "Say which emails have come."),
    "slurp.email_sendemail": (COMMAND, "Send an email to someone."),
    "slurp.datetime_query": (QUESTION, "Say what time or what date it is, here or elsewhere."),
    "slurp.qa_definition": (QUESTION, "Say what a word means or what a thing is."),
    "slurp.social_post": (COMMAND, "Post something on social media."),
    "slurp.lists_query": (QUESTION, "Say which lists there are and what is on them."),
    "slurp.lists_remove": (COMMAND, "Take an item off a list, or delete a list."),
    "slurp.cooking_recipe": (QUESTION, "Say how a dish is cooked."),
    "slurp.alarm_set": (COMMAND, "Set an alarm."),
}
"""Intent → its kind and the one-line description that a skill's author would write, made from the intent's name."""


@dataclass(frozen=True, slots=True)
class PublicIntents:
    """What systems are given, and what they are asked."""

    taught: dict[str, tuple[str, ...]]
    """Intent → sentences."""
    validation: list[tuple[str, str | None]]
    """Text and intent; None is out of scope."""
    test: list[tuple[str, str | None]]
    """As `validation`."""


def templates_of(sentences: Sequence[str]) -> tuple[str, ...]:
    """Templates: words that at least two of the sentences have are kept, each run of others is an open slot {any1}.

    Sentences with fewer than LEAST_WORDS such words or more than MOST_SLOTS slots give none.
    """
    split = [plain(_bare(sentence)).split() for sentence in sentences]
    having = Counter(word for words in split for word in set(words))
    found: dict[str, None] = {}
    for words in split:
        parts: list[str] = []
        for word in words:
            if having[word] > 1:
                parts.append(word)
            elif not parts or not parts[-1].startswith("{"):
                parts.append(f"{{any{sum(part.startswith('{') for part in parts) + 1}}}")
        slots = sum(part.startswith("{") for part in parts)
        if slots <= MOST_SLOTS and len(parts) - slots >= LEAST_WORDS:
            found[" ".join(parts)] = None
    return tuple(found)


def _bare(sentence: str) -> str:
    """A sentence without the signs that a template gives a meaning to."""
    return sentence.translate({ord(sign): " " for sign in "()[]{}|<>;:*,/\\"})


def as_skills(taught: dict[str, tuple[str, ...]]) -> list[IntentSpec]:
    """Intents as a skill's author would declare them, with templates made of the sentences."""
    made = []
    for name, sentences in taught.items():
        kind, description = DESCRIBED[name]
        slots = tuple(Slot(f"any{at + 1}", FREE_TEXT, required=False) for at in range(MOST_SLOTS))
        id_ = name.lower()
        made.append(IntentSpec(id_, kind, description, templates_of(sentences), slots))  # type: ignore[arg-type]  # kind is one of the two
    return made


def load(folder: Path) -> PublicIntents:
    """Sample, by SEED, from snips.tsv, slurp.tsv and clinc150_train_val.tsv in `folder`. Raises OSError."""
    draw = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    taught: dict[str, tuple[str, ...]] = {}
    validation: list[tuple[str, str | None]] = []
    test: list[tuple[str, str | None]] = []
    for source in ("snips", "slurp"):
        table = rows(folder / f"{source}.tsv")
        for name in (name for name in DESCRIBED if name.startswith(f"{source}.")):
            own = [row for row in table if row[1] == name.partition(".")[2]]
            draw.shuffle(own)
            # Last come the rows that are only ever tested: slurp's own test split, what training leaves out of snips.
            own.sort(key=lambda row: row[2:] == ["test"] or (source == "snips" and validates(row[0])))
            texts = list(dict.fromkeys(row[0] for row in own))
            taught[name] = tuple(texts[:TAUGHT])
            validation += [(text, name.lower()) for text in texts[TAUGHT : TAUGHT + CHECKED]]
            test += [(text, name.lower()) for text in texts[-TESTED:]]
    outside = [row for row in rows(folder / "clinc150_train_val.tsv") if row[1] == "oos"]
    validation += [(row[0], None) for row in outside if row[2] == "train"]
    test += [(row[0], None) for row in outside if row[2] == "val"]
    return PublicIntents(taught, validation, test)


def rows(file: Path) -> list[list[str]]:
    """The rows of a table without its heading."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
