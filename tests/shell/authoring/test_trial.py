"""`golem skills test`: rows that hold, rows that do not, and modules that crash or hang while they are tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell.errors import UsageError
from tests.shell.authoring.test_checking import golem, home  # noqa: F401 - a fixture

MODULE = '''from __future__ import annotations
import time
from skills.author import *


@skill("mine.touch", says=["polish {file}"], kind="command", effect=Effect.CHANGE)
def touch(context: Context, file: ExistingFile) -> Reply:
    """Polish a file."""
    if context.recall():
        return Reply("It remembers another row.", ok=False)
    context.remember("file", str(file))
    file.write_text("shiny")
    return Reply(f"{file.name} shines.")


@skill("mine.crash", says=["shine on"], kind="command", effect=Effect.CHANGE)
def crash(context: Context) -> Reply:
    """Shine."""
    raise RuntimeError("no polish")


@skill("mine.hang", says=["shine forever"], kind="command", effect=Effect.CHANGE, timeout_s=1.0)
def hang(context: Context) -> Reply:
    """Shine without end."""
    time.sleep(60)
    return Reply("")
'''
ROWS = """
["mine.touch"]
said = ["polish main.py", "please polish the readme", "polish it"]
near = ["polish"]
never = ["don't polish main.py"]
[["mine.touch".slots]]
said = "please polish the readme"
slots = { file = "README.md" }

["mine.crash"]
said = ["shine on"]
near = ["polish main.py", "shine on"]

["mine.hang"]
said = ["shine forever"]
never = ["what time is it"]
"""


@pytest.mark.usefixtures("home")
def test_each_row_is_told_with_what_came_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What holds is marked so; a wrong match, a crash and a hang are one line each, and the rest goes on."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (tmp_path / "mine.py").write_text(MODULE)
    (tmp_path / "mine.toml").write_text(ROWS)
    assert golem("skills", "test", str(tmp_path / "mine.py"), "--typed") == 1
    told = capsys.readouterr().out.splitlines()
    marks = [line[:2] for line in told if line[:2] in ("ok", "!!")]
    assert marks == ["ok", "ok", "!!", "ok", "ok", "!!", "ok", "!!", "!!", "!!"], "\n".join(told)
    for at, what in (("raise Runtime", "RuntimeError: no polish"), ("time.sleep", "it took too long")):
        line = next(number for number, text in enumerate(MODULE.splitlines(), 1) if at in text)
        assert any(f"mine.py:{line}: " in row and what in row for row in told), "\n".join(told)
    assert told[-1] == "10 rows, 5 faults"
    assert list(here.iterdir()) == []
    assert not (tmp_path / "golem/config/allowed.json").exists()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (None, "there are no golden rows: write"),
        ("[", "mine.toml"),
        ('["mine.touch"]\nsaid = "polish"\n', "mine.toml"),
        ('["other.one"]\nsaid = ["polish"]\n', "there is no skill 'other.one' in the module; it has mine.crash"),
        ('["mine.touch"]\nsaid = ["polish main.py"]\n', "mine.crash has no rows"),
    ],
)
def test_rows_that_cannot_be_used(tmp_path: Path, rows: str | None, told: str) -> None:
    """One line that names the file and says what to write."""
    from shell.authoring.rows import read

    file = tmp_path / "mine.toml"
    if rows is not None:
        file.write_text(rows)
    with pytest.raises(UsageError) as caught:
        read(file, ["mine.crash", "mine.hang", "mine.touch"])
    assert told in str(caught.value)
    assert str(file) in str(caught.value)
