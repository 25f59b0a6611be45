"""The shape of the code: which way imports go, where processes start, and where the network may be touched."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ORDER = ("intents", "skills", "policies", "shell")
FILES = [file for package in ORDER for file in sorted((ROOT / package).rglob("*.py"))]
NAMES = [str(file.relative_to(ROOT)) for file in FILES]

ONE_IMPORTER = {
    "sounddevice": {"shell/audio_device.py"},
    "faster_whisper": {"shell/asr_whisper.py"},
    "ctranslate2": {"shell/asr_whisper.py"},
    "llama_cpp": {"shell/chat.py"},
    "piper": {"shell/tts.py"},
    "hassil": {"intents/grammar.py", "intents/arcs.py"},
    "transformers": {
        "intents/distilbart.py",
        *(f"intents/training/{name}.py" for name in ("fit", "export", "__main__")),
    },
    "huggingface_hub": {"shell/store_hub.py"},
    "soxr": {"shell/resample.py"},
    "livekit": {"shell/echo_canceller.py"},
    "soundfile": {"shell/audio_file.py"},
    "detect_secrets": {"skills/masking.py"},
    "pint": {"skills/sums.py"},
}
"""Each heavy or foreign library and the one file that imports it; training, which does not ship, is beside it."""


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """Every imported module of a file with its line."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, node.lineno


@pytest.mark.parametrize("name", NAMES)
def test_imports_go_one_way(name: str) -> None:
    """intents ← skills ← policies ← shell: no package imports one to its right."""
    own = ORDER.index(Path(name).parts[0])
    for module, line in imports(ROOT / name):
        top = module.split(".")[0]
        if top in ORDER:
            assert ORDER.index(top) <= own, f"{name}:{line} imports {module}"


@pytest.mark.parametrize("library", ONE_IMPORTER)
def test_a_heavy_library_has_one_importer(library: str) -> None:
    """So that it can be replaced, and is loaded only when it is used."""
    found = {name for name in NAMES if any(module.split(".")[0] == library for module, _ in imports(ROOT / name))}
    assert found <= ONE_IMPORTER[library]
    assert found


DOOR = "skills/process.py"
"""The one file that may start a process."""
LAUNCHER = "skills/alone.py"
"""What that file starts in a sandbox to become the program: it is run, never imported to be called."""
STARTING_MODULES = {
    *("subprocess", "_posixsubprocess", "multiprocessing", "pty", "popen2", "commands", "runpy", "webbrowser"),
    *("pexpect", "ptyprocess", "sh", "plumbum", "invoke", "fabric", "envoy", "delegator"),
}
STARTING_NAMES = {
    *("system", "popen", "fork", "forkpty", "posix_spawn", "posix_spawnp", "startfile"),
    *(f"{kind}{ending}" for kind in ("exec", "spawn") for ending in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")),
}
"""What `os`, or C's library, has to start or double a process with."""
STARTING_EVERYWHERE = {
    *("create_subprocess_exec", "create_subprocess_shell", "subprocess_exec", "subprocess_shell"),
    *("ProcessPoolExecutor", "run_process", "open_process", "posix_spawn", "posix_spawnp", "execve", "vfork"),
}
"""Names that start processes whatever object they are looked up on."""


def ways_to_start(tree: ast.AST) -> list[str]:
    """What in a file could start a process."""
    names = {"os", "posix"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname for alias in node.names if alias.asname and alias.name in {"os", "posix"}}
    return [way for node in ast.walk(tree) for way in _way_to_start(node, names)]


def _way_to_start(node: ast.AST, names_of_os: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in STARTING_MODULES)
    elif isinstance(node, ast.ImportFrom):
        module, taken = (node.module or "").partition(".")[0], {alias.name for alias in node.names}
        of_os = module in {"os", "posix"} and taken & {*STARTING_NAMES, "*"}
        if of_os or module in STARTING_MODULES or taken & {*STARTING_EVERYWHERE, "subprocess"}:
            yield f"from {node.module} import {taken}"
    elif isinstance(node, ast.Attribute):
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        on_os = owner in names_of_os or isinstance(node.value, ast.Call)  # libc().system, too
        known = (owner, node.attr) in {("psutil", "Popen"), ("asyncio", "subprocess"), ("libc", "system")}
        if known or node.attr in STARTING_EVERYWHERE or (on_os and node.attr in STARTING_NAMES):
            yield f"{owner}.{node.attr}"
    elif isinstance(node, ast.Call):  # by a name in quotes: getattr(os, "system"), import_module("subprocess")
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        quoted = {one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        if called in {"getattr", "import_module", "__import__"} and quoted & (STARTING_NAMES | STARTING_MODULES):
            yield f"{called} {quoted}"


@pytest.mark.parametrize("name", NAMES)
def test_processes_start_in_one_file(name: str) -> None:
    """skills/process.py is the only door: nothing else in the four packages imports or names what starts a process."""
    found = ways_to_start(ast.parse((ROOT / name).read_text("utf-8")))
    if name == LAUNCHER:
        assert found == ["os.execve"]
    else:
        assert bool(found) == (name == DOOR), found


def test_the_launcher_is_only_named() -> None:
    """One file imports it, for the path of its file, and calls nothing in it."""
    naming = {name for name in NAMES if "alone" in (ROOT / name).read_text("utf-8") and _imports_launcher(name)}
    assert naming == {"skills/loopback.py"}
    tree = ast.parse((ROOT / "skills/loopback.py").read_text("utf-8"))
    used = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _is_launcher(node.value)]
    assert used == ["__file__"]


def _imports_launcher(name: str) -> bool:
    nodes = ast.walk(ast.parse((ROOT / name).read_text("utf-8")))
    taken = [f"{node.module}.{one.name}" for node in nodes if isinstance(node, ast.ImportFrom) for one in node.names]
    return any(one.startswith("skills.alone") for one in (*taken, *(module for module, _ in imports(ROOT / name))))


def _is_launcher(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "alone"


@pytest.mark.parametrize(
    "code",
    [
        "import subprocess",
        "from subprocess import run as r",
        "import subprocess as s",
        "import os\nos.system('id')",
        "import os as o\no.execv",
        "from os import execvp",
        "from os import *",
        "import os\nos.spawnl",
        "import os\nos.posix_spawn",
        "import os\ngetattr(os, 'popen')",
        "import importlib\nimportlib.import_module('subprocess')",
        "__import__('pty')",
        "import asyncio\nasyncio.create_subprocess_exec",
        "from asyncio import subprocess",
        "import asyncio\nasyncio.subprocess.create_subprocess_shell",
        "loop.subprocess_exec()",
        "import pty",
        "import psutil\npsutil.Popen",
        "import multiprocessing.pool",
        "from concurrent.futures import ProcessPoolExecutor",
        "import ctypes\nctypes.CDLL(None).system(b'id')",
        "libc.execve(b'/bin/sh')",
        "import os as x\nfrom os import popen",
    ],
)
def test_the_search_finds_each_way(code: str) -> None:
    """The test above can fail."""
    assert ways_to_start(ast.parse(code))


@pytest.mark.parametrize("name", NAMES)
def test_no_shell_is_ever_asked_for(name: str) -> None:
    """`shell=True` stands nowhere."""
    for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "shell":
            raise AssertionError(f"{name}:{node.value.lineno}")


HANDLE_MODEL_WORDS = ("shell/chat.py", "shell/conversation.py", "shell/openai_chat.py", "shell/talk.py")
MAY_REACH = {
    "intents.model",
    "shell.amx",
    "shell.sanitize",
    "shell.errors",
    "shell.lazy",
    "shell.remote",
    "shell.conversation",
}
"""Besides each other. None of them can route, match, judge, grant, confirm, run, or take in an utterance."""


def reached(name: str) -> set[str]:
    """Every module of Golem's that a file imports, and that those import, and so on."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for module, _ in imports(ROOT / waiting.pop()):
            file = module.replace(".", "/") + ".py"
            if module.split(".")[0] in ORDER and module not in found:
                found.add(module)
                waiting += [file] if (ROOT / file).is_file() else []
    return found


@pytest.mark.parametrize("name", HANDLE_MODEL_WORDS)
def test_what_handles_model_words_reaches_nothing_that_acts(name: str) -> None:
    """By no chain of imports: neither router, matcher, skills and policies, nor inbox, executor or process."""
    allowed = MAY_REACH | {file.removesuffix(".py").replace("/", ".") for file in HANDLE_MODEL_WORDS}
    assert reached(name) <= allowed


@pytest.mark.parametrize("name", HANDLE_MODEL_WORDS)
def test_what_handles_model_words_makes_no_utterance(name: str) -> None:
    """It is given one to answer, and calls nothing that would make another."""
    for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func).rpartition(".")[2]
            assert called not in {"Utterance", "Arrival", "Call", "Permit", "grant", "replace", "put", "exec", "eval"}
