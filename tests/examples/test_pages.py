"""The pages for authors: the five minutes are followed word for word, and each recipe is a module that works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from shell.cli import build_parser, main
from skills.testing import FakeContext, load
from tests.conftest import find_model

DOCS = Path(__file__).parents[2] / "docs/skills"
BLOCK = re.compile(r"(?:<!-- append to (\S+) -->\n)?```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
RECIPES = [
    text for _, language, text in BLOCK.findall((DOCS / "cookbook.md").read_text("utf-8")) if language == "python"
]


def followed(block: str) -> list[tuple[list[str], list[str]]]:
    """The commands of a console block, each with the lines that it is said to print."""
    steps: list[tuple[list[str], list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append((shlex.split(line[2:]), []))
        else:
            steps[-1][1].append(line)
    return steps


def printed(line: str, output: str) -> bool:
    """Whether a line was printed; a … stands for anything, and one space for any."""
    pattern = r".*".join(r"\s+".join(map(re.escape, part.split())) for part in line.split("…"))
    return re.search(f"^{pattern}\\s*$", re.sub(r" +", " ", output), re.MULTILINE) is not None


@pytest.mark.timeout(900)
def test_five_minutes_are_followed_word_for_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a throw-away home every command ends well and prints what the page says.

    It takes some 35 s of a processor, 15 of them for speaking and hearing, which is the page's promise.
    """
    for model in ("piper-en_US-joe-medium", "whisper-base"):
        find_model(model)
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    commands = 0
    for append_to, language, block in BLOCK.findall((DOCS / "five-minutes.md").read_text("utf-8")):
        if append_to:
            with (tmp_path / "config/skills" / append_to).open("a", encoding="utf-8") as file:
                file.write(block)
        for command, lines in followed(block) if language == "console" else ():
            assert command[0] == "golem"
            capsys.readouterr()
            status = main(command[1:], build_parser())
            output = "".join(capsys.readouterr())
            assert status == 0, output
            for line in lines:
                assert printed(line, output), f"{line!r} is not in:\n{output}"
            commands += 1
    assert commands == 12
    written = load(tmp_path / "config/skills/tests/test_groceries.py")
    written.test_what_is_added_is_read_out_and_taken_off(tmp_path)


def test_recipes_check_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`golem skills check` has nothing to say about any: no recipe teaches a fault or takes another skill's words."""
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path))
    (tmp_path / "recipes.py").write_text("".join(RECIPES))
    assert main(["skills", "check", str(tmp_path / "recipes.py")]) == 0, capsys.readouterr().out


def test_recipes_do_what_they_say(tmp_path: Path) -> None:
    """Those that need no program and no server are called."""
    modules = []
    for number, text in enumerate(RECIPES):
        (tmp_path / f"recipe{number}.py").write_text(text)
        modules.append(load(tmp_path / f"recipe{number}.py"))
    counted, paint, score, tea, drafts, blank, rooms, _site = modules
    context = FakeContext(tmp_path, outputs={"wc": "3 a.txt\n"}, answers=["green"])
    assert counted.words(context, tmp_path / "a.txt").spoken == "3 words."
    assert paint.choose(context).spoken == "Here is green."
    assert context.said == ["Mixing green."]
    assert not paint.choose(context).ok
    assert score.add(context, 3).spoken == "3 now."
    assert score.add(context, 4).spoken == "7 now."
    tea.brew(context, 60.0)
    assert context.session.timers() == [("tea", 60.0)]
    (tmp_path / "draft1.txt").write_text("12345")
    assert drafts.drafts(context).listed == (tmp_path / "draft1.txt",)
    assert blank.plan_blank(tmp_path / "draft1.txt") == "Empty draft1.txt, which has 5 bytes."
    blank.blank(context, tmp_path / "draft1.txt")
    assert (tmp_path / "draft1.txt").read_text() == ""
    (tmp_path / "rooms.txt").write_text("blue green")
    assert rooms.known(tmp_path) == ("blue", "green")
