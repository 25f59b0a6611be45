"""Spoken or typed text to the canonical form that sentences are matched against. Pure; never raises.

Only what carries no meaning for an action goes: Whisper's punctuation, politeness, the name Golem. Words that do carry
meaning ("dash rf", "semicolon") stay; the policy judges the original text as well. How a file name is spoken is undone
where a slot is resolved (`spoken_name`), so that a message said word for word stays as it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 2000
"""Characters; longer text is cut here, and the caller refuses it before."""

_ENDS = re.compile(r"[,;:!?…\"“”‘’«»]+(?=\s|$)|(?<![.\w])[\"“”‘’«»]+|(?<=\w)\.+(?=\s|$)")
"""Punctuation at a word's end; a dot inside a name ("main.py") or a path ("..") is none."""

_FILLER = re.compile(r"(?<!\S)(?:um+|uh+|erm+|uhm+|hmm+)(?!\S)", re.IGNORECASE)
"""Sounds, wherever they stand; not a part of a name ("um.py")."""
_WANT = r"(?:i|we)(?:(?:'d|\s+would)\s+(?:really\s+)?(?:like|love)|\s+(?:really\s+)?(?:want|need|wanted|wanna))"
_BEFORE = re.compile(
    rf"""^(?:(?:
      (?:hey|hi|hello|ok|okay|yo)(?:\s+there)?\s+(?:golem|computer) | golem | computer
    | um+ | uh+ | er+ | hmm+ | well | so | okay | ok | alright(?:\s+then)? | all\s+right | now | right | great | cool
    | (?:please|pls)\s+to | please | pls | kindly
    | quickly | just | excuse\s+me | sorry\s+but | be\s+so\s+kind\s+as\s+to
    | (?:do\s+)?me\s+a\s+favou?r\s+and | be\s+a\s+dear\s+and
    | (?:(?:i\s+was|i'm|i\s+am|was)\s+)?(?:just\s+)?wondering\s+(?:if|whether)\s+you\s+(?:could|can|would|might)
    | i\s+wonder\s+(?:if|whether)\s+you\s+(?:could|can|would)
    | (?:do\s+you\s+(?:think|suppose|reckon)|any\s+chance|is\s+there\s+any\s+(?:chance|way)|is\s+there\s+a\s+chance)
      \s+(?:that\s+)?you\s+(?:could|can|would|might)
    | (?:would|will|is)\s+it\s+(?:be\s+)?possible\s+(?:for\s+you\s+)?to
    | (?:would|could|will)\s+you\s+be\s+(?:so\s+kind\s+as|kind\s+enough|able|willing)\s+to | are\s+you\s+able\s+to
    | i(?:'d|\s+would)\s+(?:appreciate\s+it|be\s+(?:very\s+)?(?:grateful|glad|happy))\s+if\s+you\s+(?:could|would)
    | (?:could|can|would|will|cud)\s+(?:you|u|ya)
      (?:\s+(?:please|kindly|just|quickly|maybe|possibly|perhaps|also|go\s+and))*
    | (?:could|can|shall|may)\s+(?:we|i)
      (?=\s+(?:go|run|open|make|switch|delete|start|move|rename|copy|commit|stage|do|try)\b)
    | {_WANT}\s+(?:for\s+)?you\s+to | i\s+need\s+u\s+to
    | {_WANT}\s+(?:to\s+)?(?=(?:open|edit|see|know|run|find|list|go|make|create|add|set|launch|start|view|display|rename
        |delete|remove|move|copy|rename|read|show|check|search|grep|look|switch|commit|stage|undo|restore|kill|cancel
        |locate|print|get\s+rid|write|work|change|modify|fix|tweak|update|draft|type|jot|use|put|take
        |duplicate|erase|trash|execute|rerun|unstage|jump|check\s+out|have\s+a\s+look)\b)
    | (?:let's|let\s+us|lets|go\s+ahead\s+and|it's\s+time\s+to|time\s+to|your\s+(?:job|task)\s+is\s+to
       |(?:i|we)\s+think\s+(?:we|i)\s+should)
    )\b(?!['’.\-/_])[\s,]*)+""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER = re.compile(
    r"""(?:[\s,]+(?:please|pls|for\s+(?:me|us)|thanks(?:\s+a\s+lot)?|thank\s+you(?:\s+(?:very|so)\s+much)?|thx|cheers|ta
      |(?<!close\s)(?<!exit\s)(?<!end\s)(?<!leave\s)(?<!kill\s)(?<!down\s)(?<!terminate\s)golem
      |right\s+(?:now|away)|straight\s+away|for\s+now|now|immediately|at\s+once|asap|will\s+you|would\s+you
      |can\s+you|could\s+you|will\s+ya|(?:real|really|very)\s+quick(?:ly)?|quickly
      |by\s+the\s+way|at\s+the\s+moment|mate|buddy|my\s+friend
      |if\s+(?:you\s+(?:can|could|would|don't\s+mind|please)|(?:that's|it's)\s+(?:ok|okay|possible|alright)|possible)
      |when\s+you\s+(?:can|get\s+a\s+(?:chance|moment)|have\s+a\s+(?:moment|second|minute)))(?!['’.\-/_]))+$""",
    re.IGNORECASE | re.VERBOSE,
)
_OK = re.compile(r"^(?!.*\b(?:is|are|be)\b)(.*\S)[\s,]+ok(?:ay)?$", re.IGNORECASE)
"""The same of "ok", which else says how something is: "are the tests ok"."""
_MIND = re.compile(
    r"^(?:(?:would|do)\s+you\s+mind|how\s+about|what\s+about|i'd\s+appreciate(?:\s+you)?|try)(?:\s+just)?\s+(\w+ing)\b"
    r"(?!['’.\-/_])",
    re.IGNORECASE,
)
""""would you mind opening …", which asks for what "open …" does."""


def _asked(found: re.Match[str]) -> str:
    """The imperative of the "-ing" form, as far as spelling tells: "running" → "run", "deleting" → "delete"."""
    stem = found[1][:-3].lower()
    if stem in _IMPERATIVES:
        return _IMPERATIVES[stem]
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls":
        return stem[:-1]
    return stem + "e" if _SILENT.search(stem) else stem


_SILENT = re.compile(r"(?:[^aeiou][aiou][bcdgkmnstvz]|[aeiou]{2}[sv]|[aeiou]s|nc|dl)$")
_IMPERATIVES = {"creat": "create", "delet": "delete", "restor": "restore", "cancell": "cancel"} | {
    verb: verb
    for verb in "commit edit exit limit print quit reset show visit".split()  # noqa: SIM905 - words read best as words
}


def canonical(text: str) -> str:
    """`text` without punctuation at word ends, address and politeness; case and inner punctuation kept. Idempotent."""
    while True:
        before = text
        text = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST]
        text = "".join(" " if char.isspace() else char for char in text if char.isspace() or char.isprintable())
        text = _CONTRACTIONS.sub(_contracted, _DOTS.sub("dot dot", text))
        text = " ".join(_ENDS.sub(" ", text).split())
        text = _stripped(_stripped(_MIND.sub(_asked, _stripped(text, _FILLER)), _BEFORE), _AFTER)
        text = _OK.sub(r"\1", text)
        if text == before:
            return text


def _stripped(text: str, edge: re.Pattern[str]) -> str:
    """`text` without what `edge` matches, unless nothing would be left."""
    rest = edge.sub("", text)
    return rest if rest.strip() else text


_CONTRACTIONS = re.compile(
    r"\b(what|where|who|how|that|let)s\b(?!['’.\-/_])|\b(do|does|is|ca|wo)nt\b(?!['’.\-/_])", re.I
)
"""Written without their apostrophe, as some recognisers and most typists do."""
_DOTS = re.compile(r"(?<!\S)\.\.(?!\S)")


def _contracted(found: re.Match[str]) -> str:
    return f"{found[1]}'s" if found[1] else f"{found[2]}n't"


_SEPARATORS = {"dot": ".", "point": ".", "slash": "/", "underscore": "_", "dash": "-", "hyphen": "-", "minus": "-"}
_EXTENSIONS = {
    "pie": "py",
    "pi": "py",
    "p y": "py",
    "python": "py",
    "j s": "js",
    "t s": "ts",
    "m d": "md",
    "em dee": "md",
    "markdown": "md",
    "text": "txt",
    "t x t": "txt",
    "jason": "json",
    "yammel": "yaml",
    "tommel": "toml",
    "see": "c",
    "rust": "rs",
    "r s": "rs",
    "shell": "sh",
    "s h": "sh",
    "h t m l": "html",
    "c s s": "css",
    "log": "log",
}
LONGEST_NAME = 40
"""Words; more are no spoken name, spelled letter by letter though it may be."""
_ARTICLE = re.compile(r"^(?:the|my|this|that|a|an)\s+(?!(?:dot|slash|underscore|dash|hyphen)\b)", re.IGNORECASE)


def spoken_name(said: str) -> str:
    """A spoken file name as it is written: "main dot pie" → "main.py", "source slash app" → "source/app".

    Spelled letters are joined ("r e a d m e", "alpha bravo"), and a casing said before words is put on them up to the
    next separator ("snake case user name dot py" → "user_name.py"). Other words with no separator said between them
    keep their spaces. Text that is already a name comes back unchanged.
    """
    words = said.split()
    if len(words) > LONGEST_NAME:
        return said
    words = _cased(_spelled(words))
    written = ""
    glue = True
    for position, word in enumerate(words):
        separator = _SEPARATORS.get(word.lower())
        if separator and len(words) > 1 and (position > 0 or separator in "./_"):
            if separator == ".":
                tail = " ".join(words[position + 1 :]).lower()
                extension = next((ext for heard, ext in _EXTENSIONS.items() if tail == heard), None)
                if extension is not None:
                    return f"{written}.{extension}"
            written += separator
            glue = True
        else:
            written += word if glue else f" {word}"
            glue = False
    return written


NATO = {
    word: word[0]
    for word in """alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november
    oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray x-ray yankee zulu""".split()  # noqa: SIM905 - as words
}


def _spelled(words: list[str]) -> list[str]:
    """Two letters and more in a row as one word; letters may be told by the spelling alphabet."""
    found: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        letter = NATO.get(word.lower(), word if len(word) == 1 and word.isalpha() else "")
        if letter:
            run.append(word)
            continue
        told = [NATO.get(one.lower(), one) for one in run]
        found += ["".join(told)] if len(run) > 1 else run
        run = []
        found += [word] if word else []
    return found


CASES: dict[str, Callable[[list[str]], str]] = {
    "camel case": lambda words: words[0].lower() + "".join(word.capitalize() for word in words[1:]),
    "pascal case": lambda words: "".join(word.capitalize() for word in words),
    "title case": lambda words: " ".join(word.capitalize() for word in words),
    "snake case": lambda words: "_".join(words).lower(),
    "kebab case": lambda words: "-".join(words).lower(),
    "dash case": lambda words: "-".join(words).lower(),
    "constant case": lambda words: "_".join(words).upper(),
    "all caps": lambda words: " ".join(words).upper(),
    "upper case": lambda words: " ".join(words).upper(),
    "lower case": lambda words: " ".join(words).lower(),
}


def _cased(words: list[str]) -> list[str]:
    """The words with each casing that was said put on those after it, up to the next separator or casing."""
    found: list[str] = []
    at = 0
    while at < len(words):
        case = CASES.get(" ".join(words[at : at + 2]).lower())
        end = at + 2
        while case and end < len(words) and words[end].lower() not in _SEPARATORS and not _case_at(words, end):
            end += 1
        if case is None or end == at + 2:
            found.append(words[at])
            at += 1
        else:
            found += case(words[at + 2 : end]).split()
            at = end
    return found


def _case_at(words: list[str], at: int) -> bool:
    return " ".join(words[at : at + 2]).lower() in CASES


def without_article(said: str) -> str:
    """`said` without a leading "the", "my", "this"."""
    return _ARTICLE.sub("", said)


def as_said(words: str, original: str, *, to_end: bool = False) -> str:
    """The stretch of `original` that `words` came from, with the punctuation and case it had there; else `words`.

    The last such stretch, since a slot that takes any words usually ends its sentence. With `to_end`, what was left off
    as politeness comes back unless it is "please", or set off by a comma: "say thanks" is a message, and "now" may be.
    """
    found = _stretch(words, original)
    if found is None:
        return words
    start, end = found
    tail = _TAIL.fullmatch(original, end) if to_end else None
    if tail is not None:
        end = tail.end("kept")
    return original[start:end].strip().lstrip("'‘’`").strip(',;:"“”')


_TAIL = re.compile(r"(?P<kept>(?:\s+(?!please\b)[\w'’]+)+)(?:[\s,]+please)?[\s.!?]*", re.IGNORECASE)


def _stretch(words: str, original: str) -> tuple[int, int] | None:
    """Where `words` last stand in `original`, with any signs that lead them (".", "-", "~/")."""
    lower = original.lower()
    start = lower.rfind(words.lower()) if len(lower) == len(original) else -1
    end = start + len(words)
    if start < 0 or _WORD_ENDS_INSIDE.search(
        original[max(0, start - 1) : start + 1] + "\n" + original[end - 1 : end + 1]
    ):
        parts = re.findall(r"\w+", words)
        if not 0 < len(parts) <= LONGEST_NAME:
            return None
        pattern = re.compile(r"(?<!\w)" + r"[^\w]+".join(map(re.escape, parts)) + r"(?!\w)", re.IGNORECASE)
        found = list(pattern.finditer(original))
        if not found:
            return None
        start, end = found[-1].span()
    while start > 0 and not original[start - 1].isspace() and not original[start - 1].isalnum():
        start -= 1
    above = _ABOVE.match(original, end) if original[end - 1 : end] == "/" else None
    return start, above.end() if above else end


_ABOVE = re.compile(r"\.\.?(?=\s|$)")
"""The end of "../..", which would else pass for a full stop."""
_WORD_ENDS_INSIDE = re.compile(r"^\w\w|\w\w$")
"""Two letters or digits side by side at an end of the stretch: it would cut a word in two."""
