"""How near phrases are, phone by phone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.phones import PHONES, distances, phones, rough

SOUNDS = st.text(st.sampled_from(PHONES), max_size=12)


@pytest.mark.parametrize(
    ("ipa", "meant"),
    [("ɡˈɪt stˈæɾəs", "gItstadxs"), ("dʒˈeɪsən", "JAsxn"), ("ˌɛnpˌiːʲˈɛm", "EnpiEm"), ("", ""), ("?!", "")],
)
def test_ipa_becomes_a_letter_a_phone(ipa, meant):
    """Stress, length and spaces go; what two signs write is one letter; what is no phone is left out."""
    assert phones(ipa) == meant


@given(SOUNDS)
def test_a_phrase_is_at_no_distance_from_itself(sound):
    """Whatever it is, and so is nothing from nothing."""
    assert distances(sound, [sound])[0] == 0


@given(SOUNDS, SOUNDS)
def test_the_distance_is_the_same_both_ways_and_at_most_one_a_phone(one, other):
    """Costs are symmetric, and no change costs more than one."""
    there, back = distances(one, [other])[0], distances(other, [one])[0]
    assert there == pytest.approx(back, abs=1e-5)
    assert 0 <= there <= 1.0001


@given(SOUNDS, st.lists(SOUNDS, max_size=5))
def test_many_are_weighed_as_one_by_one(heard, sounds):
    """The batch changes nothing."""
    assert distances(heard, sounds).tolist() == pytest.approx([float(distances(heard, [each])[0]) for each in sounds])


def test_near_sounds_cost_less_than_far_ones():
    """get is nearer to git than fix is; pop is nearer to bob than sauce is."""
    assert distances("gEt", ["gIt"])[0] < distances("fIks", ["gIt"])[0]
    assert distances("pop", ["bob"])[0] < distances("sOs", ["bob"])[0]


def test_roughly_equal_sounds_are_one_kind():
    """Voice, and which front vowel it is, do not count at first."""
    assert rough("gIt") == rough("kEd")
