"""When Golem falls silent, and when it goes on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shell.barge_in import CERTAIN, MIN_VOICED, ONSET, OVER, PATIENCE, BargeIn, State


def feed(barge_in: BargeIn, *pieces: tuple[float, int], speaking: bool = True) -> list[str]:
    """Frames of these probabilities, so many of each; what came of them, repeats left out."""
    actions: list[str] = []
    for probability, count in pieces:
        for _ in range(count):
            action = barge_in.hear(probability, speaking=speaking)
            if action is not None and actions[-1:] != [action]:
                actions.append(action)
    return actions


def test_a_voice_silences_golem_before_it_is_known_what_it_says() -> None:
    """After two sure frames, 64 ms."""
    barge_in = BargeIn()
    assert feed(barge_in, (0.9, ONSET - 1)) == []
    assert feed(barge_in, (0.9, 1)) == ["pause"]


def test_a_frame_beyond_doubt_pauses_alone_until_one_was_a_false_alarm() -> None:
    """32 ms sooner; in a room where that was for nothing, the doubled onset holds for it too."""
    barge_in = BargeIn()
    assert feed(barge_in, (CERTAIN, 1), (0.0, OVER)) == ["pause", "resume"]
    assert feed(barge_in, (CERTAIN, 2 * ONSET - 1), (0.0, OVER)) == []
    assert feed(barge_in, (CERTAIN, 2 * ONSET)) == ["pause"]


def test_a_click_does_not() -> None:
    """One frame between silences is no voice."""
    assert feed(BargeIn(), *[(0.9, ONSET - 1), (0.1, 3)] * 20) == []


def test_after_a_cough_it_goes_on() -> None:
    """Less than 400 ms of voice, then half a second of silence."""
    assert feed(BargeIn(), (0.9, MIN_VOICED - 1), (0.0, OVER)) == ["pause", "resume"]


def test_real_speech_waits_for_its_words() -> None:
    """A person's end the pause for good, without a resume; an echo's resume."""
    for person in (True, False):
        barge_in = BargeIn()
        assert feed(barge_in, (0.9, MIN_VOICED + 5), (0.0, OVER)) == ["pause"]
        assert barge_in.state is State.JUDGED
        assert barge_in.settle(person=person) == (None if person else "resume")


def test_words_that_never_come_let_it_go_on() -> None:
    """A transcriber that hangs does not silence Golem for ever."""
    assert feed(BargeIn(), (0.9, MIN_VOICED), (0.0, PATIENCE)) == ["pause", "resume"]


def test_false_alarms_make_it_harder_to_interrupt_until_golem_is_quiet() -> None:
    """A bad room makes it stammer once or twice, no more."""
    barge_in = BargeIn()
    assert feed(barge_in, (0.9, ONSET), (0.0, OVER)) == ["pause", "resume"]
    assert feed(barge_in, (0.9, ONSET), (0.0, OVER)) == []
    assert feed(barge_in, (0.9, 2 * ONSET), (0.0, OVER)) == ["pause", "resume"]
    assert feed(barge_in, (0.0, 1), speaking=False) == []
    assert feed(barge_in, (0.9, ONSET)) == ["pause"]


def test_nothing_happens_while_golem_is_quiet() -> None:
    """There is nothing to interrupt, and a voice that was there before counts for nothing."""
    barge_in = BargeIn()
    assert feed(barge_in, (0.9, 100), speaking=False) == []
    assert barge_in.settle(person=False) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.sampled_from([None, True, False])), max_size=400))
def test_every_pause_ends(frames: list[tuple[float, bool, bool | None]]) -> None:
    """Whatever was heard and judged, silence lets Golem speak again, and one resume ends one pause."""
    barge_in, paused = BargeIn(), False
    for probability, speaking, verdict in [*frames, *[(0.0, True, None)] * (PATIENCE + OVER)]:
        actions = [barge_in.hear(probability, speaking=speaking)]
        if verdict is not None:
            actions.append(barge_in.settle(person=verdict))
        for action in actions:
            assert action != "resume" or paused
            paused = action == "pause" or (paused and action is None)
        if not speaking or verdict:
            paused = False
    assert not paused
    assert barge_in.state is State.SPEAKING
