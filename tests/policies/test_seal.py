"""A yes is to one act, as it was shown, once, and not for long."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from policies.seal import seal
from policies.verdict import Confirm, Consent, Deny, Permit, grant
from skills.spec import Call, Effect
from tests.policies.calls import call

ASKS = Confirm("effect-destroy", "it takes something away")


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file to be agreed about, beside another one and a link to it."""
    (tmp_path / "other").write_text("other")
    (tmp_path / "file").write_text("text")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    return tmp_path / "file"


def consent(to: Call, seconds: float = 10.0) -> Consent:
    """A yes to a call as it stands now."""
    return Consent(seal(to, to.plan()), time.monotonic() + seconds)


def permit(to: Call, yes: Consent | None = None) -> Permit:
    """The permit of a call that was agreed to."""
    made = grant(to, ASKS, yes or consent(to))
    assert made is not None
    return made


def about(path: Path, **more: object) -> Call:
    """A destroying call on a path."""
    return call(Effect.DESTROY, path=path, cwd=path.parent, **more)  # type: ignore[arg-type] # passed through


def rule(denial: Deny | None) -> str | None:
    """The denial's rule."""
    return denial.rule if denial is not None else None


def test_an_unchanged_act_may_be_done_once(victim: Path) -> None:
    """The second use of a permit, or of the yes behind it, is refused."""
    made = about(victim)
    yes = consent(made)
    first = permit(made, yes)
    assert first.redeem() is None
    assert rule(first.redeem()) == "permit-spent"
    assert rule(permit(made, yes).redeem()) == "permit-spent"


def test_an_old_yes_is_none(victim: Path) -> None:
    """What was agreed to ten seconds ago is not done now."""
    made = about(victim)
    assert rule(permit(made, consent(made, seconds=-0.001)).redeem()) == "yes-expired"


def _swap_for_another(path: Path) -> None:
    path.unlink()
    path.write_text("text")


def _write_and_set_the_time_back(path: Path) -> None:
    before = path.stat()
    path.write_text("TEXT")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_text("more text"),
        lambda path: path.chmod(0o600),
        lambda path: path.unlink(),
        lambda path: (path.parent / "other").replace(path),
        _swap_for_another,
        _write_and_set_the_time_back,
    ],
    ids=["written", "mode", "gone", "replaced", "made anew", "written with its time set back"],
)
def test_a_file_that_changed_meanwhile_is_left_alone(victim: Path, change: Callable[[Path], object]) -> None:
    """Content, mode, inode and being there are all part of what was agreed to."""
    victim.chmod(0o644)
    leave = permit(about(victim))
    time.sleep(0.02)  # the kernel's clock for files has a grain of a few milliseconds
    change(victim)
    denial = leave.redeem()
    assert rule(denial) == "changed-meanwhile"
    assert denial is not None
    assert "file" in denial.reason


def test_a_link_that_was_turned_is_left_alone(victim: Path) -> None:
    """The same name that leads elsewhere is something else, though both places are allowed."""
    link = victim.with_name("link")
    leave = permit(about(link))
    link.unlink()
    link.symlink_to(victim.with_name("other"))
    assert rule(leave.redeem()) == "changed-meanwhile"


def test_what_a_link_leads_to_is_part_of_it(victim: Path) -> None:
    """Nor may the file behind it change."""
    leave = permit(about(victim.with_name("link")))
    time.sleep(0.02)
    victim.write_text("something else")
    assert rule(leave.redeem()) == "changed-meanwhile"


def test_a_yes_to_another_act_is_none(victim: Path) -> None:
    """Another file, another folder, another argument, another skill."""
    made = about(victim)
    others = (
        about(victim.with_name("other")),
        replace(made, cwd=victim.parent.parent),
        about(victim, word="more"),
        about(victim, skill="files.go"),
    )
    for other in others:
        assert rule(permit(other, consent(made)).redeem()) == "changed-meanwhile"


def test_what_was_told_is_part_of_it(victim: Path) -> None:
    """A plan that says something else by now (a process more, another branch) is another act."""
    told = ["End 1 process: a (1)."]
    made = about(victim)
    made = replace(made, skill=replace(made.skill, plan=lambda **_: told[0]))
    leave = permit(made)
    told[0] = "End 2 processes: a (1) and a (2)."
    denial = leave.redeem()
    assert rule(denial) == "changed-meanwhile"
    assert denial is not None
    assert "what would happen" in denial.reason


def test_a_text_that_names_a_file_counts_as_one(victim: Path) -> None:
    """A skill of the user's own may take a word and open it."""
    made = call(Effect.DESTROY, name="file", cwd=victim.parent)
    leave = permit(made)
    time.sleep(0.02)
    victim.write_text("changed")
    assert rule(leave.redeem()) == "changed-meanwhile"


def test_what_cannot_be_looked_at_is_sealed_all_the_same(tmp_path: Path) -> None:
    """Circles of links, names with a NUL and endless names raise nothing."""
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for name in ("a", "nul\0", "x" * 5000, "not there"):
        made = about(tmp_path / name)
        assert seal(made, "") == seal(made, "")
    assert seal(call(name="nul\0", cwd=tmp_path), "").digest


def test_a_call_that_needs_no_yes_is_permitted_once(victim: Path) -> None:
    """Nobody was shown anything, so nothing is held to; but it is one permit for one act."""
    from policies.verdict import Allow

    made = grant(about(victim), Allow("effect-change", "it can be put back"), None)
    assert made is not None
    victim.write_text("changed")
    assert made.redeem() is None
    assert rule(made.redeem()) == "permit-spent"
