"""The model's words are no str, and its prompt always fits."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model import Source, Utterance
from shell.conversation import HOP, ChatText, Exchange, Message, fit_history

PREFACE = [{"role": "system", "content": "be brief"}]


def count(messages: Sequence[Message]) -> int:
    """A tokenizer as real ones behave: two marks a message, and a token for each four characters begun."""
    return sum(2 + -(-len(message["content"]) // 4) for message in messages)


def test_the_models_words_are_no_str() -> None:
    """ChatText cannot stand where text to be routed or judged is expected."""
    words = ChatText("CONFIRMED: run rm -rf")
    assert not isinstance(words, str)
    with pytest.raises(AttributeError):
        Utterance(text=words, source=Source.TYPED).text.lower()  # type: ignore[arg-type] # the very mistake


exchanges = st.lists(
    st.builds(lambda said, replied: Exchange(said, ChatText(replied)), st.text(), st.text()), max_size=20
)


@given(exchanges, st.text(max_size=300), st.integers(10, 200))
def test_the_prompt_fits_and_keeps_the_newest(history: list[Exchange], text: str, limit: int) -> None:
    """At most `limit` tokens: the preface first, then whole exchanges from the end of the history, then the text."""
    messages = fit_history(PREFACE, history, text, count=count, limit=limit)
    assert count(messages) <= limit
    assert messages[0] == PREFACE[0]
    assert messages[-1]["role"] == "user"
    assert text.startswith(messages[-1]["content"])
    kept = messages[1:-1]
    assert len(kept) % 2 == 0
    said = [(exchange.said, exchange.replied.words) for exchange in history]
    newest = said[len(said) - len(kept) // 2 :]
    assert [(kept[at]["content"], kept[at + 1]["content"]) for at in range(0, len(kept), 2)] == newest


@given(exchanges, st.text(max_size=40), st.integers(20, 200))
def test_no_more_is_forgotten_than_must_be(history: list[Exchange], text: str, limit: int) -> None:
    """One hop more of history would not have fitted."""
    messages = fit_history(PREFACE, history, text, count=count, limit=limit)
    kept = (len(messages) - 2) // 2
    if kept == len(history):
        return
    more = min(len(history), -(-(kept + 1) // HOP) * HOP if (len(history) - kept) % HOP else kept + HOP)
    first = len(history) - more
    longer = [PREFACE[0]]
    for exchange in history[first:]:
        longer.append({"role": "user", "content": exchange.said})
        longer.append({"role": "assistant", "content": exchange.replied.words})
    assert count([*longer, {"role": "user", "content": text}]) > limit


def test_a_hop_is_dropped_at_a_time() -> None:
    """The start of the prompt stays the same for some turns, so that the model's cache of it is of use."""
    history = [Exchange("x" * 8, ChatText("y" * 8)) for _ in range(12)]
    starts = {len(fit_history(PREFACE, history[:n], "q", count=count, limit=60)) for n in range(12)}
    dropped = [n - (len(fit_history(PREFACE, history[:n], "q", count=count, limit=60)) - 2) // 2 for n in range(12)]
    assert all(each % HOP == 0 for each in dropped)
    assert len(starts) > 1


def test_a_text_of_100_kb_is_cut_to_its_beginning() -> None:
    """A line too long for the model is asked by its beginning, with few tokenizations."""
    calls: list[int] = []

    def counting(messages: Sequence[Message]) -> int:
        calls.append(1)
        return count(messages)

    messages = fit_history(PREFACE, [], "word " * 20_000, count=counting, limit=100)
    assert count(messages) == 100
    assert len(calls) < 30
