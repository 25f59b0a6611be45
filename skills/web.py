"""Addresses of the web, from what was said or typed to just what a browser is given. Pure.

Only http and https; nobody's name or password before the host; letters that are no ASCII in a form in which they cannot
pass for others (punycode, %-escapes); a port that is not the usual one stays where it shows.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import quote, quote_plus, urlsplit

LONGEST: Final = 2000
SEARCH: Final = "https://duckduckgo.com/?q="
"""Before the words that are looked for; the page works without scripts and without an account."""
USUAL: Final = {"http": 80, "https": 443}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d{1,5}(?:/|$))(.*)", re.DOTALL)
"""What stands before a colon, unless the colon is a port's."""
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?")
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_NUMBERS = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?")
"""All that browsers take for a number, and so for an address."""
KNOWN: Final = frozenset(
    """com org net edu gov io dev app ai co uk de fr nl be ch at it es pt se no fi dk eu us ca au nz jp in br tv info
    blog news wiki cloud tech site online shop page""".split()  # noqa: SIM905 - words read best as words
)
"""Ends of hosts that are taken for a page's where neither its scheme nor "the page" was said; none is a file's."""


class NoAddress(ValueError):
    """Words that are no address which may be opened; `str()` says why in a sentence."""


def address(written: str) -> str:
    """The address, in full and in ASCII. Raises NoAddress."""
    text = written.strip()
    if not text or len(text) > LONGEST or re.search(r"[\s\x00-\x1f\x7f-\x9f\\]", text) or not text.isprintable():
        raise NoAddress("That is no address of the web.")
    found = _SCHEME.fullmatch(text)
    scheme = found[1].lower() if found else "https"
    if scheme not in USUAL:
        raise NoAddress(f"Only pages of the web are opened, http and https, and not {scheme[:20]}.")
    if found and not found[2].startswith("//"):
        raise NoAddress("That is no address of the web.")
    try:
        parts = urlsplit(text if found else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NoAddress("That is no address of the web.") from error
    if "@" in parts.netloc:
        raise NoAddress("An address with a name or a password before its host is not opened.")
    if port == 0:
        raise NoAddress("There is no port 0.")
    shown = _host(host)
    behind = f":{port}" if port is not None and port != USUAL[scheme] else ""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe=_IN_A_QUERY)}" if parts.query else ""
    fragment = f"#{quote(parts.fragment, safe=_IN_A_QUERY)}" if parts.fragment else ""
    return f"{scheme}://{shown}{behind}{path}{query}{fragment}"


_IN_A_QUERY: Final = "/%:@!$&'()*+,;=~-._?"


def _host(host: str) -> str:
    """A host's name in ASCII, or its number. Raises NoAddress."""
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host)}]"
        except ValueError as error:
            raise NoAddress("That is no address of the web.") from error
    try:
        name = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError as error:
        raise NoAddress("The host's name has letters that no host may have.") from error
    if _NUMBERS.fullmatch(name):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError as error:
            raise NoAddress("The host is a number that does not show which machine it is.") from error
    *labels, top = name.split(".")
    known = name == "localhost" or (labels and _TOP.fullmatch(top))
    if len(name) > 253 or not known or not all(map(_LABEL.fullmatch, labels)):
        raise NoAddress("That is no host of the web.")
    return name


def notes(url: str) -> list[str]:
    """What of an address a person should look at before it is opened, in a few words each."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    found = []
    if parts.scheme == "http":
        found.append("it is not encrypted")
    if parts.port is not None:
        found.append(f"the port is {parts.port}")
    if re.fullmatch(r"[\d.]+|.*:.*", host):
        found.append("the host is a number")
    if "xn--" in host:
        found.append("the host's name has letters that may look like others")
    return found


def looked_for(words: str) -> str:
    """The address of a search for words. Raises NoAddress."""
    return address(SEARCH + quote_plus(" ".join(words.split())))
