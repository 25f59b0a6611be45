"""Failures at the edges, each with the one line that a user reads.

GolemError               exit code 2 and its message, no traceback (unless --debug)
├── ConfigError          a setting or policy file that cannot be used
├── ModelError           a model that is missing, corrupt or cannot be fetched
│   └── ModelMissing     not in the store; the message says which command fetches it
├── RemoteError          an engine on another machine that does not answer
├── AudioError           a device or an audio file that cannot be used
│   └── DeviceLost       a device that was there and is gone
└── UsageError           a wrong invocation of the command line

`skills.registry.SkillFault` and `policies.settings.PolicyFault` (those packages never import this one) are mapped
to ConfigError at the composition root.

An expected outcome (silence was heard, nothing matched, the gate said no) is a value, not an exception.
"""


class GolemError(Exception):
    """Base of all: `str()` is one line that says what is wrong and what to do."""


class ConfigError(GolemError):
    """A setting or policy file that cannot be used."""


class ModelError(GolemError):
    """A model that is corrupt or cannot be fetched or loaded."""


class ModelMissing(ModelError):
    """A model that is not in the store."""


class RemoteError(GolemError):
    """An engine on another machine, asked for by the settings, that does not answer."""


class AudioError(GolemError):
    """A device or an audio file that cannot be used."""


class DeviceLost(AudioError):
    """A device that was there and is gone."""


class UsageError(GolemError):
    """A wrong invocation of the command line."""
