"""Ways to say what many skills' sentences share, to be joined to the rest of a sentence with `+`.

The first alternative of each is the one that help and completion show. Where a part may be left out, the sentence that
uses it says so (`"[" + SHOW + "] [the] git status"`).
"""

from __future__ import annotations

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
    "(everything|all|it all|all of it|all of them|all of this|the lot|the whole lot"
    "|all [of] [the|my|these|those|our] [new|local] (changes|files|edits|modifications|work))"
)
"""Every change in the working tree."""

MACHINE = "(machine|computer|system|box|laptop|pc|server|thing)"
"""What we run on."""
