"""Hands inside programs: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_IT: Final = "(vim|nano|emacs|micro|helix|the editor|it)"
PROGRAM: Final = (
    "(vim|nano|emacs|micro|helix|less|the editor|the pager|the manual|the manual page|the man page|this program)"
)
"""What people call what runs in the pane."""

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "hands.type": (
        "(type|dictate) (the following|this|the words|the text|the word) {words}",
        "(take|take down) (a|this) dictation {words}",
        "(i want|i'd like|let me) [to] (type|dictate) {words}",
    ),
    "hands.spell": (
        "(spell|type) (the|this) (word|name) letter by letter {letters}",
        "(let me|i will|i'll) spell [it] {letters}",
    ),
    "hands.new_line": (
        "(go to|on to|on) [a|the] {line}",
        "(one more|another) {line}",
        "(break|end) the line [here] [with a] {line}",
    ),
    "hands.press": (
        "(send|give it|give) [it] [a|an|the] {key} [key]",
        "(press|hit|push|tap) [on] [the] key {key}",
        "(i want you to|go ahead and) (press|hit) {key}",
        "{key} key",
    ),
    "hands.scratch": (
        "(scratch|strike|erase) (it|those words|the last (words|thing|sentence|dictation|phrase))",
        "(not that|i did not mean that|i didn't mean that) (scratch it|erase it)",
        "delete what (i|you) [just] (said|typed|dictated|wrote)",
        "(take|wipe) (that|it) (out|off)",
    ),
    "hands.save": (
        "save (the|this|my) (document|buffer|work|edit|edits)",
        "(save|write) (to|onto) [the] disk",
        "(store|keep) (it|the file|this file|my changes|the changes)",
        "<get> [it|this|the file] saved",
        "(write|save) [the] file out",
    ),
    "hands.save_quit": (
        "save [it] then (quit|close|exit|leave)",
        f"(quit|close|exit|leave) [{_IT}] and save [it|everything|the file]",
        "(save|write) (it|the file) and (we're|i'm|we are|i am) done",
        f"(close|quit|exit|leave) [{_IT}] with saving",
        "save and out",
    ),
    "hands.discard": (
        f"(quit|close|exit|leave) [{_IT}] (and|but) (don't|do not) save [it|anything]",
        "(throw away|discard|drop) (my|the|all|all my) (edits|changes) and (quit|close|exit|leave)",
        "(get me out|out) without saving",
        f"force quit [{_IT}]",
    ),
    "hands.quit": (
        f"(get|take) me out of {PROGRAM}",
        f"(i'm|i am|we're|we are) (done|finished) (with|in) {PROGRAM}",
        f"(get out|back out) of {PROGRAM}",
        f"(end|stop|shut) {PROGRAM}",
    ),
    "hands.go_to_line": (
        "(show|give|find) [me] [the] line [number] {line}",
        "[down|up|over] to line [number] {line}",
        "(cursor|move the cursor) to [the] line [number] {line}",
        "(where is|where's|what's on) line [number] {line}",
    ),
    "hands.find": (
        "(find|search for|look for) [the] (word|words|text|string|phrase) {words}",
        "(find|search for|look for) {words} (in here|in it|in the file|in this file|in the page|below|down there)",
        "(where is|where's) [the] (word|text|string) {words}",
    ),
    "hands.next_match": (
        "(and|on to|on) [the] next (match|one|result|hit|occurrence)",
        "(where is|where's) [the] next (match|one|result|hit|occurrence)",
        "(keep|go on) (searching|looking|finding)",
        "(another|one more) (match|result|hit|occurrence)",
    ),
    "hands.previous_match": (
        "[the] (match|result|hit|occurrence) before [(that|this)]",
        "(go|one) (match|result|hit) back",
        "(where is|where's) [the] previous (match|result|hit|occurrence)",
        "back (a|one) (match|result|hit|occurrence)",
    ),
    "hands.replace": (
        "(put|write|use) [the] [word] {new} instead of [the] [word] {old}",
        "make [the] [word] {old} [into] [the] word {new}",
        "[the] word {old} (should be|must be|becomes|should read) {new}",
    ),
    "hands.delete_line": (
        "(get rid of|take out|take away|throw away) (this|the|the current|that|the whole|this whole) line",
        "(delete|remove|erase|cut) line",
        "(this|that) line (can go|must go|goes away|is not needed)",
        "delete the line (here|i am on|i'm on|under the cursor|with the cursor)",
    ),
    "hands.undo": (
        "(undo|revert|reverse) what (i|you) [just] (typed|did|changed|wrote)",
        "(go back|back) one (edit|change)",
        "(that was wrong|wrong) (undo|undo it|undo that)",
        "(one more|another) undo",
        "undo (again|once more)",
    ),
    "hands.redo": (
        "redo what (i|you) [just] (undid|took back)",
        "(go forward|forward) one (edit|change)",
        "(one more|another) redo",
        "redo (again|once more)",
        "(bring|put) (it|that|the edit|the change) back again",
    ),
}
