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
}
"""Each heavy or foreign library and the one file that imports it; training, which does not ship, is beside it."""

STARTERS = {"subprocess", "pty", "multiprocessing", "pexpect"}
START_CALLS = {
    "system",
    "popen",
    "execv",
    "execve",
    "execl",
    "execlp",
    "execvp",
    "spawnv",
    "spawnl",
    "fork",
    "posix_spawn",
}
MAY_START = {"skills/process.py", "skills/capture.py", "shell/store_pip.py"}
"""skills/process.py starts them (capture.py reads their pipes); store_pip.py is the set-up's, never an utterance's."""


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


@pytest.mark.parametrize("name", NAMES)
def test_processes_start_in_one_file(name: str) -> None:
    """No other file imports what could start a process, or calls os.system and its kin."""
    if name in MAY_START:
        return
    tree = ast.parse((ROOT / name).read_text("utf-8"))
    for module, line in imports(ROOT / name):
        assert module.split(".")[0] not in STARTERS, f"{name}:{line}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on_os = isinstance(node.func.value, ast.Name) and node.func.value.id == "os"
            assert not (on_os and node.func.attr in START_CALLS), f"{name}:{node.lineno}"
            assert node.func.attr not in {"create_subprocess_exec", "create_subprocess_shell"}, f"{name}:{node.lineno}"


@pytest.mark.parametrize("name", NAMES)
def test_no_shell_is_ever_asked_for(name: str) -> None:
    """`shell=True` stands nowhere."""
    for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "shell":
            raise AssertionError(f"{name}:{node.value.lineno}")


def test_chat_imports_nothing_that_acts() -> None:
    """The language model's file reaches neither router, matcher, skills nor policies."""
    for name in ("shell/chat.py", "shell/conversation.py"):
        for module, _ in imports(ROOT / name):
            assert module.split(".")[0] not in {"skills", "policies", "intents"}
