"""Command, question or chat: the classifier's judgement, with a skill's own sentence as the better witness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intents.context import calls_off, forbidden
from intents.matcher import Matcher
from intents.mention import INTRODUCES, asks_about, only_mentions, tells_of_others
from intents.model import Ambiguous, Match, MatchOutcome, NoMatch, Route, RouteLabel, Scene, Utterance
from intents.normalize import canonical
from intents.zero_shot import Label, ZeroShotClassifier

ROUTES = (
    Label("command", "The speaker tells the computer to do something."),
    Label("question", "The speaker asks for a fact."),
    Label("chat", "The speaker is making conversation."),
)

LOOSE_SHARE = 0.6
"""Where more than this share of the words fell to slots that take any words, the sentence alone does not decide."""
SURE = 0.8
"""A classifier that is so sure of a command is believed, though the words look like a mere mention."""
SURE_OF_FORM = 0.95
"""A classifier that is so sure is believed on whether a sentence's words ask or order: "say that again" is an order,
though the skill only answers."""
CHAT_VETO = 0.5
"""Such a sentence yields to a classifier that is at least this sure of chat, unless it says that words follow."""


class Router:
    """Text to Route."""

    def __init__(self, classifier: ZeroShotClassifier, matcher: Matcher) -> None:
        self._classifier = classifier
        self._matcher = matcher

    def route(self, utterance: Utterance, scene: Scene) -> Route:
        """The route of an utterance. A skill's sentence decides if it fits whole; else the classifier does.

        A sentence is no chat; its skill says whether it is asked or ordered, unless the classifier is SURE_OF_FORM.

        Where the classifier is not SURE, words that look like a mere mention of an action (negated, reported, supposed,
        asked about) are no command, unless a question seems likelier to it than talk: "my card was stolen, where do I
        report it". That is for the answer's sake: the matcher takes a mention for no skill, whatever the route. It
        keeps its outcome for the turn's own call.
        """
        # As they were said: "could you" says something that the canonical words lack.
        named = self._classifier.classify(utterance.text, ROUTES)
        scores = {label: float(named[label.value]) for label in RouteLabel}
        words = canonical(utterance.text)
        outcome = self._matcher.consider(utterance.text, scene)
        kind, how = _kind(outcome, words, scores)
        if kind is not None:
            return Route(kind, scores, how)
        if calls_off(words) or self._forbids(utterance.text, scene):
            return Route(RouteLabel.CHAT, scores, "mention")
        best = _best(scores)
        if best is RouteLabel.COMMAND and scores[best] < SURE:
            if asks_about(words):
                return Route(RouteLabel.QUESTION, scores, "mention")
            talk = scores[RouteLabel.CHAT] >= scores[RouteLabel.QUESTION]
            if talk and (only_mentions(words) or tells_of_others(words)):
                return Route(RouteLabel.CHAT, scores, "mention")
        return Route(best, scores, self._classifier.name)

    def _forbids(self, text: str, scene: Scene) -> bool:
        """True for "don't" and what a skill does, or nearly does: an order to let it be, and no small talk."""
        action = forbidden(text)
        if action is None:
            return False
        outcome = self._matcher.match(action, scene)
        return not isinstance(outcome, NoMatch) or outcome.intent is not None or bool(outcome.nearest)


def _kind(outcome: MatchOutcome, words: str, scores: Mapping[RouteLabel, float]) -> tuple[RouteLabel | None, str]:
    """The route of the skill that the words stand for, and whether a sentence or their meaning says so; or none."""
    chatty = scores[RouteLabel.CHAT] >= CHAT_VETO
    if isinstance(outcome, NoMatch):
        # A sentence fitted but named nothing here: the person meant that skill, and should hear what is missing.
        meant = outcome.intent is not None and not chatty and not only_mentions(words)
        return (_best(scores, but=RouteLabel.CHAT) if meant else None), "template"
    found = outcome.candidates if isinstance(outcome, Ambiguous) else (outcome,)
    kind = found[0].intent.kind
    if any(each.how == "meaning" for each in found):
        return (None if chatty else _best(scores, but=RouteLabel.CHAT)), "meaning"
    matches = [each for each in found if isinstance(each, Match)]
    if max((_loose_share(match, words) for match in matches), default=0.0) > LOOSE_SHARE:
        literal = min((_literal(match, words) for match in matches), key=len)
        if only_mentions(literal) or (chatty and not all(_introduced(match, words) for match in matches)):
            return None, ""
    told = _best(scores, but=RouteLabel.CHAT)
    return (told if scores[told] >= SURE_OF_FORM else kind), "template"


def _best(scores: Mapping[RouteLabel, float], but: RouteLabel | None = None) -> RouteLabel:
    """The likeliest label, leaving one out."""
    return max((label for label in scores if label is not but), key=lambda label: scores[label])


def _loose_share(match: Match, words: str) -> float:
    """The share of the words, 0 to 1, that fell to slots which take anything and look nothing up."""
    loose = sum(len(fill.said.split()) for fill in match.fills if not fill.slot.type.narrow)
    return loose / max(1, len(words.split()))


def _introduced(match: Match, words: str) -> bool:
    """True where the sentence fits exactly and says just before each slot of any words that such words follow."""
    lower = words.lower()
    free = [fill for fill in match.fills if fill.slot.type.free]
    before = [lower.rpartition(fill.said.lower())[0].split() for fill in free]
    return match.how == "template" and bool(free) and all(said and said[-1] in INTRODUCES for said in before)


def _literal(match: Match, words: str) -> str:
    """The words but for those kept as they were said: a message may say "don't"."""
    for fill in match.fills:
        if fill.slot.type.free:
            words = words.replace(fill.said, " ")
    return words


class NoClassifier:
    """Stands in where no classifier's weights are there: knows nothing, says so, and leaves it to the sentences."""

    name = "sentences only"

    def classify(self, premise: str, labels: Sequence[Label]) -> Mapping[str, float]:
        """The last label (chat, which can never act) a little ahead of the others."""
        del premise
        share = 1.0 / (len(labels) + 1)
        return {label.name: share * (2 if label is labels[-1] else 1) for label in labels}
