"""What can be said in the session as it stands (for `shell.rescoring`): the skills' sentences and developers'."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from intents.matcher import Matcher
from intents.model import Match, Scene
from intents.phrasebook import Phrasebook
from intents.sayable import Wording
from shell.stopwords import is_stop

NAMED = 0.95
"""Score from which on words name what is there, by its whole name or a part that nothing else has: "the change log in
bin" is a guess at the changelog, and not what somebody said."""


class LiveSayable:
    """What can be said in the session as it stands."""

    def __init__(
        self,
        matcher: Matcher,
        phrasebook: Phrasebook,
        scene: Callable[[], Scene],
        ending: Collection[str] = (),
        most: int = 12,
    ) -> None:
        """`scene` gives the session's working folder and what was last shown, from any thread; `ending` are the ids of
        skills that end the talk."""
        self._matcher = matcher
        self._phrasebook = phrasebook
        self._scene = scene
        self._ending = frozenset(ending)
        self._most = most

    def near(self, heard: Sequence[str]) -> Sequence[Wording]:
        """See `Sayable.near`."""
        return self._phrasebook.near(heard, self._scene(), self._most)

    def means(self, text: str) -> bool:
        """See `Sayable.means`."""
        outcome = self._matcher.match(text, self._scene())
        return isinstance(outcome, Match) and outcome.how == "template" and outcome.score >= NAMED

    def known(self, text: str) -> bool:
        """See `Sayable.known`."""
        return self._phrasebook.jargon.knows(text)

    def respelled(self, text: str) -> bool:
        """See `Sayable.respelled`."""
        return self._phrasebook.jargon.respelled(text)

    def ends(self, text: str) -> bool:
        """See `Sayable.ends`."""
        outcome = self._matcher.match(text, self._scene())
        return is_stop(text) or (isinstance(outcome, Match) and outcome.intent.id in self._ending)

    def terms(self, text: str) -> int:
        """See `Sayable.terms`."""
        return self._phrasebook.jargon.terms_in(text)

    def hint(self) -> str:
        """See `Sayable.hint`."""
        return self._phrasebook.jargon.hint
