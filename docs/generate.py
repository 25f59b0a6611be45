"""What the site shows of the code itself: what can be said, the endpointer's table, an utterance's way as a picture."""

from __future__ import annotations

from html import escape
from pathlib import Path

from intents.grammar import Grammar
from shell.commands.config import schema
from shell.endpointer import TABLE, EndpointerSettings
from skills.registry import Registry
from skills.spec import Skill

WAY = (
    ("hear", "microphone, or a typed line", "shell/hearing.py"),
    ("route", "command, question or chat", "intents/router.py"),
    ("match", "one skill, its slots filled", "intents/matcher.py"),
    ("judge", "every rule of the policy", "policies/gate.py"),
    ("confirm", "where the verdict asks", "shell/confirm.py"),
    ("do", "one door for processes", "shell/execute.py"),
    ("say", "screen and loudspeaker", "shell/present.py"),
)
"""The stages in the order of `shell/turn.py`: what each is called, what it does, where it is."""
ASIDE = {
    "route": "chat: words that reach nothing else",
    "judge": "no, with the rule and why",
    "confirm": "no, or silence",
}
"""Where the way may end early."""
MOST_WAYS = 4
"""Sentences shown of each skill."""
BOX, GAP, HEIGHT = 132, 18, 52


def write_all(folder: Path) -> None:
    """Write every generated piece into `folder`, which is made if need be."""
    folder.mkdir(exist_ok=True)
    pages = {"say.md": say(), "endpointer.md": endpointer(), "way.svg": way(), "config.schema.json": schema()}
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


def say() -> str:
    """Every skill that ships, by family: what it does, and some ways to say it."""
    families: dict[str, list[Skill]] = {}
    for skill in Registry().skills:
        families.setdefault(skill.id.partition(".")[0], []).append(skill)
    parts = []
    for family, skills in sorted(families.items()):
        rows = [f"| {_cell(skill.intent.description)} | {_ways(skill)} |" for skill in skills]
        parts.append("\n".join([f"## {family.capitalize()}", "", "| what | for example |", "| --- | --- |", *rows, ""]))
    return "\n".join(parts)


def _ways(skill: Skill) -> str:
    return ", ".join(f"“{_cell(example)}”" for example in Grammar(skill.intent).shown[:MOST_WAYS])


def _cell(text: str) -> str:
    return escape(text, quote=False).replace("|", "\\|").replace("{", "").replace("}", "")


def endpointer() -> str:
    """The endpointer's table of steps, and its settings as they come."""
    steps = [f"| {state.value} | {trigger.value} | {after.value} |" for (state, trigger), after in TABLE.items()]
    settings = EndpointerSettings()
    values = [f"| `{name}` | {getattr(settings, name):g} |" for name in EndpointerSettings.__dataclass_fields__]
    return "\n".join(
        [
            *("| state | what happens | next state |", "| --- | --- | --- |", *steps, ""),
            *("| setting | as it comes |", "| --- | ---: |", *values, ""),
        ]
    )


def way() -> str:
    """The stages as boxes in a row, with what leaves the way below."""
    width = len(WAY) * (BOX + GAP) + GAP
    drawn = []
    for number, (name, does, where) in enumerate(WAY):
        left = GAP + number * (BOX + GAP)
        middle = left + BOX / 2
        drawn += [
            f'<rect x="{left}" y="10" width="{BOX}" height="{HEIGHT}" rx="8" class="box"/>',
            f'<text x="{middle}" y="32" class="name">{name}</text>',
            f'<text x="{middle}" y="50" class="small">{does}</text>',
            f'<text x="{middle}" y="78" class="where">{where}</text>',
        ]
        if number:
            drawn.append(f'<path d="M{left - GAP + 1} 36h{GAP - 4}" class="arrow" marker-end="url(#head)"/>')
        if name in ASIDE:
            drawn += [
                f'<path d="M{middle} 86v22" class="arrow" marker-end="url(#head)"/>',
                f'<text x="{middle}" y="126" class="aside">{ASIDE[name]}</text>',
            ]
    return _SVG.format(width=width, height=136, drawn="\n".join(drawn))


_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"
 aria-label="An utterance is heard, routed, matched, judged, confirmed, done, and answered">
<style>
.box {{ fill: #eef3fb; stroke: #3f6fb5; }} text {{ text-anchor: middle; font-family: sans-serif; fill: #1c2733; }}
.name {{ font-size: 15px; font-weight: bold; }} .small {{ font-size: 8.5px; }}
.where {{ font-size: 9px; font-family: monospace; fill: #55677a; }} .aside {{ font-size: 10px; fill: #8a3b3b; }}
.arrow {{ stroke: #3f6fb5; fill: none; stroke-width: 1.5; }}
</style>
<rect width="100%" height="100%" fill="white"/>
<defs><marker id="head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="6" markerHeight="6" orient="auto">
<path d="M0 0L8 4L0 8z" fill="#3f6fb5"/></marker></defs>
{drawn}
</svg>
"""
