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
        "(what|which) files (have we|have i|do we have|do i have|we have|we've|i have) [got] <here>",
        "<show> (which|what) files (we have|we've|i have|i've|there are|are) [got] <here>",
        "what's (lying|sitting|hiding|stored|kept|living) [around] <here>",
        "what (is|have we|do we have|have i|do i have) [got] [all] [lying|sitting] [around] <here>",
        "<get> (a|the) (list|listing|overview) of [the|all the|all] (files|things|contents) [<here>]",
        "<get> (a|the) [file|directory|folder] listing [of {folder}]",
        "[a|the] (list|listing|overview) of [the|all the|all] (files|contents) [<here>]",
        "(what|which) (files|things|stuff) (do|does|have|has) [we|i] [have] [got] in {folder}",
        "what('s| is| does) {folder} (contain|hold|have in it)",
        "(name|enumerate) [me] [all] the files [<here>]",
        "(list|show|name) [me] all (what|that) (is|we have|i have) [<here>]",
        "all [the] files [<here>]",
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
        "(step|hop|jump|move|walk|get|drop|dive|switch|change|head|turn) [me|us] [over|on|down|back] (in|into|"
        "to|inside) [the|my] [folder|directory] {folder} [folder|directory|dir]",
        "(let's|let us) (move|go|switch|change|head|hop|jump|step) [over|down|on] (in|into|to) [the|my] [folder|"
        "directory] {folder} [folder|directory]",
        "(i|we) (want|need|would like|have) to (be|go|work|get|move|switch) (in|into|to|inside) [the|my] "
        "[folder|directory] {folder} [folder|directory]",
        "(take|bring|get|put|move|lead|carry) (me|us) [over|down] (in|into|to|inside) [the|my] [folder|"
        "directory] {folder} [folder|directory]",
        "make {folder} the (current|working) (folder|directory)",
        "work (in|inside) [the] [folder|directory] {folder} [folder|directory]",
        "(chdir|pushd|cd) [to|into] [the] {folder}",
        "let me (in|into|inside) [the] [folder|directory] {folder} [folder|directory]",
        "[to] [the] {folder} (folder|directory) [please]",
        "enter [the] [folder|directory] {folder}",
    ),
    "files.go_up": (
        "(climb|pop|hop|head|back|go|move|step|jump|bring me|take me) (up|back up|out) [by] [one|a|another|1]"
        " [more] [folder|directory|level|dir|step|notch]",
        "up (we go|one|a level|one level|a folder|one folder|a notch)",
        "(one|a) level (up|higher)",
        "[go|back] to the parent [folder|directory|dir]",
        "(leave|exit|get out of|step out of|climb out of|back out of) (this|the|here|the current|the working)"
        " [folder|directory]",
        "(get|take|bring) me out of (here|this folder|this directory)",
        "(cd|go|move|change|step) [to] (..|dot dot)",
        "dot dot",
        "the (folder|directory) above [this one|this]",
        "(take|bring|get) me (one|a) (level|folder|directory) (up|higher)",
        "go (one|a) (level|step) back",
        "(take|bring|move) (me|us) (up|out of (here|this folder|this directory)|to the (parent|parent "
        "folder|parent directory|folder above|one above)) [one] [folder|level|directory|step]",
        "(take|get|bring) (me|us) out of (this|the) (folder|directory) [in|into|to] (the one above|its parent|"
        "the parent|the folder above)",
        "[go] [back] up (one|a|one more) (folder|level|directory|step|dir)",
        "(one|a) (folder|level|directory|step) (up|higher|back|above)",
        "(leave|exit|get out of) this (folder|directory)",
        "(step|climb|hop|move|jump) [back] (up|out) [one|a] [folder|level|directory]",
        "[go] [back] to the (parent|enclosing|outer|containing|upper) (folder|directory|one)",
        "(let's|let us) (go|move) [back] up [one|a] [level|folder|directory]",
        "[go] one (level|folder|directory) up",
    ),
    "files.go_home": (
        "(go|cd|change|jump) [to] (~|tilde)",
        "(return|go back|get back|bring me back|take me back|get me back|come back|switch|head back|jump back"
        "|send me) [to] [my|the] home [folder|directory|dir]",
        "[my|the] home [folder|directory|dir] [please]",
        "(change|switch) [the] (folder|directory) to [my|the] home [folder|directory]",
        "<get> to (go|be) [to|in|at] [my|the] (home|home folder|home directory)",
        "let's go home",
        "(back|go back|take me back|bring me|get me|return|jump|hop|head|cd|change|switch|move) [to|into] [my|"
        "the] (home|home folder|home directory|home dir)",
        "<get> to (go|be|get|return) (home|in my home [folder|directory]|to my home [folder|directory]|to the "
        "home [folder|directory])",
        "(my|the) home (folder|directory)",
        "(cd|go) (tilde|~)",
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
        "where did (i|we) end up",
        "(which|what) (folder|directory|dir|path|place) (am i|are we|is it) [sitting|standing|working|currently|"
        "now] [in|at] [right now|now|currently]",
        "(print|tell|say|show|give) [me] [the|our|my] [current|present] (path|folder|directory|location|place) "
        "(we're at|we are at|we're in|we are in|i'm in|i am in)",
        "(remind|tell) me where (we are|i am|we're|i'm) [at] [now|again]",
        "(where|what) (folder|directory) [is] this",
        "(what|which) is (my|our|the) (current|present|working) (folder|directory|dir|path|location)",
        "where [exactly|on earth|the heck] am i [now]",
        "i('m| am) lost where am i",
        "in (which|what) (folder|directory|dir|place) (am i|are we|do i work|do we work|is this)",
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
        "(set up|create|make|start|put|add|open|lay) [me] [a|an|another|one more] [new|empty|fresh] (folder|"
        "directory|dir|subfolder) [here] [and] (call it|name it|called|named|for|with the name) {name} [here|in "
        "here|in this folder]",
        "<get> [a|an|another|one more] [new|empty] (folder|directory) [here] (called|named|by the name of) "
        "{name} [here|in here]",
        "new (folder|directory|dir) {name}",
        "a (folder|directory) (called|named) {name}",
        "mkdir [-p] {name}",
        "<get> [a] new (folder|directory) [called|named] {name}",
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
        "<get> [me] [a|an|another|one more] [new|empty|blank|fresh] [text] (file|document) [here] (called|named|"
        "by the name of|with the name) {name} [here|in here]",
        "(create|make|put|add|set up|generate|produce) [me] [a|an|another|one more] [new|blank|empty|fresh] "
        "[text] (file|document) [here] [and] (call it|name it|called|named) {name} [here|in here|in this "
        "folder]",
        "(make|create|start|put|add|touch) [an|a] (empty|new|blank) {name} [here|in here]",
        "[an|a] (empty|new|blank) [text] file (called|named) {name} [here]",
        "<get> [a|an] [new|empty|blank] file [that is] (called|named|by the name of) {name}",
        "[a|an] [new|empty|blank] [empty|blank] [text] file (by the name of|with the name|named|called) {name}",
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
        "<get> (a|another|one more|a second) (copy|duplicate|clone|backup|version|replica) of [the] [file|"
        "folder] {path} (called|named|as|in|into|at|to|under|with the name) [the] [folder] {target} [folder]",
        "<get> a second {path} (called|named|as|under the name) {target}",
        "(save|store|keep|write) [a copy of] [the] [file|folder] {path} as {target} [too|as well]",
        "(clone|replicate|duplicate|dupe) [the] [file|folder] {path} (to|as|into|in|under) [the] [folder] {target}",
        "(put|place|drop|leave|store|save|make|create|keep) (a|another|one) (copy|duplicate|clone|backup|"
        "replica) of [the] [file|folder] {path} (in|into|inside|at|to|under|as|called|named) [the] [folder] "
        "{target} [folder]",
        "[a] (copy|duplicate|backup) of {path} (called|named|as|in|to|into) {target}",
        "(make|create) (a|another) {path} (called|named) {target}",
        "<get> (the same [file]|another one|one more) (as|like|of) {path} [but] (called|named|as|under the "
        "name) {target}",
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
        "(shove|stick|drop|dump|chuck|throw|drag|place|put|tuck|park|stow|bring|send|shift|transfer|move) [the] "
        "[file|folder] {path} [over|down] (in|into|inside|to|under|within) [the] [folder|directory] {target} "
        "[folder|directory]",
        "<get> [the] [file|folder] {path} [over] (in|into|inside|under) [the] [folder|directory] {target} "
        "[folder|directory]",
        "[the] [file|folder] {path} (should|must|has to|needs to|ought to|shall) (live|be|go|move|sit|stay|end "
        "up) (in|into|inside|under|to) [the] [folder] {target} [folder]",
        "mv {path} [to] {target}",
        "<get> to have [the] [file|folder] {path} (in|into|inside|under) [the] [folder] {target} [folder|directory]",
        "(take|grab|get|pick up) [the] [file|folder] {path} and (put|move|place|drop|stick) (it|them) (in|into|"
        "inside|under|to) [the] [folder] {target} [folder|directory]",
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
        "[the] [file|folder] {path} (needs|should get|should have|must have|wants|gets) (a|the|another) (new|"
        "different|better|other) name [:] {target}",
        "(call|name) [the] [file|folder] {path} {target} [instead|from now on|now]",
        "(change|alter|set|switch) {path}['s] [file] name (to|into) {target}",
        "(change|alter|set|switch) [the] [file] name of {path} (to|into) {target}",
        "(give|assign) [the] [file|folder] {path} (a new name|the new name|the name|another name) [:] {target}",
        "[the] [file|folder] {path} (is|will be) [now] (called|named) {target} [from now on|now]",
        "(from now on|now) {path} is (called|named) {target}",
        "[the] [file|folder] {path} (should|must|shall|has to) be (called|named|renamed [to]) {target}",
        "[the] [file|folder] {path} is to be (called|named) {target}",
        "make [the] [file] {path} be [called|named] {target}",
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
        "<show> [the] (text|contents|content|source|code|first (lines|part|page)|beginning|start|top|insides) "
        "(of|in|from) [the] [file] {file}",
        "(i|we) (want|need|would like) to (read|see|look at|look into|view) [what is in|what's in|the] [file] {file}",
        "(print|spit|read|type|write) [out] [the] [file] {file} [for me|on the screen]",
        "what (does|do) [it|they] (say|stand|read) in {file}",
        "what (stands|is written|is|was written) in {file}",
        "(let me|i want to) (have|take) a [quick] (look|peek|glance) (at|in|into|inside) [the] [file] {file}",
        "(peek|look|glance) (at|in|into|inside) [the] [file] {file}",
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
        "(is|was) [the] [file|folder] {path} (a|an) (big|large|huge|small|tiny|old|new|recent) (file|folder|one)",
        "(tell me|say|what is|what's) how (heavy|big|large|old|small) {path} is",
        "how (heavy|fat|small|tiny|lengthy) is [the] [file|folder] {path}",
        "when (did|was|has) [somebody|someone|anybody|i|we|anyone] [last] (touch|touched|change|changed|edit|"
        "edited|save|saved|write|written|modify|modified|updated) [to] {path} [last]",
        "(what|which) size (is|has|does) [the] [file|folder] {path} [have]",
        "how much (space|room|disk|disk space) (is|does|do) [the] [file|folder] {path} (take|taking|use|using|"
        "need|occupy|occupying) [up]",
        "(weight|length|size|age) of {path}",
    ),
}
