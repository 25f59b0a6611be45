"""Deleting and taking back: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "trash.delete": (
        "(drop|scrap|junk|zap|destroy|unlink|del|axe|eliminate|kill off|clear out|clear away|clean up|get "
        "shot of|do away with|banish|kick out|remove|delete|lose) [the|that|this|my] [file|folder|directory] "
        "{path} [for good|completely|now]",
        "i (don't|do not) need [the|that|this] [file|folder] {path} [any more|anymore|any longer|now] (delete"
        "|remove|trash|bin|get rid of|throw away|ditch|toss) it",
        "i (don't|do not) need [the|that|this] [file|folder] {path} [any more|anymore|any longer|now] throw "
        "it (away|out)",
        "[the|that|this] [file|folder] {path} (can|must|has to|should|may|needs to) (go|be deleted|be removed"
        "|be thrown away|go in the (trash|bin)|go away)",
        "[the|that|this] [file|folder] {path} (is not|isn't|is no longer) needed [any more|anymore] (delete|"
        "remove|trash|bin) it",
        "<get> [rid of] [the] [file|folder] {path} (deleted|removed|trashed|binned|thrown away|out of (here|the way))",
        "<get> rid of [the|that|this] [file|folder] {path}",
        "(clear|take|throw|put) [the|that|this] [file|folder] {path} (away|out)",
        "(take|get) [the|that|this] [file|folder] {path} out of (here|my sight|the way)",
        "(delete|remove|erase|trash|throw away) [the|that|this|my] (file|folder|directory) (called|named) {path}",
        "(rm -rf|rm -r|rm -f|rmdir|del) {path}",
        "to the (trash|bin) with {path}",
        "(throw|chuck|toss|clear|take) [the|that|this|my] [file|folder] {path} (out|away) [please]",
        "(put|throw|toss|chuck|move|send|drop|dump|stick) [the|that|this|my] [file|folder] {path} (in|into|to) <bin>",
        "[the|that|this] [file|folder] {path} (can|should|must|has to|needs to|may) (go|go away|be deleted|be "
        "removed|be binned|disappear|vanish) [now]",
        "(bin|trash|junk|ditch|scrap|nuke|zap|delete|remove|lose) [the|that|this|my] [file|folder] {path} "
        "[please|for me|now]",
        "i (don't|do not) (need|want) [the|that|this|my] [file|folder] {path} (any longer|any more|anymore|"
        "here) (get rid of it|delete it|remove it|bin it|trash it|throw it away|throw it out|toss it)",
    ),
    "trash.restore": (
        "(i|we) (deleted|removed|trashed|threw away) [the] [file|folder] {name} by (mistake|accident) "
        "[please] (bring it back|get it back|restore it|undelete it|undo it)",
        "(i|we) (didn't|did not) mean to (delete|remove|trash|throw away) (it|that|this) [please] [bring it "
        "back|get it back|restore it|undelete it]",
        "(undelete|un-delete|restore|recover|rescue) (it|that|this|the last one|what was deleted|what i "
        "deleted|what i threw away)",
        "i (want|need|would like) [my|the|that] deleted [file|folder] {name} back",
        "i (want|need|would like) [my|the|that] (file|folder) {name} back",
        "(give|get) me [my|the|that] [file|folder] {name} back",
        "(bring|get|fetch|take) back [the|my|that] [file|folder] {name} [from <bin>]",
        "bring back (it|that|what i deleted|what i just deleted|the last thing [i deleted]|the deleted file|"
        "the file i deleted)",
        "(undo|reverse|revert) (the|that|my|the last) (delete|deletion|deleting|removal|trashing) [of {name}]",
        "(rescue|save|retrieve|fish|dig|pull) [the|my] [file|folder] {name} (from|out of) <bin>",
        "put {name} back where it (was|belongs|came from)",
        "[the] (last|most recently) (deleted|removed|trashed) (file|thing|one) back",
        "<get> [the|my] [file|folder] {name} (restored|undeleted|recovered|out of <bin>|back from <bin>)",
        "(get|bring|fetch|give me|put|take) back (the|my|that) [last] (file|folder|thing) [that] (i|we) [have] "
        "[just] (deleted|removed|threw away|thrown away|trashed|binned|lost)",
        "(bring|get|put|fetch) back (what|whatever) (i|we) [have|just] (deleted|threw away|removed|trashed|"
        "threw out|binned|thrown away)",
        "(i|we) (want|need|would like) (the|my|that) (file|folder) {name} back",
        "(undelete|restore|recover|rescue|unbin) (the|that|my) (file|folder|thing)",
        "(undelete|restore|recover|rescue|unbin) the last [deleted] (file|one|thing|folder)",
        "(restore|recover|undelete|get back|bring back) (the|my) (last|latest|most recent) (deletion|deleted "
        "file|removed file)",
        "(put|bring|get|take|fetch) [the|my] (file|folder) {name} back [again] [from <bin>|out of <bin>]",
        "(put|bring|get|take|fetch) [the|my] {name} back [again] (from|out of) <bin>",
    ),
    "trash.list": (
        "(what|which files|what files|what things) (have i|did i|i have|have we|did we|i) (thrown away|"
        "deleted|trashed|binned|removed|throw away|delete|trash|bin|put in <bin>) [recently|lately|so far|"
        "today]",
        "<show> (what|which files|everything|all) (i|we|i have|we have|i've|we've|was|has been|that was) "
        "(thrown away|deleted|threw away|trashed|removed|binned|got rid of|thrown out|put in <bin>) [recently"
        "|lately|so far|today]",
        "(what|which files) (have i got|do i have|do we have|have we got|lies|lie|sits|is there|are there) in <bin>",
        "(check|look at|see|view|inspect|go through|look through|list|browse|check out|look in) <bin>",
        "[the|my] (trash|bin|trash can) contents",
        "[the] contents of <bin>",
        "(which|what) (files|things) (are|have been|were|got) (deleted|trashed|thrown away|binned|removed) "
        "[recently|lately]",
        "(is there|do i have|have i got) (anything|something) (in|inside) <bin>",
        "(recently|the|all|all the|my) [recently] deleted (files|things|stuff)",
        "what (can|could) (i|we) (restore|get back|recover|undelete|bring back)",
        "how (much|many files|many things|much stuff) (is|are) (in|inside) <bin>",
        "<know> what (is|i have|we have|lies) (in|inside) <bin>",
        "<get> (a list of|to see) what is in <bin>",
        "how full is <bin>",
        "what (have i|did i|have we|did we) (throw|thrown|toss|tossed|delete|deleted|bin|binned|trash|trashed) "
        "[out|away] [so far|recently|lately|today]",
        "<show> [me] what('s| is| lies| sits) in[side] <bin>",
        "what (lies|sits|is lying|is sitting|is) in[side] <bin>",
        "(list|show|see|name) [me] [the|all|all the|all my|my] deleted (files|things|folders|stuff)",
        "(is|are) there (anything|something|any files|any) in[side] <bin>",
        "what (is|things are|files are) [there] (to restore|in <bin>|that can be restored)",
    ),
}
