"""What `golem skills new NAME` writes: a module that works as it is, its golden rows, and a test of it."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from pathlib import Path

from shell.errors import UsageError

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")

MODULE = '''"""A list of {words}: add to it, take off it, read it out."""

from __future__ import annotations

from pathlib import Path

from skills.author import Context, Effect, FreeText, Inverse, Reply, skill


def take_back(cwd: Path, item: str) -> Inverse:
    """What puts right that something was added: "undo that"."""
    return Inverse("{name}.remove", {{"item": item}})


@skill(
    "{name}.add",
    says=["(add|put) {{item}} (to|on) [(my|the)] {words} [list]"],
    kind="command",
    effect=Effect.CHANGE,
    undo=take_back,
)
def add(context: Context, item: FreeText) -> Reply:
    """Put something on the {words} list."""
    context.remember(item, "yes")
    return Reply(f"{{item}} is on the list.")


@skill(
    "{name}.show",
    says=["(what is|what's) on [(my|the)] {words} [list]", "<show> [(my|the)] {words} [list]"],
    kind="question",
    effect=Effect.OBSERVE,
)
def show(context: Context) -> Reply:
    """Read the {words} list out."""
    items = list(context.recall())
    if not items:
        return Reply("There is nothing on the list.")
    return Reply(f"There are {{len(items)}}: {{', '.join(items)}}." if len(items) > 1 else f"Only {{items[0]}}.")


def put_back(cwd: Path, item: str) -> Inverse:
    """What puts right that something was taken off."""
    return Inverse("{name}.add", {{"item": item}})


@skill(
    "{name}.remove",
    says=["take {{item}} off [(my|the)] {words} [list]"],
    kind="command",
    effect=Effect.CHANGE,
    undo=put_back,
)
def remove(context: Context, item: FreeText) -> Reply:
    """Take something off the {words} list."""
    if item not in context.recall():
        return Reply(f"{{item}} is not on the list.", ok=False)
    context.remember(item, None)
    return Reply(f"{{item}} is off the list.")
'''

ROWS = """# What people say to the skills of {name}.py. `golem skills test {name}` says it and looks what comes of it.
# said: must run the skill. near: resembles it and must not run it. never: mentions it and must run nothing at all.
# before: what is said beforehand, in the same session. run = false: judge it, but do not run it.

["{name}.add"]
said = ["add milk to my {words}", "could you put milk on the {words} list please"]
near = ["add two and two", "put the kettle on"]
never = ["don't add milk to my {words}", "I told him to put milk on the {words} list"]

[["{name}.add".slots]]
said = "add milk to my {words}"
slots = {{ item = "milk" }}

["{name}.show"]
said = ["what's on my {words}", "show me the {words} list"]
near = ["what's on my mind"]
never = ["I know what's on my {words}"]

["{name}.remove"]
before = ["add milk to my {words}"]
said = ["take milk off my {words}", "take milk off the {words} list"]
near = ["take the day off"]
never = ["don't take milk off my {words}"]
"""

TEST = '''"""{name}.py without Golem: its functions get a context that only remembers. Run this with pytest."""

from __future__ import annotations

from pathlib import Path

from skills.testing import FakeContext, load

{name} = load(Path(__file__).parents[1] / "{name}.py")


def test_what_is_added_is_read_out_and_taken_off(tmp_path: Path) -> None:
    """The list is remembered from one call to the next."""
    context = FakeContext(tmp_path)
    assert {name}.show(context).spoken == "There is nothing on the list."
    assert {name}.add(context, "milk").ok
    assert {name}.show(context).spoken == "Only milk."
    assert {name}.remove(context, "milk").ok
    assert not {name}.remove(context, "milk").ok
'''


@dataclass(frozen=True, slots=True)
class Written:
    """The three files of a new module."""

    module: Path
    rows: Path
    test: Path


def write(name: str, folder: Path) -> Written:
    """Write the files of a new module into `folder`. Raises UsageError for a name that is none, and what is there."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise UsageError(f"{name!r} is no name for a module: a to z, digits and underscores, for example: groceries")
    written = Written(folder / f"{name}.py", folder / f"{name}.toml", folder / "tests" / f"test_{name}.py")
    texts = {written.module: MODULE, written.rows: ROWS, written.test: TEST}
    for file in texts:
        if file.exists():
            raise UsageError(f"{file} is there already; choose another name, or move it away")
    try:
        written.test.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file, text in texts.items():
            file.write_text(text.format(name=name, words=name.replace("_", " ")), "utf-8")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from error
    return written
