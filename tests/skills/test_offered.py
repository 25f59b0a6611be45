"""Modules that installed packages offer: off until allowed by content, and not a line of them imported before."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint, distributions
from pathlib import Path

import pytest

from skills.faults import SkillFault
from skills.foreign.child import Closed
from skills.foreign.worker import Start
from skills.offered import GROUP, Offered, offered
from skills.registry import Registry
from skills.spec import Origin
from skills.testing import FakeContext

MODULE = '''
from skills.author import Context, Effect, Reply, skill

@skill("greet.hello", says=["salute me"], kind="command", effect=Effect.OBSERVE)
def hello(context: Context) -> Reply:
    """Greet."""
    return Reply("Hello.")
'''


def installed(site: Path, name: str, points: str) -> list[EntryPoint]:
    """The entry points of a package that is installed in `site`, as a wheel leaves it there."""
    (site / name).mkdir(parents=True)
    (site / name / "__init__.py").write_text("raise SystemExit('imported')\n")
    (site / name / "skills.py").write_text(MODULE)
    info = site / f"{name}-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
    (info / "RECORD").write_text(f"{name}/__init__.py,,\n{name}/skills.py,,\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{points}\n")
    return [point for found in distributions(path=[str(site)]) for point in found.entry_points.select(group=GROUP)]


@pytest.fixture
def opened(tmp_path: Path, start: Start) -> Iterator[Callable[..., Registry]]:
    """Opens a registry with what these packages offer."""
    made: list[Registry] = []

    def open_(*offers: Offered) -> Registry:
        folder = tmp_path / "skills"
        registry = Registry(
            folder, tmp_path / "allowed.json", kept=tmp_path / "kept", start=start, offers=lambda: offers
        )
        made.append(registry)
        return registry

    yield open_
    for registry in made:
        registry.close()


def test_package_is_read_and_never_imported(tmp_path: Path, opened: Callable[..., Registry]) -> None:
    """It waits; allowed, its skills run like a user's own; changed, they wait again."""
    offers = offered(installed(tmp_path / "site", "golem_greet", "greet = golem_greet.skills"))
    file = tmp_path / "site/golem_greet/skills.py"
    assert offers == (Offered("greet", file, "golem_greet 1.2", "golem_greet"),)
    registry = opened(*offers)
    assert registry.pending[0].title == "greet.py of golem_greet 1.2"
    assert "greet.hello" not in registry.allowed_ids
    registry.allow("greet")
    skill = opened(*offers).skill("greet.hello")
    assert skill.origin is Origin.USER
    assert skill.run(FakeContext(tmp_path)).spoken == "Hello."
    assert "golem_greet" not in sys.modules
    file.write_text(MODULE + "# newer\n")
    assert opened(*offers).pending[0].changed


def test_file_of_the_users_own_goes_first(tmp_path: Path, opened: Callable[..., Registry]) -> None:
    """A package cannot put itself in the place of a module that the user wrote."""
    offers = offered(installed(tmp_path / "site", "golem_greet", "greet = golem_greet.skills"))
    (tmp_path / "skills").mkdir()
    (tmp_path / "skills" / "greet.py").write_text(MODULE)
    assert [waiting.title for waiting in opened(*offers).pending] == ["greet.py"]


def test_rest_of_its_package_stays_closed(tmp_path: Path, opened: Callable[..., Registry]) -> None:
    """What was not shown to whoever allows it cannot be imported by it, though Golem's Python has it."""
    file = tmp_path / "skills.py"
    file.write_text("import rich.table\n" + MODULE)
    with pytest.raises(SkillFault, match=r"greet\.py:1: ModuleNotFoundError: rich is part of the package"):
        opened(Offered("greet", file, "odd 1.0", "rich")).allow("greet")
    with pytest.raises(ModuleNotFoundError, match="was not shown"):
        Closed(("rich",)).find_spec("rich.table")
    Closed(("rich",)).find_spec("richer")


@pytest.mark.parametrize("points", ["Greet = golem_greet.skills", "../greet = x", "greet = not a module"])
def test_odd_entry_points_are_passed_over(tmp_path: Path, points: str) -> None:
    """A name that is no name of a module is none here either."""
    assert offered(installed(tmp_path / "site", "golem_greet", points)) == ()


def test_package_without_that_file_is_named(tmp_path: Path, opened: Callable[..., Registry]) -> None:
    """One line says what is wrong; the rest goes on."""
    offers = offered(installed(tmp_path / "site", "golem_greet", "greet = golem_greet.other"))
    registry = opened(*offers)
    assert registry.faults == ["greet.py: golem_greet 1.2 lists no file of that module; install it as a wheel"]
    with pytest.raises(SkillFault, match="lists no file"):
        registry.allow("greet")
