"""Words that speak about an action without asking for it: negated, reported, hypothetical, asked about.

Such words never run anything unless a skill's own sentence has exactly those words. The patterns are data: one line
each, with an example.
"""

from __future__ import annotations

import re

NEGATION = re.compile(
    r"""\b(?:do\s*n['’]?o?t | don['’]?t | never | not | no\s+need\s+to | didn['’]?t | won['’]?t | can['’]?t | cannot
        | shouldn['’]?t | stop\s+(?:trying|asking)
        | instead\s+of | without\s+\w+ing | rather\s+than | refuse\s+to )\b""",
    re.IGNORECASE | re.VERBOSE,
)
""" "don't delete the build folder", "never run that"."""

REPORT = re.compile(
    r"""\b(?:(?:he|she|they|you|we|someone|somebody|my\s+\w+|the\s+\w+)\s+(?:told|asked|wants?|wanted|said|says|tried|used)\b
        | told\s+(?:me|him|her|us|them) | (?:i|we)\s+(?:was|were|am|have|had|did|used|thought|remember|forgot|already)\b
        | (?:i|we)['’](?:ve|d|m|ll|re)\s )""",
    re.IGNORECASE | re.VERBOSE,
)
""" "he told me to run the tests", "I was going to shut down the computer"."""

HYPOTHESIS = re.compile(
    r"""\b(?:if\s+(?:i|you|we|it)\b | should\s+(?:i|we)\b | what\s+(?:happens|would|if)\b | would\s+it\b | suppose\b
        | imagine\b | might\b | maybe\s+(?:i|we)\b | used\s+to\b)""",
    re.IGNORECASE | re.VERBOSE,
)
""" "should I run the tests", "what would happen if I deleted it"."""

HOW = re.compile(
    r"""^(?:how\s+(?:do|does|can|could|would|to|should)\b | what\s+(?:does|is|are|do)\b | why\b | when\b | who\b
        | what's\s+the\s+(?:best|difference)\b | tell\s+me\s+about\b | explain\b)""",
    re.IGNORECASE | re.VERBOSE,
)
""" "how do I delete everything?", "what does open vim do"."""


TOLD = re.compile(r"^(?:he|she|they|we|you|it|people|someone)\b", re.IGNORECASE)
""" "he listed the branches"."""


def only_mentions(text: str) -> bool:
    """True where the words negate, report or suppose an action, so that it must not be done."""
    return any(pattern.search(text) for pattern in (NEGATION, REPORT, HYPOTHESIS))


def tells_of(text: str) -> bool:
    """True where the words have someone else do it; a sentence of a skill never begins so."""
    return TOLD.search(text) is not None


def asks_about(text: str) -> bool:
    """True where the words ask about something rather than for it."""
    return HOW.search(text) is not None
