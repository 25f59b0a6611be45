"""Words that speak about an action without asking for it: negated, reported, hypothetical, asked about.

Such words never run anything unless a skill's own sentence has exactly those words. The patterns are data: one line
each, with an example.
"""

from __future__ import annotations

import re

NEGATION = re.compile(
    r"""\b(?:do\s*n['’]?o?t | don['’]?t | never | not | no\s+(?:need|reason|point)\s+(?:to|in)
        | didn['’]?t | won['’]?t | can['’]?t | cannot
        | shouldn['’]?t | stop\s+(?:trying|asking)
        | (?:would|must|need|could|ought)n['’]?t | neither | nobody | refrain\s+from | avoid\s+\w+ing
        | hold\s+off | keep\s+(?:your\s+hands|away) | forget\s+about\s+\w+ing
        | instead\s+of | without\s+\w+ing | rather\s+than | refuse\s+to )\b
      | ^(?:skip | leave\s+\S+\s+alone) \b""",
    re.IGNORECASE | re.VERBOSE,
)
""" "don't delete the build folder", "never run that"."""

REPORT = re.compile(
    r"""^(?:(?:and|but|because|when|yesterday|today|last\s+\w+|so|well|once)\s+)*
        (?:(?:he|she|they|you|we|someone|somebody|everyone|people|my\s+\w+|the\s+\w+)\s+
             (?:told|asked|asks|wants?|wanted|said|says|tried|used|keeps?|kept|just)\b
        | (?:i|we)\s+(?:was|were|am|are|have|had|did|used|thought|remember|forgot|already|just|told
             |asked|said|tried|dreamt|dreamed|almost|nearly|wish|hope|never)\b
        | (?:i|we)['’](?:ve|m|re)\s(?!(?:after|looking\s+for|trying\s+to\s+find)\b)
        | (?:i|we)['’]d\s+(?!like\b|love\b) )
      | \b(?:told|asked|begged|ordered)\s+(?:me|him|her|us|them)\s+(?:to|not)\b""",
    re.IGNORECASE | re.VERBOSE,
)
""" "he told me to run the tests", "I was going to shut down the computer"."""

HYPOTHESIS = re.compile(
    r"""^(?:if|should\s+(?:i|we) | what\s+(?:happens|would|if) | would\s+(?!you\b|like\b|love\b)\w+
          | suppose | supposing | imagine | unless | perhaps\s+(?:i|we)
          | (?:is|would)\s+it\s+(?:be\s+)?(?:safe|wise|ok|okay|bad)\s+to
          | maybe\s+(?:i|we) | (?:i|we)\s+(?:might|may|could|should|would) | you\s+(?:might|may|could|should|would) )\b
      | \bif\s+(?:i|we|you)\s+(?:were|had|did|do|could|\w+ed)\b | \bused\s+to\b""",
    re.IGNORECASE | re.VERBOSE,
)
""" "should I run the tests", "what would happen if I deleted it", "would the battery last longer"."""

HOW = re.compile(
    r"""^(?:how\s+(?:do|does|can|could|would|to|should)\b | what\s+(?:does|is|are|do)\b | why\b | when\b | who\b
        | what's\s+the\s+(?:best|difference)\b | tell\s+me\s+(?:about|how)\b | explain\b)""",
    re.IGNORECASE | re.VERBOSE,
)
""" "how do I delete everything?", "what does open vim do"."""


MEANS = re.compile(
    r"""^(?:(?:could|can|would|will)\s+you\s+)?(?:tell\s+me\s+|show\s+me\s+|explain\s+|do\s+you\s+know\s+)?
        (?: how\s+(?:do|does|can|could|would|to|should|might)\b | why\b | when\s+(?:do|should|would|to)\b
        | what(?:'s|\s+is)\s+the\s+(?:best|right|difference|command|way|point)\b
        | what(?:'s|\s+is|\s+are)\s+an?\s+\w
        | (?:how\s+\w+|what|which\s+\w+)\s+(?:can|could|do|does|did|would|should)\s+(?:an?|one|people|they|he|she)\b
        | (?:can|could|will|would|may|might|does|do)\s+(?:too\s+(?:many|much)|an?|every|any|some|most|all|people|one)\s
        | what\s+(?:does|happens|would|if|makes\s+an?)\b | (?:does|did)\s+\w+ing\b )""",
    re.IGNORECASE | re.VERBOSE,
)
""" "how do I delete everything?", "tell me how to see the log", "what's a kernel": asks for a way, or for what a word
means, and not for the thing."""

ELSEWHERE = re.compile(
    r"""\b(?: (?:will|would|shall|was|were)\s+(?:it|that|there|today)\b
        | (?:it|that|there)\s+(?:will|would)\s+be
        | tomorrow | the\s+day\s+(?:after|before) | (?:days?|weeks?|months?|years?)\s+(?:from\s+now|ago|hence)
        | (?:next|last|coming)\s+(?:week|month|year|weekend|summer|winter|spring|autumn|fall|christmas|easter|birthday
            |(?:mon|tues|wednes|thurs|fri|satur|sun)day)
        | christmas | easter | thanksgiving | halloween | new\s+year | birthday | holidays? | vacation | anniversary
        | time\s*zones? | in\s+(?:tokyo|london|paris|berlin|new\s+york|china|india|japan|europe|america|australia)
      )\b""",
    re.IGNORECASE | re.VERBOSE,
)
""" "what date will it be 5 days from now", "what day is christmas": asks of another time or place than here and now."""

AFFAIRS = re.compile(
    r"""\b(?: to[\s-]?do\s+(?:list|items?)
        | songs? | music | news | radio | recipes? | jokes?
        | (?:shopping|grocery|guest|wish|bucket)\s+list | agenda | appointments? | meetings?
        | schedule | (?:my|our|your)\s+(?:calendar|day|week|birthday|age|name|flight|order|account|mails?|inbox|bills?)
        | e-?mails? | playlists? | weather | forecast | traffic )\b
      | \b(?:call|name)\s+you\b | \byour\s+(?:name|age)\b""",
    re.IGNORECASE | re.VERBOSE,
)
""" "what's my to do list for today", "what may I call you": asks of a person's affairs, and not of the machine's."""

ANOTHER = re.compile(
    r"""^(?:hey\W+|ok(?:ay)?\W+|hi\W+)*(?:
          alexa | siri | cortana | bixby | (?<=hey\s)google | (?<=ok\s)google | (?<=okay\s)google | (?<=hey,\s)google
        | (?:could|can|would|will|does|do)\s+
            (?:somebody|someone|anybody|anyone|one\s+of\s+you|you\s+(?:guys|two|all|lot))
        )\b""",
    re.IGNORECASE | re.VERBOSE,
)
""" "ok google, search the web", "could somebody turn it down": said to somebody else, whatever sentence follows."""

INTRODUCES = frozenset("that saying says message note text word words phrase string".split())  # noqa: SIM905 - as words
"""Words of a sentence after which what is said is to be kept as it is: "note that …", "commit with message …". What a
classifier then takes for talk is the message, and no talk to us."""

OTHERS = re.compile(
    r"""^(?:(?:tell|ask|remind|warn|beg|order)\s+(?!(?:me|us|you|git|vim|golem|pytest)\b)
             (?:(?:my|our|your|his|her|their|the)\s+)?\w+\s+(?:to|that|not)\b
        | (?:alexa|hey\s+siri|siri|hey\s+google|ok(?:ay)?\s+google|cortana|mum|mom|dad|darling|honey|waiter|sir|madam)\b
        | (?:my|his|her|our|their)\s+(?:boss|wife|husband|colleague|friend|brother|sister|doctor|teacher)\b )""",
    re.IGNORECASE | re.VERBOSE,
)
""" "tell Bob to delete it", "Alexa, set a timer": said of, or to, somebody else."""

RETRACTION = re.compile(
    r"""(?<=\w)\W+(?:(?:oh|wait|actually|sorry|no|please|hmm)\W+)*
        (?: no\W+wait | wait\W+no | no\W+no | never\W?mind | scratch\s+that | forget\s+(?:it|that|about\s+(?:it|that))
          | (?:don['’]?t|do\s+not)(?:\s+do\s+(?:it|that|this))? | on\s+second\s+thoughts? | just\s+kidding )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
""" "delete old.log, no wait", "run the tests, never mind"."""

TOLD = re.compile(
    r"""^(?:i(?!\s+(?:want|need|wish\s+to)\b | ['’]d\s+(?:like|love)\b
             | \s+would\s+(?:like|love)\b | ['’]m\s+(?:after|looking\s+for|trying\s+to\s+find)\b)
        |he|she|they|we|you|it|people|someone
        |(?!need|feed|speed)\w{2,}ed\s+(?:by|it|them|that|this|the|my|all|everything|everyone|some)\b)\b""",
    re.IGNORECASE | re.VERBOSE,
)
""" "he listed the branches", "I made a folder"; not "I want a coffee"."""


LACK = re.compile(
    r"""^(?:(?:do\s+you\s+know|tell\s+me|can\s+you\s+(?:tell|show)\s+me|show\s+me)\s+)?
        (?: (?:what|which)\s+(?!(?:if|happens|would|should|could|might)\b)(?:\w+\s+){0,6}?
        | (?:what(?:['’]s|\s+(?:is|was))\s+the\s+reason|why|how\s+come)\s+
            (?:(?:did|didn['’]t|was|wasn['’]t|has|hasn['’]t)\b\s*|(?:\w+\s+){1,3}?)
        | is\s+there\s+(?:anything|something)\s+(?:\w+\s+){0,3}? )
        (?<!why\s)(?:not|n['’]t|\w+n['’]t|never)\b""",
    re.IGNORECASE | re.VERBOSE,
)
""" "which tests did not pass", "what's the reason it didn't run": asks for what is not so, and forbids nothing."""


def said_to_another(text: str) -> bool:
    """True where the words, as they were said, are for another assistant or for people in the room."""
    return ANOTHER.match(text.strip()) is not None


def asks_of_a_lack(text: str) -> bool:
    """True where the words negate, but only within a question for a fact."""
    negates_alone = not any(pattern.search(text) for pattern in (REPORT, HYPOTHESIS, OTHERS, RETRACTION))
    return negates_alone and LACK.search(text) is not None


def takes_back(text: str) -> bool:
    """True where the words end by taking back what they began with."""
    return RETRACTION.search(text) is not None


def only_mentions(text: str) -> bool:
    """True where the words negate, report, suppose, pass on or take back an action, so that it must not be done."""
    return any(pattern.search(text) for pattern in (NEGATION, REPORT, HYPOTHESIS, OTHERS, RETRACTION))


def tells_of(text: str) -> bool:
    """True where the words tell of someone doing it. No sentence is nearly matched by these; one that fits whole is."""
    return TOLD.search(text) is not None


def asks_about(text: str) -> bool:
    """True where the words ask about something rather than for it."""
    return HOW.search(text) is not None


def asks_how(text: str) -> bool:
    """True where the words ask how or why something is done."""
    return MEANS.search(text) is not None


def asks_elsewhere(text: str) -> bool:
    """True where the words ask of another time or place, or of people's affairs, which no fact of this machine answers.

    A sentence with these very words is matched all the same; nothing is read into them.
    """
    return ELSEWHERE.search(text) is not None or AFFAIRS.search(text) is not None


def tells_of_others(text: str) -> bool:
    """The same of someone other than the speaker, who may go on to ask for it: "I need a taxi" is no report."""
    told = TOLD.search(text)
    return told is not None and told.group().lower() != "i"
