"""The project's tasks: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "project.build": (
        "(get|have) (it|the project|everything|the code|this|my code) (built|compiled|rebuilt) [again]",
        "<get> (the|my|our) (project|code|app|program) (built|compiled|rebuilt)",
        "<get> (a|another|a fresh|a new|the) build [going|started|running]",
        "(see|check|find out|tell me) (if|whether) (it|this|the project|the code|my code|everything) [still] (builds|"
        "compiles)",
        "(does|do) (it|this|the project|the code|my code|everything) [still] (build|compile)",
        "(build|compile) (it|this|the project|everything|the code) (for me|now|from scratch)",
        "let's build [it|this|the project]",
        "(cargo|go|npm run|make) build",
    ),
    "project.lint": (
        "(run|start|do) [the] (clippy|ruff|eslint|flake8|pylint|vet)",
        "(get|have) (it|the project|everything|the code|this|my code) linted [again]",
        "<get> (the|my|our) (project|code|app|program) linted",
        "(any|are there any|do we have any|do i have any) (lint|linter|style) (errors|warnings|complaints|problems)",
        "what does the linter (say|think|complain about)",
        "(is the|is my|is our) (code|project) (clean|lint free)",
        "(cargo clippy|go vet|npm run lint|make lint|ruff check)",
    ),
    "project.format": (
        "(get|have) (it|the project|everything|the code|this|my code) (formatted|reformatted) [again]",
        "<get> (the|my|our) (project|code|source|files) (formatted|reformatted)",
        "(format|reformat|prettify) (the|my|our|all the) (source|sources|source code|files) [again]",
        "make (the|my) code pretty",
        "(cargo fmt|go fmt|npm run format|make format|ruff format|cargo format)",
    ),
    "project.install": (
        "(get|have) [all] (the|my|our) (dependencies|deps|requirements) (installed|fetched|downloaded)",
        "<get> [all] (the|my|our) (dependencies|deps|requirements) (installed|fetched|downloaded)",
        "(reinstall|re-install|refresh|restore|sync) [all] (the|my|our) (dependencies|deps|requirements|node modules)",
        "(install|download) [the|all|all the] node modules",
        "install (the|my|our) (npm|python|cargo|go|rust|node) (packages|dependencies|modules|requirements)",
        "(get|make) (the|this) project ready to (run|build|work on)",
        "(bundle|cargo|go) install (the|all the) (dependencies|deps)",
    ),
    "project.run_task": (
        "(have|let) [the] (task|target|script) {task} (run|go)",
        "<get> [the] (task|target|script) {task} (running|started|going)",
        "(do|perform) [the] (make|npm|just|poe|nox|tox) (task|target|script) {task}",
        "(run|start|do) (npm|make|just|poe|nox|tox) {task}",
    ),
    "project.clear": (
        "(run|start|do) (npm|make|just|poe|nox|tox) {task}",
        "<get> [the] (task|target|script) {task} (running|started|going)",
    ),
    "project.tasks": (
        "<show> [all] [the|our|my] [project|available] (tasks|targets|scripts|make targets|npm scripts) [there are|i"
        " can run|we have|here|of this project]",
        "<know> (what|which) (tasks|targets|scripts|make targets) (there are|we have|i have|i can run|this project"
        " has)",
        "what [else] can (this|the) project do",
        "what can (i|you|we) run (here|in this project)",
        "(tasks|targets|scripts|make targets|npm scripts) (here|please|of this project)",
        "what is in the (makefile|justfile)",
        "which (tasks|targets|scripts) (does|do) (the makefile|the justfile|package json|npm) (have|define|know)",
    ),
}
