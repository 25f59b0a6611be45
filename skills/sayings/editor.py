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
        "(let me|i need to|i have to|i must|i should|i want to|we need to|i'd like to) (change|edit|fix|correct|"
        "alter|modify|update|touch up|rework|rewrite|amend|work on|write in|type in|add to|finish|extend) "
        "[something in|a line in|a typo in|a bug in|some things in|the text of] {file} <in_editor>",
        "(pull|bring|call|load|open|get|fire) {file} [up] (in|with|into) (the|my|an) editor",
        "(pull|bring|call|load|get) {file} up <in_editor>",
        "(make|do) (some|a few|an) (changes|edits|change|edit|corrections) (to|in) {file} <in_editor>",
        "(put|set) {file} (up|in front of me) <in_editor>",
        "(load|throw|drop) {file} (in|into) {editor} [for me]",
        "(there's|there is) (a typo|a bug|a mistake|an error|something wrong) in {file} (open it|let me fix it|"
        "i want to fix it|let me edit it)",
        "<get> {file} [up|open|opened] (in|with) {editor}",
        "(get|pull|bring) [the] [file] {file} up in {editor} (so i can|so that i can|to) (change|edit|fix|modify) it",
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
        "<open> [me] [up] (a|an) (blank|empty|new|fresh|clean) {editor} [window|session|buffer|screen]",
        "<get> (a|an) (blank|empty|new|fresh|clean) {editor} [window|session|buffer|screen]",
        "{editor} (empty|blank|with no file|without a file|with nothing [in it|loaded]|by itself|no file|on its own)",
        "(have|get|bring|call) {editor} up [with nothing [in it|loaded]|empty|without a file]",
        "(an|a) (empty|blank|fresh|new) {editor}",
        "(bring|call|pull|load) up {editor} [empty|without a file]",
        "(bring|take|get|put|let) me (in|into|inside) {editor}",
        "(fire|start|boot|spin) {editor} up",
        "<get> {editor} [to be] (started|opened|running|up|open)",
        "(let's|let us) (do|have|use|open|start) [some] {editor}",
        "do some {editor}",
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
        "<open> [up] [me] (something|a place|a window|anything) to (write|type|edit) [in|with|on]",
        "(i|we) (want|need|would like|have) to (write|type|note|jot) [down] (something|some things|a few lines|"
        "a note|stuff)",
        "(the|my|an) [text] editor (please|now)",
        "(bring|call|pull|get|load) (me|up|me up) (the|my|an|your) [text|default|usual|standard|code] editor [up]",
        "start [up] (whatever|any|whichever) editor [is (set|set up|there|configured|installed)]",
        "(open|start|launch|get) me [an|the|my|a] [text] editor",
        "i feel like (writing|typing|editing) [something|a bit]",
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
        "(start|begin|open|write|create|make) [me|on|with] [a|an] [brand] (new|fresh|blank|empty) [text] (file|"
        "document|text|note|script) [called|named|by the name of|with the name] {name} (in|with|using) {editor}",
        "(i'd like to|i want to|i need to|let me|let us) (start|begin|write|draft|compose) [to write|writing|"
        "with] [a|an] [new|fresh] [text] (file|document|text|note|script) (called|named|by the name of) {name} "
        "<in_editor>",
        "(new|blank|empty) (document|file|text) {name} in (the|an|my) editor",
        "(let me|i want to|i'd like to) write something new [and] (call it|named|called|name it) {name}",
        "(start|open|launch|bring up) {editor} (on|with|for) [a|an] [brand] (new|fresh|blank|empty) [text] "
        "(file|document) [called|named] {name}",
        "(create|write|make) {name} in (the|my|an) [text] editor",
    ),
}
