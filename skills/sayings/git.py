"""How a git repository stands: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "git.status": (
        "git st",
        "(anything|something) [left|new] to commit",
        "(anything|something) (changed|uncommitted|dirty|modified|unstaged)",
        "<know> (if|whether) (there are|i have|we have) [any] (uncommitted|pending|unstaged|unsaved|local|"
        "untracked) (changes|files|edits|work)",
        "(is|are) (everything|all|all my changes|all changes|my work|all my work) (committed|checked in|saved in git)",
        "(did|have) (i|we) (commit|committed|forget to commit|forgotten to commit) (everything|anything|something)",
        "[the] (state|status) of (the|my|our) (working tree|work|changes|checkout|files|code|project)",
        "how's (the|my|our) (repo|repository|git|working tree|checkout) [looking|doing]",
        "(check|run|do|give me|get|fetch) [a|the] git (status|st) [again|once more]",
        "(what|which) (files|is|are) (is|are) (pending|outstanding|left to commit|not staged|untracked|new|"
        "unstaged|modified|dirty)",
        "where (do i|do we|are we|am i) stand (with|in) (git|the repo|this repo|the repository)",
        "(is|has) (the|my|this) (working tree|working copy|checkout|folder) (clean|dirty|changed|up to date)",
        "<know> how (the|my) (repo|repository|working tree) (looks|stands|is doing)",
        "repo status",
        "status (of the|for the|in the) (repo|repository|working tree)",
        "<know> (if|whether) (the|my|this) (repo|repository|working tree) is (clean|dirty)",
        "<get> (the|a) git status",
        "(what's|what is|is anything|anything|is there anything|something) [still] (uncommitted|unsaved|pending|"
        "dirty|unstaged|not committed [yet]) [right now|now|here|yet|in git]",
        "how (does|do) (my|the|our|this) (repo|repository|working tree|git|checkout) (look|stand|do) [now|right "
        "now|like]",
        "(have i|do i have|have we|do we have|is there|did i leave) [got] (anything|something|stuff|work|any "
        "changes) [left] (to commit|uncommitted|to be committed|not committed)",
        "git status (would be nice|would be good|will do)",
        "(i need|i want|i'd like|i'd love) [a|the|to see the|to see] git status",
        "(what|which) (files|things|changes) (have i|are|have|did i|were) (touched|changed|changed so far|not "
        "committed|not committed yet|uncommitted|dirty)",
        "(where|how) (do|are) (things|we) (stand|standing|at) (in git|with git|git wise)",
        "[the] status [please]",
        "(did|have) (i|we) (change|changed|modify|modified|touch|touched) (something|anything) [here|in git|in "
        "the repo]",
        "do (i|we) have [any] [uncommitted|local|open|unsaved|pending] changes",
        "(is|has) (the|my|our|this) tree (clean|dirty|changed)",
    ),
    "git.diff": (
        "<show> [the|all the|my] (diff|difference|differences) (in|of|for|to|on|with) [the] [file|folder] {path}",
        "[the] diff (of|for) (what is|what's|the|my|all) {staged} [changes|files|stuff|things]",
        "<show> [the] diff (of|for) (what is|what's|the) {staged} [changes|files|stuff]",
        "[the|my] {staged} (diff|changes|differences|stuff|files)",
        "<show> what (i|we) (modified|changed|edited|touched|did|altered|have changed|have modified|have "
        "edited) (in|to|inside|with) [the] [file|folder] {path}",
        "compare {path} (with|to|against) (the last commit|head|git|what is committed|the committed version|the repo)",
        "how (is|does) {path} (different|differ) [from|than] [the last commit|the committed version|before]",
        "<show> how {path} (changed|differs|has changed)",
        "[the|my] (changes|edits|modifications|diff|differences) (in|to|of|for) [the] [file|folder] {path}",
        "what's (the diff|the difference|different) [since the last commit|from the last commit|in the code|"
        "to the last commit]",
        "<show> (the|which|what) lines (i|we|that) (changed|edited|touched|have changed|added)",
        "what (exactly|precisely) (did i|did we|have i|have we|has) (change|changed|edit|edited|touched)",
        "what (did|have) (i|we) (change|changed|do|done) (line by line|in detail|in the code)",
        "<get> (a|the) [git] diff [of {path}]",
        "(run|do|make) a [git] diff [of|on] [{path}]",
        "what have i done (to|in) {path}",
        "what (is|are) (the|my) (differences|changes) (in|to) {path}",
        "what's (new|changed) (in|inside) [the] [file|folder] {path}",
        "<show> [me] [the|all the|all] [exact] (changes|edits|modifications|differences|diff) (i|we|that i|that "
        "we|which i) (made|did|have made|have done|introduced) (to|in|on) [the] [file|folder] {path}",
        "<show> [me] [the|all the|all] (changes|edits|modifications|differences) (i|we|that i|that we) (made|"
        "did|have made|have done)",
        "(what|which things|which lines) (did|have) (i|we) (alter|altered|rework|reworked) (since|after) (the|"
        "my|our) last commit",
        "what's (different|changed|altered|new|modified) (in|about|with|at) [the] [file|folder] {path} [now]",
        "(see|look at|view|show) [me] the (diff|differences|changes) [since the last commit|against head|of my "
        "work|of my changes|in detail]",
        "(the|my|all) (edits|alterations|changes) since (the|my) last commit",
        "what (did i|have i|have we) (do|done|changed) [to|with|in] [the] [file] {path} [so far]",
        "<show> [me] [the] (staged|cached) (differences|diff|changes)",
        "<show> [me] the (differences|changes|edits|diff) (that are|which are|i have) {staged}",
        "how (does|do) (my|the|our) (work|changes|code|files|tree) differ from "
        "(the last commit|head|git|what is committed)",
    ),
    "git.log": (
        "who (did|made|wrote) (the|that) (last|latest|newest|most recent) (commit|commits|change)",
        "<show> [the|all|all the|my|our] commits [so far|on this branch|here|in this repo|made here]",
        "what's (been [happening|going on|committed]|happened) (in git|in the repo|in this repo|in the "
        "repository) [lately|recently]",
        "what have (i|we|people|others) been (committing|doing in git) [lately|recently]",
        "(go|look) (over|through|at) the [git] (log|history|commits)",
        "[the] commit (messages|history|list|log)",
        "[the|this] (project|branch|repo|repository|code|git)['s] history",
        "when (was|is) (the|my|our) (last|latest|most recent) commit [from|made]",
        "how (old|long ago|recent) (is|was) (the|my|our) (last|latest) commit",
        "what's the (commit history|git history|history) [here|of this repo|like]",
        "<know> (who|what|when) (made|was) the last commit [made|about]",
        "<get> the (last|latest|recent) [few] commits",
        "<get> the [git|commit] (log|history)",
        "(git|commit) log (one line|oneline|please)",
        "[the] (past|recent|last) (few|five|ten|couple of) commits",
        "what (was|is) the last (commit|change) (about|called|message)",
        "[the] last commit message",
        "what did the last commit (do|change|say)",
        "who (committed|changed|pushed) what [lately|recently|last]",
        "(what|which) (was|were) [the] (last|latest|most recent|newest|recent) [few|couple of|five|three|ten] commits",
        "(go|walk|take me|run me|lead me) through the [git|commit|project] (log|history|commits) [with me]",
        "(see|show|view|read|look at) [me] [the] (history|log|past) of (this|the|our|my) (repo|repository|"
        "project|branch|code)",
        "[the] (last|latest|newest|recent|most recent) (commit|commits) [please|made]",
        "[the] last (couple|few|handful|three|five|ten) [of] commits",
        "what (commits|changes) (were|have been|are|did we|did people) (made|done|make|there) [lately|recently|so far]",
        "what has been committed [lately|recently|so far|today]",
    ),
    "git.branches": (
        "git branch",
        "git branches",
        "[a|the] (branch list|list of [the|all|all the] branches)",
        "<show> [the|a] (branch list|list of [the|all|all the|my|our] branches)",
        "[all|the|my|our|local] branches [please|here]",
        "(what|which) branches",
        "how many [git|local] branches",
        "are there any [other|feature|local|git] branches [here|in (this|the) repo]",
        "<show> (what|which) branches (exist|are there|do i have|do we have|we've got|i've got)",
        "what (can i|could i) (switch|check out) to",
        "[the] names of [the|all|all the|my|our] branches",
        "<know> (what|which) branches (there are|exist|we have|i have|are there)",
        "<get> (the|all|all the|my|a list of the|a list of all) branches",
        "(what|which) branches (can i|could i|can we) (use|pick|switch to|check out)",
        "do (we|i) have [any] [other|more] branches",
        "<show> [me] (every|each|all|all of) [one of] [the|our|my] [git|local] (branch|branches) [there is|we "
        "have|there are]",
        "(what|which) branches (have we|have i|have you|do we|do i) [got|have] [here|in git]",
        "(what|which) are (the|our|my|all the) [git|local] branches [called|here]",
        "what are the (branch names|names of (the|our|my) branches)",
        "branch (list|names|overview)",
    ),
    "git.current_branch": (
        "(which|what) branch [now|again]",
        "branch name",
        "[the|my] name of (the|this|our) branch [(we're|i'm|we are|i am) on]",
        "[the] branch (we're|i'm|we are|i am) (on|in|working on)",
        "<what> the name of the branch [(we're|i'm|we are|i am) on]",
        "<know> (my|the|our) current branch",
        "<know> (what|which) [git] branch (this is|is this|i'm on|we're on|i am on|we are on|is checked out|"
        "is active|it is)",
        "(what|which) branch (is head|does head point to|is head on)",
        "(are|am) (we|i) [still|already] on [the] (main|master|right|correct|develop|dev|wrong) [branch]",
        "am i on a branch",
        "where am i in git",
        "what's (checked out|the branch|our branch|my branch) [here|now|right now]",
        "<get> the (current branch|branch name|name of the branch|name of the current branch)",
        "(which|what) branch (do we|do i|does this repo) (have|use|work on|have checked out)",
        "on (which|what) branch (do we|do i) work",
        "(which|what) branch (have i|have we|do i have|do we have) [got] (checked out|out|active|open)",
        "(remind|tell) me (which|what) branch (i am|i'm|we are|we're|this is|it is) [on|working on|in]",
        "(my|our|the) (current|active|present) [git] branch [please|name]",
        "(which|what) branch (am i|are we) (working|sitting|standing|now) [on|in]",
    ),
}
