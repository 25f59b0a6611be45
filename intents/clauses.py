"""What is asked for beside a remark: "I lost track of the days, what day is it", "sorry, once again".

Where the whole fits no sentence, it is cut at its commas and stops. The one piece that is no remark is then what is
meant, if all the others surely are remarks: of the speaker's own state, or a mere sound. Whatever else stands there (a
name that is called, a report, a "don't") means that nothing is read into the words.

What the remark names, the piece may point at: "I don't need the timers any more, get rid of them".
"""

from __future__ import annotations

import re

from intents.normalize import canonical

MOST = 4
"""Pieces; more are a story."""
LEAST_WORDS = 2
"""In the piece that asks; a lone word beside a remark may be anything."""

_CUT = re.compile(r"\s*(?:[,;:…]|(?<!\.)[.?!](?=\s|$)|\s-+\s|\s—\s)+\s+|[.?!]+\s*$")
_OWN = re.compile(
    r"""^(?:
      (?:i|we|i'm|i've|we've|we're)\b .* \b(?: changed\s+my\s+mind | lost\s+track | forgot | forget | forgotten
          | can't\s+remember | don't\s+(?:know|remember) | need | want(?:\s+to)? | have\s+to | got\s+to | lost
          | curious | wonder(?:ing)? | done | finished | through | ready | stuck | confused | tired | new
          | in\s+a\s+hurry | made\s+a\s+mistake | messed\s+up | think | guess | bored | busy )\b .*
    | oops | whoops | oh | ah | aha | hm+ | ouch | damn | sorry | pardon(?:\s+me)? | hey(?:\s+you)? | look | listen
    | thanks | thank\s+you | great | nice | perfect | good | fine | yes | yeah | yep | anyway | you\s+know\s+what
    | come\s+on | if\s+you\s+please | be\s+a\s+dear | my\s+mistake | that\s+was\s+wrong | that's\s+wrong
    | one\s+more\s+thing | good\s+(?:morning|evening|afternoon) | hello | hi | next | first | last\s+thing
    | it's\s+late | it\s+is\s+late | that'?s\s+(?:it|all)(?:\s+for\s+(?:today|now))? | that\s+will\s+do
    | that'll\s+do | no\s+(?:file|hurry|rush)
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Remarks: what a speaker says of themselves, or to open with."""


_POINTS = re.compile(r"\b(?:it|them|that one|this one|that|those)\b(?!['’])", re.IGNORECASE)
_NAMED = re.compile(
    r"""(?<!\S)(?:
      (?P<file>[\w./-]*\w\.[a-z]\w{0,5})(?=\W*(?:\s|$))
    | (?:the|my|our|that|this|those|these)\s+(?P<thing>\w+(?:\s+(?:files?|folder|directory|branch|timers?|jobs?))?)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""A thing that a remark names: a file's name, or a noun with what goes before it."""


def pointing_back(text: str) -> str | None:
    """The piece that asks, with the last thing that its remark named in the place of its one "it" or "them"; or None.

    Nothing is put in where the remark comes after, or the piece names a thing of its own.
    """
    piece = asking(text)
    if piece is None or len(_POINTS.findall(piece)) != 1 or _NAMED.search(_POINTS.sub("", piece)):
        return None
    named = list(_NAMED.finditer(text[: text.rfind(piece)]))
    if not named:
        return None
    thing = named[-1]["file"] or f"the {named[-1]['thing']}"
    return _POINTS.sub(lambda _: thing, piece)


def asking(text: str) -> str | None:
    """The one piece of `text` that asks for something, where all the others are remarks; else None."""
    pieces = [piece.strip() for piece in _CUT.split(text) if piece and piece.strip()]
    if not 1 < len(pieces) <= MOST:
        return None
    left = [piece for piece in pieces if not _OWN.match(" ".join(piece.split()).replace("’", "'"))]
    if len(left) != 1 or len(canonical(left[0]).split()) < LEAST_WORDS:
        return None
    return left[0]
