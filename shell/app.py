"""The composition root: the only place that picks which implementation plays each part."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from intents.matcher import Matcher
from intents.model import IntentSpec
from intents.router import Router
from intents.zero_shot import ZeroShotClassifier
from policies.gate import Gate
from policies.settings import PolicyFault
from policies.settings import load as load_policy
from shell.config import Config
from shell.confirm import AskingConfirmer, Confirmer, FixedConfirmer
from shell.errors import ConfigError, ModelError
from shell.execute import Executor
from shell.hearing import Hearing
from shell.inbox import Arrival, Inbox
from shell.journal import Journal, TurnRecord
from shell.lazy import Lazy
from shell.loop import Shell, converse
from shell.present import Mouth, Presentation
from shell.session import ShellSession
from shell.status import Status
from shell.talk import ChatTalker
from shell.terminal import PlainTerminal, PromptTerminal, Terminal
from shell.turn import Conversation, Parts
from skills.process import Runner
from skills.registry import Registry
