"""What leans on the turns before: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "talk.again": (
        "same again",
        "encore",
        "do (that|it|this) (another|a second|one more) time",
        "let's do (that|it) again",
        "let's go again",
        "again (then|once more)",
        "i want (that|it) (again|once more|one more time)",
        "do what you just did [again|once more]",
        "do the last thing (again|once more|over)",
        "another round",
        "go again",
        "(try|do) (it|that) over again",
    ),
    "talk.undo": (
        "take it back",
        "undo that (last|one) [step|change|thing|action]",
        "make (that|it) undone",
        "(i|we) want (that|it) undone",
        "revert [that|it]",
        "(cancel|reverse) (the|my|your) last (change|step|action)",
        "(go|take me) back to how (it|things) (was|were) [before]",
        "(restore|bring back|get back) (how|what) (it|things) (was|were) [before]",
        "that was (a mistake|wrong) undo (it|that)",
        "i didn't mean (that|to do that) undo (it|that)",
        "<get> that undone",
    ),
    "talk.pick": (
        "(open|show|the answer is|give me|let me have|i want) [the] {which}",
        "(let's|let us) (take|go with|use) [the] {which}",
        "[the] {which} (is it|then|of (those|these|them)|on the list|in the list)",
    ),
    "talk.did": (
        "what did you (just|last|even) do",
        "what (exactly|all) did you [just] do",
        "what have you (done|just done|been up to) [so far|now|there]",
        "what went on (there|just now|here)",
        "(tell|show|remind) me what (you|we) did (last|just now|a moment ago|before)",
        "what was (your|the) last (step|action|move|command)",
        "(give me|show me|read me) the last (action|step|turn)",
        "<know> what you [just] did",
    ),
    "talk.why": (
        "why (is|was) (that|it) [not] (refused|denied|forbidden|allowed|blocked|done|possible)",
        "(and|but) why [not|so|that]",
        "why [on earth] (can't|won't|couldn't|can not) you [do (it|that|this)]",
        "what's the (problem|matter|trouble) [with (that|it)]",
        "what is the (problem|matter) [with (that|it)]",
        "(give|tell) me (the|a) reason [for (that|it)]",
        "on what grounds",
        "<know> why (that|it) (failed|was refused|happened|was not done|was denied)",
        "<know> why you (did that|refused|asked|did not do it)",
        "what (caused|led to) (that|this|it)",
        "why that",
        "why did (that|it) not (work|happen|go through)",
    ),
    "files.show": (
        "(cat|open up|bring up) {it} [again|out|aloud]",
        "what does {it} (have|look like) [in it]",
        "what (is|was) in {it}",
        "(let|have) (me|us) (see|look at|read) {it}",
        "contents of {it}",
    ),
    "files.go_there": (
        "(go|move|jump|cd|head) (to|into) {there}",
        "(let's|let us) go {there}",
        "(get|go|be) {there}",
        "i want to (be|go) {there}",
    ),
}
