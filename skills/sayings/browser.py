"""The browser: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "browser.page": (
        "(take me to|navigate to|point the browser at|browse) {page}",
        "<get> {page} (in|on) (the|my) browser",
        "xdg [dash] open {page}",
    ),
    "browser.site": (
        "(open|visit) the (page|website|site) at {site}",
        "(take me to|navigate to) the (page|website|web page|site|link) {site}",
        "(browse|visit) the (address|website) {site}",
    ),
    "browser.search": (
        "google [for] {query}",
        "duckduckgo [for] {query}",
        "search (google|duckduckgo) for {query}",
        "search online for {query}",
        "(ask|check) the (web|internet) (for|about) {query}",
    ),
}
