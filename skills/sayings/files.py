"""Folders and files: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "files.list": (
        "(what|which) [all] [files|folders|things|stuff] (is|are) [there] (in|inside|under|within) [the] "
        "[folder|directory] {folder}",
        "<show> [the] (files|folders|contents|content|everything|things|stuff) (in|of|inside|under|from|"
        "within) {folder} [folder|directory]",
        "[the] (contents|content) of {folder}",
        "[the] files (in|inside|of|under) {folder}",
        "(list|ls|dir|browse|explore) [the] [folder|directory] {folder} [folder|directory]",
        "what (have we|have i|do we have|do i have) [got] (in|inside|under) {folder}",
        "(have|take) a [quick] look (in|into|inside) [the] [folder] {folder}",
        "(have|take) a look around [here]",
        "look around [here|in here]",
        "(which|what) files (live|are stored|sit|can be found|exist|can i find) (here|in here)",
        "(are|is) there (any|some) (files|anything) <here>",
        "is there (anything|something) (in|inside) {folder}",
        "is {folder} empty",
        "[a|the] [file|directory|folder] listing [of {folder}]",
        "(list|show) [me] [the] [file|directory|folder] listing [of {folder}]",
        "how many (files|folders|things) (are|are there|do i have|do we have) (here|in here|in this folder)",
        "how many (files|folders|things) (are|are there|do i have|do we have) (in|inside) {folder}",
        "(run|do|give me) [an|a] ls [of|on|in] [{folder}]",
        "what have (we|i) [got] here",
        "<show> everything [there is|that is there|you see] [here]",
        "(list|show me) out everything [here]",
        "(which|what) files do (i|we) have",
        "(files|the files) [here|please]",
        "<get> (the|a) (list|listing|overview) of [the|all|all the] (files|contents) [<here>]",
        "<know> (what|which files) (is|are) (here|in here)",
        "<know> (what|which files) (is|are) (in|inside) {folder}",
    ),
    "files.go": (
        "(go|change|move|switch|jump|hop|navigate|head|step|pop|dive|drop|travel|walk|proceed|get|descend) "
        "[me] [over|down|back|on|straight|right] (to|into|in|inside|over to|down to|down into) [the] [folder|"
        "directory] {folder} [folder|directory]",
        "(take|bring|get|put|drop|move|lead) me [over|down|back|straight|right] (to|into|in|inside|over to|"
        "down to) [the] [folder|directory] {folder} [folder|directory]",
        "(make|use) {folder} (the|my|our) [new|current|working] (folder|directory)",
        "<get> to (be|work|go|get) (in|inside|into|to) [the] [folder|directory] {folder} [folder|directory]",
        "(work|start working|continue|let's work) (in|inside|from) [the] [folder|directory] {folder} [folder|"
        "directory]",
        "(enter|visit|browse to|access|go inside) [the] [folder|directory] {folder} [folder|directory]",
        "(change|switch) [the] (folder|directory|dir) to {folder}",
        "(cd|chdir) {folder}",
        "(into|back to) [the] {folder} (folder|directory)",
    ),
    "files.go_up": (
        "(climb|pop|hop|head|back|go|move|step|jump|bring me|take me) (up|back up|out) [by] [one|a|another|1]"
        " [more] [folder|directory|level|dir|step|notch]",
        "up (we go|one|a level|one level|a folder|one folder|a notch|again)",
        "(one|a) level (up|higher)",
        "[go|back] to the parent [folder|directory|dir]",
        "(leave|exit|get out of|step out of|climb out of|back out of) (this|the|here|the current|the working)"
        " [folder|directory]",
        "(get|take|bring) me out of (here|this folder|this directory)",
        "(cd|go|move|change|step) [to] (..|dot dot)",
        "dot dot",
        "the (folder|directory) above [this one|this]",
        "(take|bring|get) me (one|a) (level|folder|directory) (up|higher)",
        "(out of|up from) here",
        "go (one|a) (level|step) back",
    ),
    "files.go_home": (
        "(go|cd|change|jump) [to] (~|tilde)",
        "(return|go back|get back|bring me back|take me back|get me back|come back|switch|head back|jump back"
        "|send me) [to] [my|the] home [folder|directory|dir]",
        "[my|the] home [folder|directory|dir] [please]",
        "(change|switch) [the] (folder|directory) to [my|the] home [folder|directory]",
        "<get> to (go|be) [to|in|at] [my|the] (home|home folder|home directory)",
        "let's go home",
        "home again",
    ),
    "files.where": (
        "where (is|are) (this|we|i) [now|exactly|right now|currently]",
        "<know> where (i am|i'm at|we are|we're at) [right now|exactly|currently] [in the (file system|tree)]",
        "<get> the [full|current] (path|location) [of (this folder|here|the current folder|this directory)]",
        "what's the [full|current|complete] path [here|to here|of this folder|to this folder|of this directory]",
        "[the] current (location|path|place|position|dir|folder|directory) [please]",
        "[the] (name|path|location) of (this|the current|the working) (folder|directory|dir)",
        "where (in the (file system|tree)|on the disk) (am i|are we)",
        "working (directory|folder|dir|path)",
        "(what|which) (folder|directory|path) (is this|are we in|am i in|is current|is it|do i have|am i at) "
        "[now|again|right now|currently]",
        "<know> (the|my) (current|working|full) (path|folder|directory|location)",
        "where am i (working|standing|now|located)",
        "(which|what) (place|spot) is this",
        "where is here",
        "where did (i|we) end up",
    ),
    "files.make_folder": (
        "(put|start|generate|get|place|add|open|make|create) [me|us] [a|an|another] [brand] [new|empty|fresh]"
        " (folder|directory|dir|subfolder|subdirectory) [in here|here] (called|named|name|by the name of|with"
        " the name|titled|for) {name}",
        "<get> [a|an|another] [new|empty|fresh] (folder|directory|dir|subfolder|subdirectory) (called|named|"
        "name|by the name of|with the name|titled|for) {name} [here]",
        "[a|another] [new|empty] (folder|directory|dir) (called|named|with the name|by the name of) {name}",
        "(call|name) [a|the] new (folder|directory) {name}",
        "(make|create) {name} as a [new] (folder|directory)",
        "let there be a (folder|directory) (called|named) {name}",
        "(make|create|add) [the|a] (folder|directory|dir) {name}",
        "there should be a (folder|directory) (called|named) {name} [here]",
    ),
    "files.make_file": (
        "(put|generate|get|place|add|make|create) [me|us] [a|an|another] [brand] [new|empty|blank|fresh] "
        "[text] (file|document|text file) [in here|here] (called|named|name|by the name of|with the name|"
        "titled) {name}",
        "<get> [a|an|another] [new|empty|blank] [text] (file|document) (called|named|name|by the name of|with"
        " the name|titled) {name} [here]",
        "[a|another] [new|empty|blank] [text] (file|document) (called|named|with the name|by the name of) {name}",
        "(call|name) [a|the] new file {name}",
        "(make|create) {name} as (a|an) [new|empty] file",
        "let there be a file (called|named) {name}",
        "touch [the] [file] {name}",
        "there should be (a|an) [empty] file (called|named) {name} [here]",
        "(make|create|add) [a|an] [new] file {name}",
    ),
    "files.copy": (
        "(make|take|keep|create|save|do|put|leave) (a|another) (backup|copy|duplicate|backup copy|safety "
        "copy) of [the] [file|folder] {path} (called|named|as|in|into|at|to|under|and call it|and name it) "
        "[the] [folder|directory] {target} [folder|directory]",
        "back {path} up (as|to|in|into) {target}",
        "(cp|copy) {path} {target}",
        "<get> [the] [file|folder] {path} (copied|duplicated|backed up) (to|into|as|in) [the] [folder] "
        "{target} [folder|directory]",
        "(copy|duplicate|clone) [the] [file|folder] {path} and (call|name) (it|the copy) {target}",
        "(copy|duplicate|clone) [the] [file|folder] {path} (over|across) (to|into|in) [the] {target} [folder|"
        "directory]",
        "<get> a (copy|duplicate|backup) of {path} (called|named|as|in|into|at|to) {target}",
        "(copy|cp|duplicate) [the] [file|folder] {path} (to|into|in) [the] {target} (folder|directory)",
    ),
    "files.move": (
        "(transfer|send|push|carry|bring|relocate|take|pop|slide|stash|store|get|file|shift|move|put) [the] "
        "[file|folder] {path} [over|down|up|away] (to|into|inside|in to|in|under|over to) [the] [folder|"
        "directory] {target} [folder|directory]",
        "<get> [the] [file|folder] {path} (moved|put|placed|transferred|relocated|shifted) [over] (to|into|in"
        "|inside|under) [the] [folder|directory] {target} [folder|directory]",
        "[the] [file|folder] {path} (belongs|should go|should be|goes|needs to go|has to go|needs to be) (in|"
        "into|to|inside|under) [the] [folder|directory] {target} [folder|directory]",
        "have {path} moved (to|into) [the] {target} [folder]",
    ),
    "files.rename": (
        "(call|name) [the] [file|folder] {path} {target} (instead|from now on)",
        "rename [the] [file|folder] {path} {target}",
        "(relabel|retitle|rename) [the] [file|folder] {path} (to|as|into|and call it) {target}",
        "[the] [file|folder] {path} should be (called|named) {target} [instead|from now on]",
        "let {path} be (called|named) {target}",
        "(change|set) [the] (name|filename|file name) of [the] [file|folder] {path} (to|into|to be) {target}",
        "<get> [the] [file|folder] {path} (renamed|called|named) [to|as|into] {target}",
        "(make|change) {path} [to] be called {target}",
        "(the|) new name (of|for) {path} (is|should be) {target}",
        "give {path} the name {target} [instead]",
    ),
    "files.read": (
        "(let's see|let's have a look at|take a look at|have a look at|look over|go over|run me through|walk "
        "me through|check|let me have a look at) [the] [file] {file}",
        "(show|show me|print|display|read) [the] [file] {file} (here|on the screen|on screen|in the terminal)",
        "what's {file} (about|say|got in it|made of)",
        "what('s| is) (written|stored|the content|the text|there) (in|of|inside) [the] [file] {file}",
        "(open|bring up|pull up) {file} (for reading|to read [it]|so (i|we) can read it)",
        "let (me|us) (read|see|look at|check|view|look through|have a look at|look into|look inside) [the] "
        "[file] {file}",
        "read (out|through|over|aloud|me|us|out loud|back) [the] [file] {file}",
        "(more|less|cat|tail|head|dump|spit out|echo|output|type) [the] [file] {file}",
        "print {file} (to|on|in) the (screen|terminal|console)",
        "[the] (contents|content|text|source|first lines|first few lines|beginning|top) of [the] [file] {file}",
        "how does {file} (start|begin|look|read|go)",
        "what are the contents of {file}",
        "what's the (content|text) (of|in) {file}",
        "go (over|through) [the] [file] {file} [with me]",
        "<know> what (is|was|stands) (in|inside) [the] [file] {file}",
        "<know> what {file} (says|contains|has|looks like)",
    ),
    "files.size": (
        "how many (bytes|kilobytes|megabytes|kb|mb) (does|has|is|are in|are there in) [the] [file|folder] "
        "{path} [have|got|take|contain|take up]",
        "<know> how (many (bytes|kilobytes|megabytes)|much (space|room|disk space)) {path} (has|takes|uses|is"
        "|takes up|needs|occupies)",
        "how much does {path} weigh",
        "what does {path} weigh",
        "is {path} (old|new|recent|large|heavy|tiny|small)",
        "[the] (size|age|date|timestamp|modification time|modification date|file size|last modified date) (of"
        "|for) {path}",
        "{path} (size|age)",
        "<what> the (date|timestamp|modification date|modification time|file size|last modified date|weight) "
        "(of|on|for) {path}",
        "[the] last (change|edit|modification|update) (of|to) {path}",
        "how long ago (was|did) {path} (changed|change|modified|edited|touched|updated)",
        "how (recent|new|small|long) is [the] [file|folder] {path}",
        "<get> the (size|age|date) of {path}",
        "how big (did|has) {path} (get|become|grown)",
        "how much (space|room) {path} (takes|uses|needs) [up]",
        "when was {path} last (worked on|changed|written to)",
    ),
}
