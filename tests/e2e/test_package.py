"""What is built is what works: sdist, the wheel made from it, and Golem out of that wheel, away from this checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and its wheel; nothing is fetched for it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout[-2_000:] + made.stderr[-2_000:]
    return folder


@pytest.fixture(scope="module")
def golem(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`golem` in an environment of its own, which holds the wheel and, besides, only what Golem depends on.

    The dependencies are those of the tests' environment, put on its path: to install PyTorch again would take minutes.
    Lines of `.pth` files are not read there, so that the checkout, which one of them names, stays out.
    """
    place = tmp_path_factory.mktemp("installed")
    venv.create(place, with_pip=False, symlinks=True)
    (wheel,) = built.glob("*.whl")
    inside = sysconfig.get_path("purelib", vars={"base": str(place), "platbase": str(place)})
    Path(inside, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", str(place / "bin/python"), "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--quiet", "--ignore-installed", str(wheel)], check=True)
    return place / "bin/golem"


def ran(golem: Path, home: Path, *arguments: str) -> str:
    """What the installed Golem prints, started in a folder and a home of its own."""
    own = {"HOME": str(home), "PATH": os.defpath, "LANG": "C.UTF-8"}
    done = subprocess.run([golem, *arguments], cwd=home, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_both_kinds_hold_what_they_should(built: Path) -> None:
    """One of each, of one version, without tests in the wheel."""
    (sdist,), (wheel,) = built.glob("*.tar.gz"), built.glob("*.whl")
    assert sdist.name.removesuffix(".tar.gz") == wheel.name.removesuffix("-py3-none-any.whl")
    inside = subprocess.run([sys.executable, "-m", "zipfile", "-l", wheel], capture_output=True, text=True, check=True)
    names = [line.split()[0] for line in inside.stdout.splitlines()[1:]]
    assert {name.partition("/")[0] for name in names if ".dist-info" not in name} == {
        *("intents", "policies", "shell", "skills")
    }
    assert "intents/checkpoint/model.onnx" in names


def test_the_installed_golem_is_the_wheels(golem: Path, built: Path, tmp_path: Path) -> None:
    """Its modules are those that were installed, and its version is the wheel's."""
    where = subprocess.run(
        [golem.parent / "python", "-c", "import shell, intents; print(shell.__path__[0])"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(golem.parents[1])
    (wheel,) = built.glob("*.whl")
    assert ran(golem, tmp_path, "--version").strip() == f"golem {wheel.name.split('-')[1]}"


def test_the_installed_golem_works(golem: Path, tmp_path: Path) -> None:
    """It routes, answers, changes something and puts it back, with what came in the wheel alone."""
    judged = json.loads(ran(golem, tmp_path, "do", "--json", "--dry-run", "make a folder called demo"))
    assert (judged["skill"], judged["route"]) == ("files.make_folder", "command")
    assert ran(golem, tmp_path, "do", "what day is it")
    ran(golem, tmp_path, "do", "make a folder called demo")
    assert (tmp_path / "demo").is_dir()
    ran(golem, tmp_path, "undo", "--yes")
    assert not (tmp_path / "demo").exists()
    assert "files.make_folder" in ran(golem, tmp_path, "skills", "list")
    assert ran(golem, tmp_path, "journal", "verify")
