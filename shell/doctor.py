"""What `golem doctor` looks at: each finding says what is so and, where something is wrong, how to mend it."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from intents.matcher import Matcher
from policies.settings import Policy
from shell.audio_device import list_devices
from shell.config import Config
from shell.devices import Direction
from shell.errors import AudioError, GolemError
from shell.finding import Finding, State
from shell.modules import confined
from shell.places import Places
from shell.sanitize import clean, visible
from shell.store import Store
from skills import proof, sandbox, services
from skills.own_programs import ProgramFault, own
from skills.own_programs import load as load_programs
from skills.process import ProcessFault
from skills.programs import ProgramMissing, Trust
from skills.registry import Registry
from skills.sandbox import Ground
from skills.spec import Origin


def looks(
    config: Config,
    places: Places,
    store: Store,
    registry: Callable[[], Registry],
    policy: Callable[[], Policy],
    *,
    ground: Callable[[], Ground],
    sound: Sequence[Finding] = (),
    measure_again: bool = False,
    begins: Callable[[str], None] = lambda _: None,
) -> list[tuple[str, Iterable[Finding]]]:
    """What is looked at and its findings, in the order in which one would set things up; each is made as it is read.

    `sound` is what was found by listening, which is not done here. `measure_again`: the engines' speeds as well;
    `begins` is told of each engine whose turn it is.
    """
    return [
        ("Python", [Finding("python", "good", sys.version.split()[0])]),
        ("folders", _folders(places)),
        ("the policy", _policy(places, policy)),
        ("the sandbox", _sandbox(ground)),
        ("sound", _devices()),
        ("sound", sound),
        ("models", _models(config, store)),
        ("speeds", _speeds(config, places, store, measure_again, begins)),
        ("chat", _chat_library()),
        ("skills", _skills(registry)),
        ("programs", _programs(places)),
        ("services", _services(registry)),
        ("the terminal", _terminal()),
    ]


def _folders(places: Places) -> Iterator[Finding]:
    for name in ("config", "state", "data", "cache"):
        folder: Path = getattr(places, name)
        nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
        if os.access(nearest, os.W_OK):
            yield Finding(f"{name} folder", "good", str(folder))
        else:
            yield Finding(
                f"{name} folder", "bad", f"{folder} cannot be written", f"make {nearest} writable, or set GOLEM_HOME"
            )


def _policy(places: Places, policy: Callable[[], Policy]) -> Iterator[Finding]:
    try:
        in_force = policy()
    except GolemError as fault:
        yield Finding("policy", "bad", str(fault), "mend the file, or move it away to use the built-in policy")
        return
    yield Finding("policy", "good", str(places.policy_file) if places.policy_file.exists() else "built in")
    for override in in_force.override:
        yield Finding("policy override", "good", clean(override.told()))


def _programs(places: Places) -> Iterator[Finding]:
    """The user's own tables of programs in panes; nothing where there are none."""
    try:
        yours = [one.name for one in own(load_programs(places.programs))]
    except ProgramFault as fault:
        mend = "mend the table, or move it away; the workspace does not start with it"
        yield Finding("programs of yours", "bad", clean(str(fault)), mend)
        return
    if yours:
        yield Finding("programs of yours", "good", clean(", ".join(yours)))


def _sandbox(ground: Callable[[], Ground]) -> Iterator[Finding]:
    """What the kernel holds, tried for real: from inside a sandbox, on a home folder made for it and on this one."""
    for lacking in sandbox.shortcomings():
        yield Finding("sandbox", "missing", lacking, "a Linux kernel from 6.12 on, with Landlock turned on, holds all")
    try:
        tried = [*proof.attempts(), *proof.attempts_on(ground())]
    except (GolemError, ProcessFault, OSError) as fault:
        yield Finding("sandbox", "bad", f"nothing could be tried in it: {fault}", "golem --debug doctor")
        return
    for attempt in tried:
        outcome = "refused" if attempt.refused else "done" if attempt.refused is False else f"not tried: {attempt.said}"
        # What a kernel is known to lack is told once, above; what not every machine offers is no fault of the set-up.
        state: State = "missing" if sandbox.shortcomings() or not attempt.needed else "bad"
        mend = "" if attempt.good else "golem --debug doctor says more; a Linux kernel from 6.12 on holds all"
        yield Finding(f"sandbox, {attempt.what}", "good" if attempt.good else state, outcome, mend)


def _devices() -> Iterator[Finding]:
    mend = "sudo apt-get install libportaudio2, plug a device in, or go on with: golem --typed"
    try:
        devices = list_devices()
    except AudioError as error:
        yield Finding("sound", "missing", str(error), mend)
        return
    kinds: tuple[tuple[str, Direction], ...] = (("microphone", "input"), ("loudspeaker", "output"))
    for kind, direction in kinds:
        usable = [device.name for device in devices if device.channels(direction) > 0]
        if usable:
            yield Finding(kind, "good", usable[0] + (f" and {len(usable) - 1} more" if len(usable) > 1 else ""))
        else:
            yield Finding(kind, "missing", "none found", mend)


def _models(config: Config, store: Store) -> Iterator[Finding]:
    for use, name in _chosen(config).items():
        if store.has(name):
            yield Finding(f"model to {use}", "good", name)
        else:
            yield Finding(f"model to {use}", "missing", f"{name} is not in the store", f"golem models pull {name}")


_DOES: Final = {"hear": "hearing", "speak": "speaking", "chat": "chat", "route": "routing"}


def _speeds(
    config: Config, places: Places, store: Store, again: bool, begins: Callable[[str], None]
) -> Iterator[Finding]:
    """How fast each engine here is, and which of several this machine should use; those elsewhere leave no choice."""
    from shell.engine_speeds import speeds_of  # noqa: PLC0415 - imports the transcriber's module

    for speeds in speeds_of(config, places, store, again=again, begins=begins):
        topic = f"{_DOES[speeds.use]} speed"
        for fault in speeds.faults:
            yield Finding(topic, "bad", str(fault), "mend or remove that model")
        if (advice := speeds.advice) is None:
            continue
        why = visible(advice.why)
        if advice.pick != speeds.kept:
            mend = f'set {speeds.use} = "{advice.pick}" under [models] in {places.config_file}, or: golem setup'
            yield Finding(topic, "good", why, mend)
        elif not advice.quick:
            yield Finding(
                topic, "missing", why, "golem doctor --measure, with nothing else at work; or a smaller model"
            )
        else:
            yield Finding(topic, "good", why)


def _chosen(config: Config) -> dict[str, str]:
    chosen = {"hear": config.models.hear, "speak": config.models.speak, "chat": config.models.chat}
    return chosen | ({} if config.models.route == "auto" else {"route": config.models.route})


def _chat_library() -> Iterator[Finding]:
    if importlib.util.find_spec("llama_cpp") is not None:
        yield Finding("chat library", "good", "llama-cpp-python")
    else:
        mend = "sudo apt-get install g++ && make setup"
        yield Finding("chat library", "missing", "llama-cpp-python is not built", mend)


def _skills(registry: Callable[[], Registry]) -> Iterator[Finding]:
    try:
        found = registry()
    except GolemError as error:
        yield Finding("skills", "bad", str(error), "golem skills list")
        return
    yield Finding("skills", "good", f"{len(found.skills)} allowed")
    if found.modules and found.off:
        yield Finding("your skills", "missing", "they are off", found.off)
    elif found.modules and not confined():
        yield Finding("your skills", "bad", "they run unconfined", "take unconfined out of the policy file")
    for waiting in found.pending:
        state = "has changed since it was allowed" if waiting.changed else "is not allowed"
        yield Finding("skill module", "missing", f"{waiting.title} {state}", f"golem skills allow {waiting.name}")
    for fault in found.faults:
        yield Finding("skill", "bad", str(fault), "golem skills check NAME says how; it is left out until then")
    # Among Golem's own a test finds none, and to look through all of them again takes half a minute.
    own = [skill.id for skill in found.skills if skill.origin is not Origin.BUILTIN]
    matcher = Matcher([skill.intent for skill in found.skills])
    for collision in matcher.collisions(own) if own else ():
        yield Finding("skills", "bad", str(collision), "change one's sentences, or golem skills deny one of them")


def _services(registry: Callable[[], Registry]) -> Iterator[Finding]:
    """What the skills speak to beside Golem, by which program, and which variables lead nowhere that is followed."""
    try:
        reaching = [skill for skill in registry().skills if skill.capabilities.services]
    except GolemError:  # told with the skills
        return
    trust = Trust(Path.home())
    for family in dict.fromkeys(skill.id.partition(".")[0] for skill in reaching):
        needs = next(skill.capabilities for skill in reaching if skill.id.startswith(f"{family}."))
        there = [name for name in needs.binaries if trust.has(name)]
        to = ", ".join(services.SERVICES[name].about for name in needs.services)
        if there:
            yield Finding(f"{family} skills", "good", f"{', '.join(there)}, which may speak to {to}")
        else:
            missing = ProgramMissing(needs.binaries[0])
            yield Finding(f"{family} skills", "missing", f"{', '.join(needs.binaries)}: not here", str(missing))
    for name in services.refused(os.environ):
        detail = f"{name} leads to no socket of this machine that is yours, and no program is given it"
        yield Finding("services", "missing", detail, f"unset {name}, or have it name such a socket")


def _terminal() -> Iterator[Finding]:
    if not sys.stdout.isatty():
        mend = "run golem in one for editors and completion"
        yield Finding("terminal", "missing", "standard output is no terminal", mend)
    elif os.environ.get("TERM", "dumb") == "dumb":
        yield Finding("terminal", "missing", "TERM is dumb", "set TERM for colour and the toolbar")
    else:
        yield Finding("terminal", "good", f"{os.environ['TERM']}, {sys.stdout.encoding}")
