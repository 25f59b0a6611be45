"""Opening files in an editor: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "editor.open_file": (
        "(edit|change|fix|modify|tweak|adjust|correct|update|rewrite|alter) (something|some things|a thing|a "
        "line|a few lines|a few things|stuff|things|the code|the text|a typo|a bug|a word) (in|inside|of) "
        "{file} <in_editor>",
        "(fix|correct|adjust|update|amend|revise|alter|touch up|rewrite|continue|resume|keep editing|continue"
        " editing|keep working on|continue working on|get to work on|start work on|hack on|do some work on) "
        "{file} <in_editor>",
        "(fire up|launch|open up|call up|crack open|pop open|get up|bring out|jump into|dive into|hop into|go"
        " into) {file} [up] <in_editor>",
        "{file} (in|with|using) {editor}",
        "(have|get|put) {file} (open|opened|loaded|up) [on the screen] <in_editor>",
        "<get> {file} (open|opened|up|loaded|in front of me) <in_editor>",
        "open {file} (for (editing|edit|writing)|to edit [it]|so (i|we) can (edit|change) it) <in_editor>",
        "(open|start|launch|fire up|use|run) {editor} [up] (on|with|for) {file} [in it|loaded|open]",
        "edit the (contents|content|text|code|source) of {file} <in_editor>",
        "(put|open|load|bring up|pull up|get|throw|edit|show) {file} [up] (in|into|with|using) (my|the|an|"
        "your) [text|code|default|usual|favourite|favorite] editor",
        "<get> to (edit|change|modify|work on|open|fix|tweak) {file} <in_editor>",
        "let (me|us) (open|into|at|get into|get at) {file} <in_editor>",
        "use {editor} (for|on) {file}",
        "(take|bring|get) me (to|into) [the] file {file}",
        "{file} needs (editing|an edit|a change|changes|fixing|some work)",
        "(open|edit) up {file} <in_editor>",
    ),
    "editor.open_empty": (
        "get {editor} (going|running|started|up|open|up and running)",
        "(use|work in|work with|get into|be in|write in|have) {editor}",
        "<get> [to] [use|have|work in|work with|start|open] {editor} [open|up|running]",
        "(hop|jump|drop|switch|go|dive|change) [over] (in|into|to) {editor}",
        "(let me|let us) (use|have|into|write in|work in) {editor}",
        "(open|start|launch) {editor} (without|with no) [a|any] file",
        "(just|only) {editor}",
        "(open|start|launch|run|fire up) [the|my] [program|app|editor] {editor} [with nothing in it]",
    ),
    "editor.open_default": (
        "(get|have) (the|my|an|your) [text] editor (going|running|started|up|open|ready)",
        "<open> (the|an|my|some|any|your) [default|usual|text|code] editor",
        "<get> (the|an|my|some|any|a) [default|usual|text|code] editor [up|open|please]",
        "<get> (a place|somewhere|something) to (write|type|edit) [in|with|on]",
        "[the|an|my] [text|code|default] editor",
        "<get> to (write|type|edit|note|jot) [down] [something|some text|a few lines|things|stuff] [down]",
        "(write|type|edit|note|jot) [down] (something|some text|a few lines|things|stuff|a few things) [down]",
        "(start|begin) (writing|editing|typing) [something|text]",
        "(switch|go|drop|jump|hop) [over] (to|into) (the|my|an) [text|default] editor",
        "use (the|my|your|an) [default|usual] editor",
        "open (whatever|any|whichever|some) editor [you have|there is|is there|i use|is installed|you like]",
    ),
    "editor.write_new": (
        "(write|start writing|start|begin|draft|compose|type up|edit|start on|begin writing|begin on) [me] [a"
        "|an|another] [brand] [new|fresh|blank|empty] [text] (document|doc|script|text file|text) (called|"
        "named|name|by the name of|with the name) {name} <in_editor>",
        "(open|start|launch|use|bring up|fire up|get) (an|the|my) [text] editor (on|with|for|to write) [a|an]"
        " [brand] (new|fresh|empty|blank) (file|document) [called|named|name] {name}",
        "(open|edit|start|write|begin) [a|an] brand new [text] (file|document) [called|named|name] {name} <in_editor>",
        "(new|fresh|empty|blank) [text] file [called|named] {name} (in|with|using) {editor}",
        "(open|edit|write) a file that (does not|doesn't) exist [yet] (called|named) {name} <in_editor>",
        "<get> (a|an) (new|fresh|empty|blank) [text] file (called|named) {name} (open|opened|in {editor}|in "
        "the editor|in an editor|to write in|to edit)",
        "(open|start|launch) {editor} (and|to) (write|create|make|start|begin) [a|an] [new] [file] (called|"
        "named) {name}",
    ),
}
