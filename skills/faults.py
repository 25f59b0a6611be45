"""What is wrong with a skill, and where: the one exception that an author meets."""

from __future__ import annotations


class SkillFault(ValueError):
    """A skill that cannot be registered; the message names the skill and the argument or sentence at fault."""

    def __init__(
        self, text: str, *, about: str = "", mend: str = "", line: int = 0, skill: str = "", place: str = ""
    ) -> None:
        """`text` is one line, and stands by itself; the rest says more to whoever mends it.

        `place` is the file, and the line if it is known (`notes.py:14`), told before the text.
        `about` is the sentence or the argument at fault, as it is written; `mend` says what to do; `line` counts from
        1, 0 where it is not known; `skill` is the id of the skill at fault.
        """
        super().__init__(f"{place}: {text}" if place else text)
        self.said = text
        self.about = about
        self.mend = mend
        self.line = line
        self.skill = skill
