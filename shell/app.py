"""The composition root: the only place that picks which implementation plays each part."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from intents.matcher import Matcher
from intents.model import IntentSpec, Match, Source, Utterance
from intents.offered import Offer, Offering
from intents.phrasebook import Phrasebook
from intents.remembered import RememberedClassifier, RememberedEntailer
from intents.router import Router
from intents.zero_shot import LazyClassifier, LazyEntailer, ZeroShotClassifier
from policies.gate import Gate
from policies.settings import Policy, PolicyFault, check_skills
from policies.settings import load as load_policy
from policies.trees import TrustedTrees
from shell.attendant import ShellAttendant
from shell.attention import Attention, without_phrase
from shell.config import Config
from shell.confirm import AskingConfirmer, Confirmer, FixedConfirmer
from shell.dialogue import Asker, Dialogue, Successor, Understanding
from shell.engines import chat_of
from shell.errors import ConfigError, ModelError, ModelMissing
from shell.execute import Executor
from shell.foresight import Foresight, SkillForesight
from shell.inbox import Inbox
from shell.jobs import MOMENT_S
from shell.journal import Journal
from shell.lazy import Lazy
from shell.live_sayable import LiveSayable
from shell.manifest import load_manifest
from shell.modules import start_of, why_off
from shell.parts import Parts
from shell.places import Places, places_of_user
from shell.present import Presentation
from shell.rescoring import Sayable
from shell.session import ShellSession, home_folder
from shell.store import Store, default_models_folder
from shell.talk import ChatTalker
from shell.terminal import Terminal
from shell.turn import Conversation
from shell.workspace import Surroundings, programs_of, workspace_at
from skills.author import SkillFault
from skills.machine import process_names
from skills.memory import FileMemory
from skills.offered import offered
from skills.process import Runner
from skills.programs import TOOLCHAINS
from skills.registry import Registry
from skills.sandbox import Ground
from skills.spec import Call, Effect
from skills.tmux import Tmux

if TYPE_CHECKING:
    from intents.entailment import EntailmentClassifier

DISTILBART = "distilbart-mnli-12-3"
EMBEDDED = "golem-entailment"


@dataclass(frozen=True, slots=True)
class Core:
    """What every way of running Golem shares: understanding, judging and doing, with no screen, ear or voice."""

    config: Config
    places: Places
    store: Store
    registry: Registry
    matcher: Matcher
    classifier: LazyClassifier
    policy: Policy
    gate: Gate
    session: ShellSession
    runner: Runner
    thinking: ThreadPoolExecutor
    workspace: Tmux | None = None
    """The panes beside Golem, where it runs in a workspace."""

    def router(self) -> Router:
        """A router over the classifier and the matcher."""
        return Router(self.classifier, self.matcher)

    def sayable(self) -> Sayable:
        """What can be said in the session as it stands, ready to be asked; seconds to make."""
        from shell.tts import english_sounds  # noqa: PLC0415 - loads piper's settings; typed lines need it not

        intents = said_here(self.registry, self.workspace)
        self.matcher.lay_out()
        phrasebook = Phrasebook([self.matcher.grammar(intent) for intent in intents], english_sounds, _names)
        phrasebook.warm()
        ending = {skill.id for skill in self.registry.skills if skill.ends}
        return LiveSayable(self.matcher, phrasebook, lambda: self.session.scene(Source.VOICE), ending)

    def offers(self, typed: str) -> Iterator[Offer]:
        """What could be meant by whoever has typed so much, as things stand now; looks at files."""
        offering = Offering(self.session.sayable, self.matcher.grammar)
        return offering.offers(typed, self.session.scene(Source.TYPED))

    def close(self) -> None:
        """Release the worker thread, and end the modules' processes."""
        self.registry.close()
        self.thinking.shutdown(wait=False, cancel_futures=True)


def compose_core(config: Config, *, beside: str | None = None) -> Core:
    """Pick the parts that every way of running shares; nothing heavy is loaded yet. Raises ConfigError.

    `beside` is the socket of the workspace that this Golem runs in.
    """
    places = places_of_user()
    policy = policy_read(places.policy_file)
    registry = registry_of(places, policy)
    check_skill_ids(places.policy_file, policy, registry)
    embedded = Lazy(load_embedded)
    matcher = Matcher([skill.intent for skill in registry.skills], RememberedEntailer(LazyEntailer(embedded.get)))
    store = store_of(config)

    session = ShellSession(
        _working_folder(), lambda: said_here(registry, workspace), attention=Attention(config.attention)
    )
    runner = Runner(ground=ground_of(places, policy, store))
    workspace = workspace_at(beside, runner, programs_of(places) if beside else None)
    if workspace is not None:
        session.inside = Surroundings(workspace, lambda: session.recent.call).words_for
    return Core(
        config,
        places,
        store,
        registry,
        matcher,
        LazyClassifier(lambda: RememberedClassifier(pick_classifier(config, store, embedded.get))),
        policy,
        Gate(policy),
        session,
        runner,
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="think"),
        workspace,
    )


def said_here(registry: Registry, workspace: Tmux | None) -> list[IntentSpec]:
    """The sentences of every skill that is there: those for panes only where there are any."""
    return [skill.intent for skill in registry.skills if workspace is not None or not skill.intent.within]


def ground_of(places: Places, policy: Policy, store: Store) -> Ground:
    """What no process that Golem starts may read, or write: what the policy closes, and what Golem keeps for itself."""
    home = home_folder()
    closed = [home / place[2:] if place.startswith("~/") else Path(place) for place in policy.paths.forbidden]
    kept = (places.config, places.state, places.data, store.folder)
    return Ground(home, tuple(closed), kept, places.cache / "trees")


def store_of(config: Config) -> Store:
    """The model store: $GOLEM_MODELS, else the setting, else the user's cache folder."""
    chosen = config.models.folder
    folder = Path(chosen).expanduser() if chosen and not os.environ.get("GOLEM_MODELS") else default_models_folder()
    return Store(folder, load_manifest())


def registry_of(places: Places, policy: Policy | None = None) -> Registry:
    """The skills under `policy`, by default the one in force. Raises ConfigError for an allow-list or a policy file
    that cannot be read.
    """
    policy = policy or policy_read(places.policy_file)
    try:
        return Registry(
            places.skills,
            places.allow_list,
            kept=places.allowed,
            start=start_of(places, policy),
            off=why_off(places, policy),
            offers=offered,
        )
    except SkillFault as fault:
        raise ConfigError(str(fault)) from fault


def policy_of(places: Places, registry: Registry) -> Policy:
    """The policy in force. Raises ConfigError for a policy file that cannot be used or that mistypes a skill's id."""
    return take_policy(places.policy_file, registry)


def take_policy(file: Path, registry: Registry) -> Policy:
    """The built-in policy with what `file` says. Raises ConfigError as `policy_of` does."""
    policy = policy_read(file)
    check_skill_ids(file, policy, registry)
    return policy


def policy_read(file: Path) -> Policy:
    """The same before there are skills to check it against. Raises ConfigError for a file that cannot be used."""
    try:
        return load_policy(file)
    except PolicyFault as fault:
        raise ConfigError(str(fault)) from fault


def check_skill_ids(file: Path, policy: Policy, registry: Registry) -> None:
    """Raises ConfigError where `policy`, read from `file`, speaks of a skill that is not known."""
    try:
        check_skills(file, policy, [skill.id for skill in registry.known])
    except PolicyFault as fault:
        raise ConfigError(str(fault)) from fault


def load_embedded() -> EntailmentClassifier:
    """The entailment model that ships. It judges meanings whoever routes: their thresholds were chosen for it."""
    from intents.entailment import EntailmentClassifier as Embedded  # noqa: PLC0415 - loads onnxruntime

    return Embedded()


def pick_classifier(
    config: Config, store: Store, embedded: Callable[[], ZeroShotClassifier] = load_embedded
) -> ZeroShotClassifier:
    """distilbart-mnli where its weights are there, else the entailment model that ships; heavy: call it off the loop.

    Raises ModelMissing for a model that the settings name and the store lacks, ModelError for one that is none.
    """
    wanted = config.models.route
    if wanted == DISTILBART or (wanted == "auto" and store.has(DISTILBART)):
        from intents.distilbart import CheckpointFault, DistilbartClassifier  # noqa: PLC0415 - loads torch

        try:
            return DistilbartClassifier(store.resolve(DISTILBART))
        except CheckpointFault as fault:
            raise ModelError(f"{fault}: remove it, then: golem models pull {DISTILBART}") from fault
    if wanted not in ("auto", EMBEDDED):
        raise ModelMissing(f"models.route is {wanted!r}; it can be auto, {DISTILBART} or {EMBEDDED}")
    return embedded()


def foresight_of(core: Core) -> Foresight:
    """What words seem to come to before they have ended."""

    def effects(match: Match, utterance: Utterance) -> tuple[Effect, ...]:
        said = Call(core.registry.skill(match.intent.id), match, utterance, core.session.cwd)
        return said.skill.effect, core.session.recent.stands_for(said, core.registry.skill).skill.effect

    def addressed(text: str) -> str:
        return without_phrase(text, core.config.attention.phrase)[1]

    return SkillForesight(
        core.router(), core.matcher, core.thinking, scene=core.session.scene, effects=effects, addressed=addressed
    )


def compose_conversation(
    core: Core,
    terminal: Terminal,
    presentation: Presentation,
    inbox: Inbox,
    asker: Asker | None,
    *,
    yes: bool = False,
    dry_run: bool = False,
    listens: Callable[[], bool] = lambda: False,
    beside: bool = False,
) -> Conversation:
    """The turn's parts, joined. Without an `asker` nobody is asked; `yes` agrees beforehand to what would be.

    `listens` says whether a question may be answered aloud just now; `beside`, whether long jobs go on beside the talk.
    """
    understanding = Understanding(core.matcher, core.thinking)
    successor = Successor(understanding, core.session.scene, inbox.put_next)
    timeout_s = core.policy.confirmation.timeout_s
    tell = partial(terminal.show, style="notice")
    confirmer: Confirmer = FixedConfirmer(yes, core.policy.confirmation.good_for_s, tell)
    if asker is not None and not yes:
        confirmer = AskingConfirmer(asker, core.policy, successor, listens=listens)
    journal = Journal(core.places.journal, warn=lambda line: terminal.show(line, "trouble"))
    memories = core.places.memories
    executor = Executor(
        core.session,
        terminal,
        core.runner,
        core.workspace,
        moment_s=MOMENT_S if beside else None,
        attendant=ShellAttendant(presentation, asker),
        memories=memories,
    )
    talker = ChatTalker(chat_of(core.config, core.store, tell), presentation)
    parts = Parts(
        router=core.router(),
        understanding=understanding,
        registry=core.registry,
        gate=core.gate,
        confirmer=confirmer,
        executor=executor,
        presenter=presentation,
        talker=talker,
        journal=journal,
        session=core.session,
        dialogue=Dialogue(asker, understanding, core.gate, successor, timeout_s) if asker is not None else None,
        trusts=TrustedTrees(core.places.trusted_trees).trusts,
        own_folders=(core.places.config, core.places.state, core.store.folder),
        workspace=core.workspace,
        remembered=lambda keeper: FileMemory(memories, keeper).recall(),
    )
    return Conversation(parts, dry_run=dry_run)


def _names() -> list[str]:
    """Programs that a name may mean: those that run, and those that developers install for themselves."""
    return [*TOOLCHAINS, *process_names()]


def _working_folder() -> Path:
    """Where Golem was started. Raises ConfigError where that folder is gone."""
    try:
        return Path.cwd()
    except OSError as error:
        raise ConfigError("the folder that golem was started in is gone; go to one that is there") from error
