"""Each model is measured once on this machine, and the best that is quick enough is picked, with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.asr import TranscriberSettings
from shell.errors import ModelError
from shell.hearing_speed import LONGEST_S, PARAMETERS, Speed, Speedometer, advice_for, advise, measured, size_of

MODELS = [f"whisper-{size}{end}" for size in PARAMETERS for end in ("", ".en")]


def speed(model: str, takes_s: float) -> Speed:
    """A model that takes so long for a command of 2 s."""
    return Speed(model, "cpu", takes_s, 2.0)


def test_the_largest_that_is_quick_enough_is_picked():
    """With the figures of all in the reason."""
    advice = advise([speed("whisper-tiny", 0.1), speed("whisper-base", 0.4), speed("whisper-small", 1.6)], "en")
    assert advice is not None
    assert advice.pick == "whisper-base"
    assert "whisper-small 1.60 s (0.80 of real time, cpu)" in advice.why
    assert "the best within 1 s" in advice.why


def test_where_none_is_quick_the_quickest_is_picked():
    """And it says that it is not quick."""
    advice = advise([speed("whisper-base", 3.0), speed("whisper-tiny", 1.5)], "en")
    assert advice is not None
    assert advice.pick == "whisper-tiny"
    assert "none is within 1 s" in advice.why


@pytest.mark.parametrize(
    ("language", "pick"), [("en", "whisper-base.en"), ("de", "whisper-base"), (None, "whisper-base")]
)
def test_models_for_english_are_for_english(language, pick):
    """There they come before their twins; for another language, or an unknown one, they do not count."""
    advice = advise([speed("whisper-base", 0.4), speed("whisper-base.en", 0.4)], language)
    assert advice is not None
    assert advice.pick == pick


def test_a_larger_model_that_should_be_quick_enough_is_named_with_the_command_that_fetches_it():
    """Its time is estimated by its size; one that would be too slow is only told of."""
    fast = advise([speed("whisper-base", 0.1)], "en", ["whisper-small", "whisper-medium"])
    slow = advise([speed("whisper-base", 0.5)], "en", ["whisper-small", "whisper-medium"])
    assert fast is not None
    assert slow is not None
    assert "golem models pull whisper-small" in fast.why
    assert "whisper-small would take about 1.6 s" in slow.why
    assert "pull" not in slow.why


def test_without_a_measured_model_there_is_no_advice():
    """Nothing, models of no known size, or models for another language only."""
    assert advise([], "en") is None
    assert advise([speed("parakeet", 0.1)], "en") is None
    assert advise([speed("whisper-tiny.en", 0.1)], "de") is None


@given(st.dictionaries(st.sampled_from(MODELS), st.floats(0.01, 9), min_size=1), st.sampled_from(["en", "de", None]))
def test_the_pick_is_measured_and_none_larger_is_quick(times, language):
    """Whatever was measured: a quick model is never passed over for a slow or smaller one."""
    advice = advise([speed(model, takes_s) for model, takes_s in times.items()], language)
    fit = {model: takes_s for model, takes_s in times.items() if language == "en" or not model.endswith(".en")}
    if advice is None:
        assert not fit
        return
    assert advice.pick in fit
    quick = [model for model, takes_s in fit.items() if takes_s <= LONGEST_S]
    if quick:
        assert advice.pick in quick
        assert PARAMETERS[size_of(advice.pick)] == max(PARAMETERS[size_of(model)] for model in quick)
    else:
        assert fit[advice.pick] == min(fit.values())


class Counting:
    """Measures nothing, and counts."""

    def __init__(self) -> None:
        self.measured: list[Path] = []

    def __call__(self, folder: Path, settings: TranscriberSettings) -> Speed:
        """Half a second; a folder called broken does not load."""
        del settings
        if folder.name == "broken":
            raise ModelError("broken: golem models verify")
        self.measured.append(folder)
        return Speed(folder.name, "cpu", 0.5, 2.0)


@pytest.fixture
def model(tmp_path) -> Path:
    """A model's folder, as far as measuring looks into it."""
    folder = tmp_path / "whisper-base"
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"weights")
    return folder


def test_a_model_is_measured_once(tmp_path, model):
    """Another process finds it kept; asked to, it measures again; other weights or settings are measured anew."""
    kept, counting = tmp_path / "cache" / "speed.json", Counting()
    first = Speedometer(kept, TranscriberSettings(), counting).speed("whisper-base", model)
    assert Speedometer(kept, TranscriberSettings(), counting).speed("whisper-base", model) == first
    assert len(counting.measured) == 1
    Speedometer(kept, TranscriberSettings(), counting).speed("whisper-base", model, again=True)
    assert len(counting.measured) == 2
    Speedometer(kept, TranscriberSettings(threads=1), counting).speed("whisper-base", model)
    assert len(counting.measured) == 3
    (model / "model.bin").write_bytes(b"other weights")
    Speedometer(kept, TranscriberSettings(), counting).speed("whisper-base", model)
    assert len(counting.measured) == 4


def test_what_a_busy_machine_gave_is_told_and_measured_again_on_a_quieter_one(tmp_path, model):
    """Once; a machine that is still as busy gives nothing better."""
    kept, counting = tmp_path / "speed.json", Counting()
    busy = Speedometer(kept, TranscriberSettings(), counting, lambda: 6.0).speed("whisper-base", model)
    found = advise([busy], "en")
    assert found is not None
    assert "busy" in found.why
    assert Speedometer(kept, TranscriberSettings(), counting, lambda: 5.0).speed("whisper-base", model) == busy
    quiet = Speedometer(kept, TranscriberSettings(), counting, lambda: 0.1).speed("whisper-base", model)
    assert (quiet.load, len(counting.measured)) == (0.1, 2)
    assert Speedometer(kept, TranscriberSettings(), counting, lambda: 6.0).speed("whisper-base", model) == quiet


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"x": 1}', "\x00"])
def test_a_damaged_file_is_made_anew(tmp_path, model, damage):
    """What cannot be read is measured again."""
    kept = tmp_path / "speed.json"
    kept.write_text(damage)
    assert Speedometer(kept, TranscriberSettings(), Counting()).speed("whisper-base", model).takes_s == 0.5


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path, model):
    """It is measured, and not kept."""
    (tmp_path / "file").write_text("")
    speedometer = Speedometer(tmp_path / "file" / "speed.json", TranscriberSettings(), Counting())
    assert speedometer.speed("whisper-base", model).takes_s == 0.5


def test_a_model_that_does_not_load_is_told_and_the_others_count(tmp_path, model):
    """One broken model takes no advice away."""
    here = {"whisper-base": model, "whisper-small": tmp_path / "broken"}
    advice, faults = advice_for(
        Speedometer(tmp_path / "speed.json", TranscriberSettings(), Counting()), here, "en", [], again=False
    )
    assert advice is not None
    assert advice.pick == "whisper-base"
    assert [str(fault) for fault in faults] == ["broken: golem models verify"]


@pytest.mark.models
def test_a_real_model_is_measured(whisper_folder):
    """With the sound that ships: it takes some time, and the command lasts a second."""
    speed = measured(whisper_folder, TranscriberSettings(device="cpu"))
    assert speed.takes_s > 0
    assert 0.5 < speed.sound_s < 3
    assert speed.device == "cpu"
