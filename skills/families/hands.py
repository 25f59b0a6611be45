"""Hands inside programs: text and keys for the pane beside, and what its program is told to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from intents.dictation import CASING, DICTATION, SPELLING, cased
from intents.keys import KEY, NEW_LINE, TIMES
from intents.slots import Number
from skills.author import Context, Effect, Reply, skill
from skills.hands import breaks_line, ended, held, key_pieces, perform, press
from skills.known_programs import Said
from skills.panes import HANDED, WORKSPACE, Inside, Workspace, WorkspaceFault
from skills.sayings.hands import PROGRAM, SAYINGS

Words = Annotated[str, DICTATION]
Casing = Annotated[str, CASING]
Letters = Annotated[str, SPELLING]
Key = Annotated[str, KEY]
NewLine = Annotated[str, NEW_LINE]
Times = Annotated[int, TIMES]
Line = Annotated[int, Number(1, 1_000_000, name="line")]
_HERE = (WORKSPACE,)


def plan_press(key: str, times: int = 1, inside: Inside | None = None) -> str:
    """What pressing a key would do: the line that it ends, just as the pane shows it."""
    often = "" if times == 1 else f" {times} times"
    where = f" in {inside.name}, on the line:\n{inside.line}" if inside is not None else "."
    return f"Press {key}{often}{where}"


def plan_new_line(line: str, inside: Inside | None = None) -> str:
    """The same of a new line."""
    return plan_press(line, 1, inside)


def plan_type(words: str = "", letters: str = "", inside: Inside | None = None) -> str:
    """What would be typed, and where."""
    where = f" in {inside.name}, after:\n{inside.line}" if inside is not None else "."
    return f"Type {words or letters!r}{where}"


def plan_cased(casing: str, words: str, inside: Inside | None = None) -> str:
    """The same of words in a casing."""
    return plan_type(cased(casing, words), inside=inside)


def plan_discard(inside: Inside | None = None) -> str:
    """What would be left without saving."""
    return f"Leave {inside.name if inside is not None else 'the program'} without saving what was changed."


@skill(
    "hands.type",
    says=[
        "(type|dictate|type in|type out|enter the text|enter the words|insert the text|insert the words) {words}",
    ],
    also=SAYINGS["hands.type"],
    kind="command",
    effect=Effect.CHANGE,
    plan=plan_type,
    within=_HERE,
)
def type_words(context: Context, words: Words) -> Reply:
    """Type words into the pane; signs and casing by their names."""
    return _typed(context, words)


@skill(
    "hands.cased",
    says=["{casing} {words}"],
    kind="command",
    effect=Effect.CHANGE,
    plan=plan_cased,
    within=_HERE,
)
def type_cased(context: Context, casing: Casing, words: Words) -> Reply:
    """Type words in a casing, as in camel case user name."""
    return _typed(context, cased(casing, words))


@skill(
    "hands.spell",
    says=["(spell|spell out|type the letters|type the letter|spell it|letters|letter by letter) {letters}"],
    also=SAYINGS["hands.spell"],
    kind="command",
    effect=Effect.CHANGE,
    plan=plan_type,
    within=_HERE,
)
def spell(context: Context, letters: Letters) -> Reply:
    """Type letters said one by one, as in alpha bravo cap charlie."""
    return _typed(context, letters)


@skill(
    "hands.new_line",
    says=["[(add|insert|give me|start|begin|type|make|put in)] [a] {line}"],
    also=SAYINGS["hands.new_line"],
    kind="command",
    effect=Effect.CHANGE,
    plan=plan_new_line,
    within=_HERE,
)
def new_line(context: Context, line: NewLine) -> Reply:
    """Begin a new line in an editor; in a shell it would run the line, and asks."""
    workspace, inside = _inside(context)
    if breaks_line(inside):
        perform(workspace, inside, "new_line")
    else:
        press(workspace, inside, key_pieces(line, 1))
    return Reply("New line.")


@skill(
    "hands.press",
    says=[
        "(press|hit|push|tap|strike) [the] {key} [key] [{times}]",
        "(press|hit|push|tap|strike) [the] {key} [key] {times} times",
    ],
    also=SAYINGS["hands.press"],
    kind="command",
    effect=Effect.CHANGE,
    plan=plan_press,
    within=_HERE,
)
def press_key(context: Context, key: Key, times: Times = 1) -> Reply:
    """Press a key in the pane."""
    workspace, inside = _inside(context)
    press(workspace, inside, key_pieces(key, times))
    return Reply(f"Pressed {key}." if times == 1 else f"Pressed {key} {times} times.")


@skill(
    "hands.scratch",
    says=["(scratch|strike|erase|take back) (that|this|what i said|what i just said|the last words)"],
    also=SAYINGS["hands.scratch"],
    kind="command",
    effect=Effect.CHANGE,
    within=(WORKSPACE, HANDED),
)
def scratch(context: Context) -> Reply:
    """Take back the words that were dictated last."""
    workspace, inside = _inside(context)
    last = workspace.typed.get(inside.pane.id)
    if last is None:
        return Reply("Nothing was dictated there that could be taken back.", ok=False)
    if inside.program is not None and "scratch" in inside.program.verbs:
        perform(workspace, inside, "scratch")
    elif inside.line.endswith(last.rstrip()):
        press(workspace, inside, key_pieces("backspace", len(last)))
    else:
        return Reply("The line is not as I left it, so I left it alone.", ok=False)
    return Reply("Scratched.")


@skill(
    "hands.save",
    says=["(save|write) [(it|this|that|the file|this file|everything|my changes|the changes)]"],
    also=SAYINGS["hands.save"],
    kind="command",
    effect=Effect.CHANGE,
    within=_HERE,
)
def save(context: Context) -> Reply:
    """Save the file in the editor beside."""
    return _did(context, "save", "Saved.")


@skill(
    "hands.save_quit",
    says=[
        "save [(it|this|the file|everything|my changes)] and (quit|close|exit|leave|close it|quit it|get out)"
        " [(vim|nano|emacs|micro|helix|the editor|it)]",
        "write and (quit|close|exit|leave)",
    ],
    also=SAYINGS["hands.save_quit"],
    kind="command",
    effect=Effect.CHANGE,
    within=_HERE,
)
def save_quit(context: Context) -> Reply:
    """Save the file in the editor beside, and leave it."""
    return _did(context, "save_quit", "Saved, and left.")


@skill(
    "hands.discard",
    says=[
        "(quit|close|exit|leave|get out) [(it|vim|nano|emacs|micro|helix|the editor|the file)]"
        " without saving [anything]",
        "(quit|close|exit|leave) and (discard|throw away|drop|lose) (it|everything|the changes|my changes)",
    ],
    also=SAYINGS["hands.discard"],
    kind="command",
    effect=Effect.DESTROY,
    plan=plan_discard,
    within=_HERE,
)
def discard(context: Context) -> Reply:
    """Leave the editor beside without saving."""
    return _did(context, "discard", "Left without saving.")


@skill(
    "hands.quit",
    says=[f"(quit|close|exit|leave|get out of) {PROGRAM}"],
    also=SAYINGS["hands.quit"],
    kind="command",
    effect=Effect.CHANGE,
    within=(WORKSPACE, "quit"),
)
def quit_program(context: Context) -> Reply:
    """Leave the editor or the pager beside, where nothing is unsaved."""
    workspace, inside = _inside(context)
    perform(workspace, inside, "quit")
    if ended(workspace, inside):
        return Reply("Left.")
    return Reply("It has changes that are not saved: say save and quit, or quit without saving.", ok=False)


@skill(
    "hands.go_to_line",
    says=[
        "(go|jump|move|skip|take me|put the cursor|go down|go up) (to|on) [the] line [number] {line}",
        "line [number] {line}",
    ],
    also=SAYINGS["hands.go_to_line"],
    kind="command",
    effect=Effect.OBSERVE,
    within=_HERE,
)
def go_to_line(context: Context, line: Line) -> Reply:
    """Go to a line by its number."""
    return _did(context, "go_to_line", f"Line {line}.", {"line": line})


@skill(
    "hands.find",
    says=[
        "(find|look for|search for|search|find me|locate|jump to|go to the word|find the word|find the text) {words}",
    ],
    also=SAYINGS["hands.find"],
    kind="command",
    effect=Effect.OBSERVE,
    within=(WORKSPACE, "find"),
)
def find(context: Context, words: Words) -> Reply:
    """Find words in what the pane shows."""
    return _did(context, "find", f"Found {words}.", {"words": words}, missed=f"{words} is not in it.")


@skill(
    "hands.next_match",
    says=[
        "[(go to|find|show me|jump to|show)] [the] next (match|one|result|hit|occurrence)",
        "(find|search) (next|again|on)",
    ],
    also=SAYINGS["hands.next_match"],
    kind="command",
    effect=Effect.OBSERVE,
    within=(WORKSPACE, "next_match"),
)
def next_match(context: Context) -> Reply:
    """Go to the next place that was searched for."""
    return _did(context, "next_match", "The next.", missed="There is no other.")


@skill(
    "hands.previous_match",
    says=[
        "[(go to|find|show me|jump to|show|back to|go back to)] [the] previous (match|result|hit|occurrence)",
        "(find|search) (previous|backwards|back)",
    ],
    also=SAYINGS["hands.previous_match"],
    kind="command",
    effect=Effect.OBSERVE,
    within=(WORKSPACE, "previous_match"),
)
def previous_match(context: Context) -> Reply:
    """Go back to the place before that was searched for."""
    return _did(context, "previous_match", "The one before.", missed="There is no other.")


@skill(
    "hands.replace",
    says=[
        "(replace|change|swap|substitute|turn|exchange) [the] [word] {old} (with|to|by|for|into) [the] [word] {new}",
    ],
    also=SAYINGS["hands.replace"],
    kind="command",
    effect=Effect.CHANGE,
    within=(WORKSPACE, "replace"),
)
def replace(context: Context, old: Words, new: Words) -> Reply:
    """Replace words by others, on this line or at the next place that has them."""
    values = {"old": old, "new": new}
    return _did(context, "replace", f"{old} is now {new}.", values, missed=f"{old} is not in it.")


@skill(
    "hands.delete_line",
    says=["(delete|remove|erase|kill|cut|drop|clear) (this|the|the current|that|the whole|this whole) line"],
    also=SAYINGS["hands.delete_line"],
    kind="command",
    effect=Effect.CHANGE,
    within=(WORKSPACE, "delete_line"),
)
def delete_line(context: Context) -> Reply:
    """Delete the line that the cursor is on."""
    return _did(context, "delete_line", "The line is gone.")


@skill(
    "hands.undo",
    says=[
        "undo [(that|it|this|the edit|the last edit|my edit|the change|the last change)]",
        "undo (in|inside) (vim|nano|emacs|micro|helix|the editor|the file|it)",
        "(take|put) that back",
    ],
    also=SAYINGS["hands.undo"],
    kind="command",
    effect=Effect.CHANGE,
    within=(WORKSPACE, HANDED, "undo"),
)
def undo(context: Context) -> Reply:
    """Have the editor beside take back its last change."""
    return _did(context, "undo", "Taken back.")


@skill(
    "hands.redo",
    says=[
        "redo [(that|it|this|the edit|the last edit|my edit|the change|the last change)]",
        "redo (in|inside) (vim|nano|emacs|micro|helix|the editor|the file|it)",
        "(undo|take back) the undo",
    ],
    also=SAYINGS["hands.redo"],
    kind="command",
    effect=Effect.CHANGE,
    within=(WORKSPACE, HANDED, "redo"),
)
def redo(context: Context) -> Reply:
    """Have the editor beside do again what it took back."""
    return _did(context, "redo", "Done again.")


def _inside(context: Context) -> tuple[Workspace, Inside]:
    """The workspace, and what its pane holds: just what was judged. Raises WorkspaceFault and Changed."""
    if context.workspace is None:
        raise WorkspaceFault("there is no workspace; golem --workspace starts one")
    return context.workspace, held(context.workspace, context.inside)


def _typed(context: Context, words: str) -> Reply:
    workspace, inside = _inside(context)
    if inside.program is None:  # a person agreed, by key, to that
        workspace.typed.pop(inside.pane.id, None)
        workspace.send(inside.pane, (Said(words),))
    else:
        perform(workspace, inside, "type", {"words": words})
    workspace.typed[inside.pane.id] = words
    return Reply("Typed.", f"typed: {words}")


def _did(
    context: Context, verb: str, done: str, values: Mapping[str, object] | None = None, *, missed: str = ""
) -> Reply:
    workspace, inside = _inside(context)
    return Reply(done) if perform(workspace, inside, verb, values) else Reply(missed or done, ok=False)
