"""What `golem skills check` finds: faults, collisions and words taken, each with its line and how to mend it.

The module's text is read here and run in its own process, which may touch nothing (`skills.foreign`).
"""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from intents.collisions import collisions
from intents.context import NONE
from intents.grammar import Grammar
from intents.matcher import Matcher
from intents.model import Match, Scene
from shell.stopwords import STOP
from skills.faults import SkillFault
from skills.foreign.module import Module
from skills.foreign.worker import Source, Start
from skills.lines import Lines
from skills.spec import Skill

STARTING: Final = frozenset({"subprocess", "multiprocessing", "pty", "pexpect", "sh", "plumbum"})
"""What starts programs: the kernel refuses it to a module."""
REACHING: Final = frozenset(
    {"socket", "ssl", "http", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "websockets", "paramiko"}
)
"""What reaches servers: the kernel refuses it where no host is declared."""
OWN: Final = frozenset({"shell", "policies", "intents"})
AUTHORS: Final = frozenset({"skills.author", "skills.memory"})
MOST_SAID: Final = 12
"""Ways to say a sentence that are tried against Golem's own skills."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know of a module."""

    file: Path
    line: int
    """From 1; 0 where it is of the whole file."""
    what: str
    mend: str
    fault: bool = True
    """False where the module can be allowed all the same."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A module as far as it could be understood."""

    skills: tuple[Skill, ...]
    findings: tuple[Finding, ...]

    @property
    def faulty(self) -> bool:
        """Whether it cannot be allowed as it is."""
        return any(finding.fault for finding in self.findings)


def check(source: Source, start: Start, known: Sequence[Skill]) -> Checked:
    """Everything that there is to find. `known` are the installed skills, this module's own left out."""
    module = Module(source, start)
    try:
        described = module.describe()
        skills, faults = module.tried(described)
    except SkillFault as fault:
        skills, faults = [], [fault]
    finally:
        module.close()
    findings = [Finding(source.file, fault.line, fault.said, fault.mend or READ) for fault in faults]
    findings += _imports(source.file, module.lines, skills, told={finding.line for finding in findings})
    if not faults:
        findings += [*_ids(source.file, module.lines, skills, known), *_words(source.file, module.lines, skills)]
        findings += [*_collisions(source.file, module.lines, skills, known)]
    return Checked(tuple(skills), tuple(sorted(findings, key=lambda finding: finding.line)))


READ: Final = "mend that line; docs/skills.md says what a module is made of"


def syntax_fault(source: Source) -> Finding | None:
    """What keeps the text from being Python at all, which needs no process to find."""
    try:
        ast.parse(source.content.decode("utf-8-sig"))
    except SyntaxError as fault:
        return Finding(source.file, fault.lineno or 0, f"SyntaxError: {fault.msg}", "this is no Python: mend that line")
    except (ValueError, RecursionError, MemoryError) as fault:
        return Finding(source.file, 0, f"cannot be read: {fault}", "write it anew")
    return None


def _imports(file: Path, lines: Lines, skills: Sequence[Skill], told: set[int]) -> Iterator[Finding]:
    """Imports of what a module may not use; that of a line which was told of is not told again."""
    reaches = any(skill.capabilities.hosts for skill in skills)
    for imported in lines.imports:
        top = imported.name.partition(".")[0]
        if imported.line in told:
            continue
        if top in STARTING:
            mend = 'declare the program (capabilities=Capabilities(options={"wc": ("--words",)})), and context.run it'
            yield Finding(file, imported.line, f"imports {imported.name}: a module starts nothing by itself", mend)
        elif (top in REACHING or imported.name == "urllib.request") and skills and not reaches:
            mend = 'declare the server: capabilities=Capabilities(hosts=("example.org:443",))'
            yield Finding(file, imported.line, f"imports {imported.name}, and no skill declares a host", mend)
        elif top in OWN or (top == "skills" and imported.name not in AUTHORS):
            mend = "import what you need from skills.author"
            yield Finding(file, imported.line, f"imports {imported.name}, which is Golem's own and may change", mend)


def _ids(file: Path, lines: Lines, skills: Sequence[Skill], known: Sequence[Skill]) -> Iterator[Finding]:
    owners = {skill.id: skill.module for skill in known}
    for skill in skills:
        if skill.id in owners:
            what = f"{skill.id} is already a skill of {owners[skill.id]}"
            yield Finding(file, lines.of_skill(skill.id), what, "give it another id, its family's name first")


def _words(file: Path, lines: Lines, skills: Sequence[Skill]) -> Iterator[Finding]:
    """Sentences that never reach a skill, since the shell takes their words before."""
    for skill in skills:
        grammar = Grammar(skill.intent)
        for sentence in skill.intent.all_sentences:
            taken = [said for said in grammar.said_ways(sentence, MOST_SAID) if said.lower() in STOP | NONE]
            if taken:
                what = f"{skill.id}: {taken[0]!r} always stops or calls off what Golem does"
                yield Finding(file, lines.of(skill.id, sentence), what, "say it in other words", fault=False)


def _collisions(file: Path, lines: Lines, skills: Sequence[Skill], known: Sequence[Skill]) -> Iterator[Finding]:
    """Words that another skill has as well, and words that were another skill's until now."""
    own = {skill.id for skill in skills}
    others = [skill for skill in known if skill.id not in own]
    told: set[tuple[str, str]] = set()
    grammars = [Grammar(skill.intent) for skill in (*others, *skills)]
    for collision in collisions(grammars, own):
        ours = 0 if collision.ids[0] in own else 1
        told.add((collision.ids[ours], collision.ids[1 - ours]))
        line = lines.of(collision.ids[ours], collision.templates[ours])
        mend = f"reword {collision.templates[ours]!r}: say what it is about, or deny {collision.ids[1 - ours]}"
        yield Finding(file, line, str(collision), mend, fault=False)
    before = Matcher([skill.intent for skill in others])
    with tempfile.TemporaryDirectory() as empty:
        scene = Scene(Path(empty).resolve(), Path(empty).resolve())
        for skill in skills:
            for sentence, said, other in _taken(skill, before, scene):
                if (skill.id, other) not in told:
                    told.add((skill.id, other))
                    what = f"{skill.id} takes {said!r} from {other}, which answers to it now"
                    mend = f"reword {sentence!r}, if {other} is to keep it"
                    yield Finding(file, lines.of(skill.id, sentence), what, mend, fault=False)


def _taken(skill: Skill, before: Matcher, scene: Scene) -> Iterator[tuple[str, str, str]]:
    """Sentence, a way to say it without an open slot, and the skill that it meant before."""
    grammar = Grammar(skill.intent)
    for sentence in skill.intent.all_sentences:
        for said in islice((each for each in grammar.said_ways(sentence, MOST_SAID) if "{" not in each), MOST_SAID):
            outcome = before.match(said, scene)
            if isinstance(outcome, Match) and outcome.how == "template":
                yield sentence, said, outcome.intent.id
