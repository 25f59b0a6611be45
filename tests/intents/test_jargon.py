"""What developers say, as the file that ships has it."""

from __future__ import annotations

import pytest

from intents.jargon import expanded, jargon


@pytest.mark.parametrize(
    ("template", "texts"),
    [
        ("npm (install|test)", ["npm install", "npm test"]),
        ("[sudo] reboot", ["sudo reboot", "reboot"]),
        ("add {package}", ["add react", "add vue"]),
        ("add {nothing}", []),
        ("add (", []),
    ],
)
def test_a_template_gives_its_sentences(template, texts):
    """Alternatives, what may be left out, and lists; what cannot be read gives none."""
    assert list(expanded(template, {"package": ["react", "vue"]})) == texts


def test_the_shipped_sentences_are_plain_words_and_none_is_empty():
    """No sign of a template is left in one, so that each can be said."""
    sentences = jargon().sentences
    assert len(sentences) > 3000
    assert not [text for text in sentences if not text or set("()[]{}|") & set(text)]


def test_a_sentence_is_known_however_it_is_written():
    """Case, full stop and spaces do not count."""
    assert jargon().knows("Docker compose up.")
    assert jargon().knows("NPM install")
    assert not jargon().knows("Tell me a joke.")


def test_words_are_written_as_a_recogniser_does_and_rare_ones_counted():
    """Only those that the file names."""
    assert jargon().written("kubectl get pods") == "kube control get pods"
    assert jargon().terms_in("git rebase main") == 2
    assert jargon().terms_in("what a day") == 0


def test_what_a_recogniser_writes_for_words_that_it_does_not_know_is_known():
    """Of several words: one alone is a word of its own."""
    assert jargon().respelled("Kill Engine X.")
    assert jargon().respelled("kube control get pods")
    assert not jargon().respelled("Get status.")
    assert not jargon().respelled("my engine expired")
