"""The slot that takes an address of the web, as it is said or typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from intents.model import Resolved, Scene, Unresolved
from intents.normalize import spoken_name
from skills import web

_SPOKEN: Final = (("https colon slash slash", "https://"), ("http colon slash slash", "http://"), ("w w w", "www"))


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the web, as a browser is given it."""

    sure: bool = False
    """Whether the words around it say that it is one: then any host will do, else only one that is no file's name."""
    name: str = "address"
    choices: None = None
    free: bool = False
    narrow: bool = True

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The address, in full and in ASCII."""
        words = said.strip().lower() if scene.heard else said.strip()
        for spoken, written in _SPOKEN:
            words = words.replace(spoken, written)
        words = words.replace(":// ", "://")
        written = words if "://" in words and " " not in words else spoken_name(words)
        plain = "://" not in written and not written.lower().startswith("www.")
        host = written.partition("/")[0].partition(":")[0].lower()
        if plain and not self.sure and (host.rpartition(".")[2] not in web.KNOWN or (scene.cwd / written).exists()):
            return Unresolved(f"{said!r} is no page of the web.", stray=True)
        try:
            return Resolved(web.address(written), 1.0)
        except web.NoAddress as fault:
            return Unresolved(str(fault), stray=plain and not self.sure)


def is_whole(said: str, value: object) -> bool:
    """Whether words are nothing but one address in full, from `http` on, and `value` is what it stands for."""
    if not said.lower().startswith(("http://", "https://")):
        return False
    try:
        return web.address(said) == value
    except web.NoAddress:
        return False
