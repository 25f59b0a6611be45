"""Secrets taken out of what is to be kept: tokens, keys and passwords become `[masked]`.

detect-secrets (Yelp) knows what the tokens of many services look like; its patterns are used, and nothing is ever
looked up. Its measures of randomness are not: a commit's hash and a file's name would be masked too. Beside it stand
how people say a password ("the password is …") and a private key's inside: it knows the first line only.

A text that cannot hold any of this, as nearly none does, is let through by one look, and the library is not loaded for
it. The one importer of detect_secrets.
"""

from __future__ import annotations

import importlib
import inspect
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, Final
from urllib.parse import unquote

MASK: Final = "[masked]"
_PLUGINS: Final = (
    "artifactory",
    "aws",
    "azure_storage_key",
    "basic_auth",
    "cloudant",
    "discord",
    "github_token",
    "gitlab_token",
    "ibm_cloud_iam",
    "ibm_cos_hmac",
    "jwt",
    "mailchimp",
    "npm",
    "openai",
    "pypi_token",
    "sendgrid",
    "slack",
    "softlayer",
    "square_oauth",
    "stripe",
    "telegram_token",
    "twilio",
)
"""detect-secrets' detectors that go by a token's own shape."""
_NAMES: Final = (
    r"(?:pass(?:word|wd|phrase|code)s?|pwd|secret|token|credentials?|\bpin(?: code| number)?\b"
    r"|(?:api|access|private|secret|auth|account)[ _-]?key)"
)
_VALUE: Final = r"(\"[^\"\n]+\"|'[^'\n]+'|[^\s\"',;]+)"
_CLAUSE: Final = r"((?:[^\n.,;!?]|[.,;!?](?=\S)){1,80})"
"""What is said of a thing, up to the end of the clause: a pass phrase has several words."""
_SAID: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_NAMES}\w{{0,30}}[\"']?\s{{0,3}}[:=]{{1,3}}>?\s{{0,3}}{_VALUE}",
        rf"{_NAMES}\s+(?:is|equals)\s+{_CLAUSE}",
        rf"\b(?:set|change)\b[^\n]{{0,40}}?{_NAMES}\s+to\s+{_CLAUSE}",
        r"\b(?:bearer|authorization:\s*\w+)\s+([\w.~+/=-]{8,})",
    )
)
"""A value given to something by such a name, in writing and in speech."""
_PRIVATE_KEY: Final = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)
_WORTH_A_LOOK: Final = re.compile(r"[\w-]{20}|://[^\s/]*@|\d{8}:|AccountKey", re.ASCII)
"""What every token's shape has somewhere."""
_REST: Final = r"[\w+/=~-]*(?:\.[\w+/=~-]+)*"
"""What belongs to a token behind the part by which it is known, such as the signature of a JSON web token."""


def masked(value: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """The value with every secret in its texts masked, names of members aside. Blocks; the first secret, some 0.2 s."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {name: masked(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [masked(part) for part in value]
    return value


def mask(text: str) -> str:
    """The text with every secret masked; all of it, where one is written with %-escapes, once or twice."""
    plain = text
    for _ in range(2):
        if "%" in plain and _masked(plain := unquote(plain)) != plain:
            return MASK
    return _masked(text)


def _masked(text: str) -> str:
    text = _PRIVATE_KEY.sub(MASK, text)
    for pattern in _SAID:
        text = pattern.sub(_mask_value, text)
    if _WORTH_A_LOOK.search(text):
        for pattern in _shapes():
            text = pattern.sub(MASK, text)
    return text


def _mask_value(match: re.Match[str]) -> str:
    start, end = match.span(1)
    whole = match.string
    return whole[match.start() : start] + MASK + whole[end : match.end()]


_LOADING: Final = threading.Lock()


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    return tuple(_of_plugins())


def _of_plugins() -> Iterator[re.Pattern[str]]:
    with _without_ipv6():
        from detect_secrets.plugins.base import RegexBasedDetector  # noqa: PLC0415 -- 0.2 s, for few turns

        modules = [importlib.import_module(f"detect_secrets.plugins.{name}") for name in _PLUGINS]
    for module in modules:
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, RegexBasedDetector) and kind.__module__ == module.__name__:
                yield from (re.compile(f"(?:{known.pattern}){_REST}", known.flags) for known in kind().denylist)


@contextmanager
def _without_ipv6() -> Iterator[None]:
    """The library's client for the web tries at its import whether IPv6 sockets can be had; here it is told that not.

    It would ask nobody, but Golem opens no socket, be it to nobody.
    """
    with _LOADING:
        before, socket.has_ipv6 = socket.has_ipv6, False
        try:
            yield
        finally:
            socket.has_ipv6 = before
