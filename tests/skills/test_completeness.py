"""What holds for every skill and every file, found by looking and not by a list."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from intents.entailment import EntailmentClassifier
from intents.grammar import Grammar
from intents.matcher import Matcher
from intents.model import Incomplete, Match, NoMatch, Scene
from skills.forms import check_sentences
from skills.registry import Registry
from skills.spec import Effect, Skill
from tests.golden_scene import make_scene

ROOT = Path(__file__).parents[2]
PACKAGES = ("intents", "skills", "policies", "shell")
SKILLS = Registry().skills
FILES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package: str) -> None:
    """intents ← skills ← policies ← shell: nothing imports what comes after it."""
    later = set(PACKAGES[PACKAGES.index(package) + 1 :])
    for file in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.partition(".")[0] for name in names} & later, f"{file}: {names}"


@pytest.mark.parametrize("library", ["psutil"])
def test_heavy_libraries_have_one_importer_among_the_skills(library: str) -> None:
    """Each is imported in one file, so that it can be replaced there."""
    importers = []
    for file in (ROOT / "skills").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if library in {name.partition(".")[0] for name in names}:
                importers.append(file.name)
    assert len(set(importers)) == 1, importers


@pytest.mark.parametrize("one", SKILLS, ids=lambda one: one.id)
def test_every_skill_is_whole(one: Skill) -> None:
    """It has an effect, a description that is a sentence, and sentences that compile and always give what it needs."""
    assert isinstance(one.effect, Effect)
    assert one.intent.description.endswith(".")
    assert one.intent.description[0].isupper()
    assert one.module.startswith("skills.families.")
    check_sentences(one.intent)


@pytest.mark.parametrize("one", [one for one in SKILLS if one.effect is Effect.DESTROY], ids=lambda one: one.id)
def test_whatever_destroys_says_what_it_would_do(one: Skill) -> None:
    """A destroying skill has a plan for the person who confirms it."""
    assert one.plan is not None


def word_for_word(one: Skill, most: int = 40) -> list[str]:
    """Up to `most` wordings of each of a skill's sentences, those with an open slot left out."""
    open_slots = [slot.name for slot in one.intent.slots if slot.type.choices is None]
    grammar = Grammar(one.intent)
    wordings = [said for sentence in one.intent.sentences for said in grammar.said_ways(sentence, most)]
    return [said for said in wordings if not any(f"{{{name}}}" in said for name in open_slots)]


def test_every_sentence_without_open_slots_finds_its_own_skill(tmp_path: Path) -> None:
    """Whatever can be said word for word goes to the skill that has the sentence, and no other claims it."""
    make_scene(tmp_path)
    matcher = Matcher([one.intent for one in SKILLS])
    scene = Scene(tmp_path, tmp_path, it=tmp_path / "docs")  # what "it" and "there" stand for
    astray = []
    for one in SKILLS:
        for said in word_for_word(one):
            outcome = matcher.match(said, replace(scene, inside=frozenset(one.intent.within)))
            if not isinstance(outcome, Match) or outcome.intent.id != one.id:
                astray.append((one.id, said, outcome))
    assert not astray, [(id_, said) for id_, said, _outcome in astray]


@pytest.mark.parametrize(
    ("said", "begun"),
    [
        *(("delete", "trash.delete"), ("remove", "trash.delete"), ("make a file", "files.make_file")),
        *(("rename", "files.rename"), ("make a folder", "files.make_folder"), ("set a timer", "clock.set_timer")),
    ],
)
def test_what_one_skill_is_begun_with_is_asked_about(tmp_path: Path, said: str, begun: str) -> None:
    """However many others have a sentence or two that begins so."""
    outcome = Matcher([one.intent for one in SKILLS]).match(said, Scene(tmp_path, tmp_path))
    assert isinstance(outcome, Incomplete)
    assert outcome.intent.id == begun


@pytest.mark.parametrize("said", ["kill", "close", "leave", "note", "end", "restart", "open", "show"])
def test_one_word_is_no_other_word(tmp_path: Path, said: str) -> None:
    """By what it is like ("terminate"), or by its sense, one word alone runs nothing."""
    outcome = Matcher([one.intent for one in SKILLS], EntailmentClassifier()).match(said, Scene(tmp_path, tmp_path))
    assert isinstance(outcome, NoMatch)
