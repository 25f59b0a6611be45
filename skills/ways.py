"""Ways to say what many skills' sentences share, to be joined to the rest of a sentence with `+`.

The first alternative of each is the one that help and completion show. Where a part may be left out, the sentence that
uses it says so (`"[" + SHOW + "] [the] git status"`). In any skill's sentences `<show>` stands for SHOW, and so do the
other names of RULES.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

SHOW = (
    "(show|list|display|print|view|see|check|tell|get|give|pull up|bring up|let me see|can i see|could i see|may i see"
    "|look at|take a look at|have a look at|let me have a look at) [me|us]"
)
"""To look at something: "show me …", "let me see …"."""

WHAT_IS = "(what is|what's|what are|tell me|do you know|give me)"
"""Before a thing that is asked for by its name: "what's the time", "do you know the time"."""

KNOW = "(tell me|do you know|know|let me know|find out|check|any idea|see|remind me)"
"""Before an indirect question: "do you know what time it is", "(I want to) know how …"."""

HERE = (
    "(here|in here|around here|right here|in (this|the current|the|our|my) [current|working] (folder|directory|dir)"
    "|in this place)"
)
"""The working folder."""

REPO = "(git|the repo|the repository|this repo|this repository|my repo|our repo|the working tree|the working copy)"
"""The git repository that we are in."""

EVERYTHING = (
    "(everything|all|it all|all of it|all of them|all of this|the lot|the whole lot|every change|every single change"
    "|every file|whatever changed|all my work|everything i (changed|have|did)|everything there is|everything here"
    "|all [of] [the|my|these|those|our] [new|local] (changes|files|edits|modifications|work))"
)
"""Every change in the working tree."""

MACHINE = "(machine|computer|system|box|laptop|pc|server|thing)"
"""What we run on."""

GET = (
    "(i want|i need|i'd like|i would like|we need|we want|give me|get me|gimme|can i have|could i have|may i have"
    "|can i get|could i get|let me have|let's have|i could use|i'd love|want|need|get|have)"
)
"""To want a thing: "I'd like a timer for ten minutes", "could I have the git status"."""

OPEN = (
    "(open|launch|start|fire up|bring up|pull up|spin up|boot up|load|run|get me|give me|start up|open up|call up)"
    " [up] [me]"
)
"""To start a program."""

CPU = "(cpu|processor|c p u|cores|cpu time|processing power)"
"""What computes."""

PROCESS = "(process|program|app|application|thing|task)"
"""What runs."""

BIN = "[the|my] (trash|bin|trash can|trash bin|recycle bin|rubbish|rubbish bin|garbage|waste basket)"
"""Where deleted things are."""

IN_EDITOR = "[(in|with|using|inside|via) {editor}]"
"""The editor that is wanted, in a sentence with a slot of that name."""

ASK = (
    "(show me|let me see|can i see|could i see|may i see|let's see|let us see|can we see|could we see|i want to see"
    "|i'd like to see|i need to see|show|list|display|print|view|see|check|tell me|tell|get|get me|give me|give us"
    "|pull up|bring up|look at|look up|take a look at|have a look at|let me have a look at|let's have a look at"
    "|let me look at|what about|how about|i want|i need|i'd like|i would like|give|report|read out|output|fetch"
    "|run me through|walk me through|go over|find|find out|remind me of|check on)"
)
"""As SHOW, with more ways: "let's have a look at …", "what about …"."""

LEARN = (
    "(tell me|can i know|could i know|do you know|know|let me know|find out|check|any idea|see|remind me|say|look up"
    "|figure out|work out|i wonder|i'm wondering|i was wondering|i forgot|i want to know|i'd like to know"
    "|i need to know|show me|have a look|look|do you happen to know|have you any idea|do you have any idea|i'm curious"
    "|explain to me|i have no idea|i've no idea)"
)
"""As KNOW, with more ways: "I forgot what day it is"."""

WHAT = f"({WHAT_IS}|what was|any idea what's|what would be|let me know|remind me|say|i forgot|i want to know)"
"""As WHAT_IS, with more ways."""

RULES: Final[Mapping[str, str]] = {
    "show": ASK,
    "know": LEARN,
    "what": WHAT,
    "get": GET,
    "open": OPEN,
    "here": HERE,
    "repo": REPO,
    "everything": EVERYTHING,
    "machine": MACHINE,
    "cpu": CPU,
    "process": PROCESS,
    "bin": BIN,
    "in_editor": IN_EDITOR,
}
"""What `<name>` stands for in a sentence."""
_RULE = re.compile(r"<(\w+)>")


def expanded(sentence: str) -> str:
    """The sentence with every `<name>` written out. Raises KeyError for a name that is not in RULES."""
    return _RULE.sub(lambda found: RULES[found[1]], sentence)
