"""Changing a git repository: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "git.switch": (
        "(load|open|activate|select|pick|use|get|grab|take|enter) [the|my|our] branch [called|named] {branch}",
        "(load|open|activate|select|pick|use|get|grab|take|enter) [the|my|our] {branch} branch",
        "{branch} branch [please]",
        "(back|over) to [the] [branch] {branch} [branch]",
        "<get> to (be|work|go|get|switch|continue) (on|to|onto|over to|back to) [the|my|our] [branch] "
        "{branch} [branch]",
        "(work|continue|let's work|let's continue) (on|with) [the|my] [branch] {branch} branch",
        "make {branch} [the|my] (current|active) [branch]",
        "(return|go back|come back|get back|switch back|take me back|bring me back) (to|onto) [the|my] "
        "[branch] {branch} [branch]",
        "(change|switch|move|swap) branches to {branch}",
        "(put|set|get|move) (me|us|head|the repo) (on|onto|to) [the] [branch] {branch} [branch]",
        "(check|checkout) [the] {branch} [branch] out",
        "<get> {branch} checked out",
        "<get> [the] {branch} branch [checked out]",
        "(jump|hop|go|head) [over|across|back] (to|on|onto|into) [the] [branch] {branch} [branch]",
        "(change|switch|hop|move|jump|swap|go|get|turn) [me] [over|back|across] (to|onto|on) [the|my|our] [git] "
        "{branch} [git] branch",
        "(bring|take|get|put) (me|us) [back|over] (to|onto|on) [the|my|our] [branch] {branch} [branch]",
        "(let's|let us) (hop|jump|go|move|switch|change|get|work) [over|back] (onto|to|on) [the|my|our] "
        "[branch] {branch} [branch]",
        "(i want|i'd like|i need|we need|we want) to (work|be|continue|go on|carry on) on [the|my|our] [branch] "
        "{branch} [branch]",
        "(check out|checkout|activate|select|pick) [the|my|our] [branch] {branch} [branch]",
        "work on [the] {branch} branch",
    ),
    "git.create_branch": (
        "(work|start|begin|continue|start working|go) on a (new|fresh) [git] branch (called|named|call it|"
        "name it|and call it|with the name) {name}",
        "<get> [a|another] (new|fresh|separate) [git] branch (called|named|for|call it|name it|and call it|"
        "with the name|by the name of) {name}",
        "(make|create|start|cut|open|fork|add) [me] [a|another] [new|fresh|separate] branch (off|from|off of)"
        " (here|main|master|this|this one|the current one|the current branch) (called|named|call it|name it|"
        "and call it|with the name) {name}",
        "(new|fresh) [git|feature] branch (called|named|for|call it|name it) {name}",
        "branch (to|into|as|out to|out as) {name}",
        "(create|make) {name} as a [new] branch",
        "(make|create|start|cut|open|fork) [me] [a|another] [new|fresh] [git|feature] branch (call it|name it"
        "|and call it|and name it|by the name of) {name}",
        "(create|start|make|cut|open) (a|the) [new] {name} branch",
        "(open|fork|branch off) a [new|fresh] [git] branch (called|named|for) {name}",
        "git (checkout|switch) (-b|-c) {name}",
        "(switch|move|go|hop|jump) (to|onto|on) a (fresh|brand new|separate|new) branch [called|named|call it] {name}",
        "<get> [me] (a|another|one more) [new|fresh|separate|extra] [git] branch (called|named|by the name of|"
        "with the name|for) {name}",
        "(start|open|make|create|begin|set up|cut|open up|put up) [me] (a|another|one more|some) [new|fresh|"
        "separate|extra] [git] branch [for me] [and] (called|named|name it|call it|with the name) {name} [and "
        "(switch|move|go|change|hop) to it]",
        "branch off [in|into|to|as|on|from here as|under the name] {name}",
        "start (a|another) [new] branch {name}",
        "(fork|split) off [a] [new] [branch] [called|named|to|into] {name}",
        "<get> [a] new [git] branch [called|named] {name}",
        "(open|make|create|start|begin) [a] new [git] branch [called|named] {name}",
    ),
    "git.stage_all": (
        "(git add|git stage|stage|add) (.|dot|-A|--all|dash capital a)",
        "(stage|add) (everything|all|it all) (i have|i've got|there is|that is new|that's new|that is there|"
        "up|in here|here)",
        "(get|make) (everything|all|all changes|all files|it all) (ready to commit|ready for the commit|ready"
        " for commit|ready to be committed|staged)",
        "prepare (everything|all changes|all files|all my changes) for [the] [next] commit",
        "(mark|include|put|throw|get|queue|move|place) (everything|all changes|all my changes|all the changes"
        "|all files|all the files|every change|every file) (for|in|into|onto|to) (the [next] commit|the index"
        "|staging|the staging area|commit|the stage|git)",
        "(track|stage|add) (every|each) [single] [changed|modified] (file|change|modification|edit) [there is|here]",
        "stage the (whole lot|entire working tree|whole working tree|whole thing|lot|rest)",
        "<get> (everything|all changes|all my changes|all files|it all) (staged|in the index|added|in the next commit)",
        "(stage|add) (all|the) [changed|modified|new|edited] (files|changes|things|stuff) [to git|to the "
        "index|for the commit]",
        "all changes (to|into|in) (the index|staging)",
        "stage (whatever|everything|anything|all) [that] (i've|i have|we've|we have|i|has been|was|is) [been] "
        "(changed|edited|modified|done|touched|new|altered)",
        "(put|place|get|pack|throw|bring|include|take) (everything|all|all of it|all [of] my changes|all the "
        "changes|all changes|all files|the lot) (in|into|on|onto|for|to) (the|my) (next commit|commit|index|"
        "stage|staging area)",
        "(add|stage) (every|each) [single] (change|file|edit|modification) [to|for|in] [the|my] [next] [commit|index]",
        "<get> (everything|all [of] my changes|all the changes|all changes|all files|the lot) (staged|added|"
        "ready to commit|ready for the commit)",
    ),
    "git.stage": (
        "{path} (should|must|shall|is to|has to|needs to) (go|be) (in|into|part of) [the|my] [next] "
        "(commit|index|staging area|stage)",
        "(queue|prepare|ready|mark|queue up) [the] [file|folder] {path} (for|to be) (commit|committed|"
        "committing|the next commit|the commit)",
        "<get> [the] [file|folder] {path} (staged|in the next commit|added to git|in the index|into the next "
        "commit|into the index)",
        "make sure [the] [file] {path} is (staged|in the next commit|in the index|part of the commit)",
        "let git (track|know about|have) {path}",
        "stage (just|only|nothing but) [the] [file|folder] {path}",
        "stage {path} (only|alone)",
        "(add|stage|put|include|move|throw|get) [my|the] [changes|edits|change|edit] [in|to|of] [the] [file|"
        "folder] {path} (to|in|into|onto|for|as part of) (git|the index|the commit|the next commit|the "
        "staging area|staging|the stage|commit)",
        "(i want|i'd like) {path} in (the next commit|my next commit|the commit|the index)",
        "have {path} staged",
        "(get|make|prepare|have) [the|my] [file|folder] {path} ready (to be committed|to commit|for [the|my|a] "
        "commit|for committing)",
        "(put|place|set|get|stick|have|bring) [the|my] [file|folder] {path} (on|onto|in|into) [the] (stage|"
        "index|staging area|commit|next commit)",
        "(include|add|put|take|have|get) [the] [file|folder] {path} (in|into|for|to|with|on) (my|the|this|our|"
        "a) [next] commit",
        "(i|we) (want|need|would like) [the] [file|folder] {path} (staged|added|in the commit|to be staged|to "
        "be in the [next] commit|in [my|the] next commit)",
    ),
    "git.unstage": (
        "git reset [head] {path}",
        "git restore (staged|--staged|dash dash staged) {path}",
        "reset [the] [file] {path} (from|in) (the index|staging|the staging area)",
        "(leave|keep|get|take|pull|drag|move|kick|throw) [the] [file|folder] {path} out of (the [next] commit"
        "|the index|staging|the staging area|my [next] commit)",
        "<get> [the] [file] {path} (unstaged|out of the index|out of the commit|out of staging|out of the next commit)",
        "(un-add|unadd|un add|deselect|undo adding|undo staging) [the] [file|folder] {path}",
        "(remove|delete|drop|take) [the] [file] {path} from (staged|the staged files|the stage|the staged changes)",
        "clear (the staged files|staging|the stage|the staged changes|what is staged|what's staged)",
        "(unstage|reset) (everything|all|it all|all files|the lot|all of it|what is staged|what i staged)",
        "{path} (should|must) (not|n't) be (in the commit|staged|in the next commit)",
        "git reset",
        "(take|pull|get|remove|drop|leave|keep) [the] [file|folder] {path} [back] (out of|from|off) [the|my] "
        "(commit|next commit|stage|staging|index|staging area)",
        "(take|pull|get) [the] [file] {path} back out [of the commit|of staging]",
        "unstage (the lot|the whole lot|all of them|whatever is staged|what's staged|all files)",
        "(unstage|un-stage) [the] [file|folder] {path} [again]",
    ),
    "git.commit": (
        "[git] commit (the staged stuff|staged stuff|what i staged|what i have staged|what i've staged|the "
        "staging area|my work|the work|this work|my stuff|the stage|staged) [and] (as|saying|called|named|"
        "that says|and say|and call it|with the message|with message|using the message|message|under) "
        "{message}",
        "git commit {message}",
        "record (this|it|the staged changes|the changes|my changes|these changes|what is staged) (as|with the"
        " message|saying|under) {message}",
        "(save|store|put) (this|it|these changes|my changes|the changes|the staged changes|what is staged) "
        "(in|to|into) git (as|with the message|saying|under|with message) {message}",
        "(do|make|create|add) [me] [a|the|another] [new|git] commit (message|titled|under the name|and call "
        "it|and name it|that reads|:) {message}",
        "[git] commit (this|it|that|them|these) (under|with) the (name|title|text|words|comment) {message}",
        "[git] commit [this|it|that|them|these] and name it {message}",
        "the commit message (is|should be|shall be) {message}",
        "[git] commit (titled|called|named) {message}",
        "<get> (this|it|the staged changes|my changes|these changes|what is staged) committed (as|with the "
        "message|saying|with message|under) {message}",
        "[git] commit (this|it|that|them|these|the changes|my changes|these changes) (called|named|titled) {message}",
        "(record|do|make|create|write|add) (a|the|another) [git] commit (with|that has|using) (the|this) (text|"
        "message|words|comment|title|note) [:] {message}",
        "(commit|check in) (the staged (files|changes|stuff|work|things)|what is staged|what's staged|what i "
        "staged|everything staged|it|this|that) [with] [the|a] [commit] (message|text|comment|title|words|note) "
        "[:] {message}",
        "(make|do|create|record|write) (a|the|another) [git] commit (saying|that says|reading|titled|named|"
        "called|with message|with the message) {message}",
        "commit (it|this|that) as {message}",
        "(i want to|i'd like to|we should|let's) commit (what is staged|what's staged|the staged files|the "
        "staged changes) [with] [the] message {message}",
        "[git] commit (it|this|that|what i staged|what is staged|the staged files) [and] (call it|name it|write|"
        "say|note|and write|and say) {message}",
    ),
    "git.commit_all": (
        "[git] commit <everything> [and] (call it|name it|named|called|titled|and name it|under|with the "
        "words|with text|using message|and the message is|the message is) {message}",
        "(save|record|store|put|check in) <everything> (in|to|into) git (as|saying|with the message|with "
        "message|under) {message}",
        "(save|record|check in) <everything> (as|with the message|with message) a commit (called|named|"
        "saying) {message}",
        "<get> <everything> committed (as|with the message|saying|with message|under|and called) {message}",
        "[git] commit (the whole working tree|the whole thing|the entire working tree|the whole lot) (as|with"
        " the message|with message|saying|and call it) {message}",
        "(stage|add) <everything> [and|then] [then] commit [it|them|everything|that|this|the lot] (and call "
        "it|called|named|under|with the message|with message|message) {message}",
        "(do|make|create) a commit (of|with) <everything> (called|named|and call it|titled|message) {message}",
        "(stage|add) and commit <everything> [with] [the|a] (message|text|comment|title|saying|as) {message}",
        "(put|place|pack|throw|roll|bundle|wrap) <everything> (in|into) (one|a|a single) [big] commit (called|"
        "named|saying|with the message|titled|message) {message}",
        "(save|store|check in|record|commit|put) <everything> [in|to|into] [git] (with the|with|under the|using "
        "the) (message|text|comment|title|words) {message}",
        "commit (every [single] (change|file)|whatever (changed|i did|there is)|all of (it|this|that)) [with] "
        "(the message|message|as|saying) {message}",
        "(save|store|commit|record|check in|put) <everything> [in|to|into] [git] [with] [the] message {message}",
        "check <everything> in as {message}",
    ),
}
