"""The browser: open a page, search the web. Both leave this machine, so the policy asks, the whole address shown."""

from __future__ import annotations

from typing import Annotated, Final

from intents.slots import FreeText as TextSlot
from skills import either, web
from skills.addresses import Address
from skills.author import (
    Capabilities,
    Context,
    Effect,
    ProcessFault,
    Reply,
    skill,
)
from skills.sayings.browser import SAYINGS
from skills.wording import listed

Query = Annotated[str, TextSlot("query")]
"""What the web is asked for, as it was said."""
NEEDS: Final = Capabilities(reads=(), binaries=("xdg-open",), services=("screen", "session"))


Page = Annotated[str, Address()]
Site = Annotated[str, Address(sure=True)]


def _open(context: Context, url: str) -> Reply:
    done = context.leave(["xdg-open", url])
    if done.returncode != 0:
        raise ProcessFault(f"no browser opened it: {either.complaint(done)}")
    return Reply("It is open in your browser.", f"opened {url}")


def plan_page(page: str) -> str:
    """What `page` would do."""
    more = web.notes(page)
    return f"Open {page} in your browser, which goes on the network.{f' Note: {listed(more)}.' if more else ''}"


@skill(
    "browser.page",
    says=[
        "(open|go to|visit|browse to|show me|bring up|load|pull up) {page} [in (the|my|a) browser]",
        "(open|load) [the|my] browser (at|on|with) {page}",
    ],
    also=SAYINGS["browser.page"],
    kind="command",
    effect=Effect.CHANGE,
    plan=plan_page,
    capabilities=NEEDS,
)
def page(context: Context, page: Page) -> Reply:
    """Open a page of the web in the browser."""
    return _open(context, page)


def plan_site(site: str) -> str:
    """What `site` would do."""
    return plan_page(site)


@skill(
    "browser.site",
    says=[
        "(open|go to|visit|browse to|show me|bring up|load|pull up) the (page|website|web page|site|web site|url|link)"
        " {site} [in (the|my|a) browser]",
    ],
    also=SAYINGS["browser.site"],
    kind="command",
    effect=Effect.CHANGE,
    plan=plan_site,
    capabilities=NEEDS,
)
def site(context: Context, site: Site) -> Reply:
    """Open a website by its address in the browser."""
    return _open(context, site)


def plan_search(query: str) -> str:
    """What `search` would do."""
    try:
        url = web.looked_for(query)
    except web.NoAddress as fault:
        return f"Nothing: {fault}"
    return f"Open {url} in your browser: these words leave this machine."


@skill(
    "browser.search",
    says=[
        "search the (web|internet) for {query}",
        "(search|look) (on|in|through) the (web|internet) for {query}",
        "(look up|look for|find) {query} (on the (web|internet)|online)",
        "(do|run|make) a web search for {query}",
        "web search [for] {query}",
    ],
    also=SAYINGS["browser.search"],
    kind="command",
    effect=Effect.CHANGE,
    plan=plan_search,
    capabilities=NEEDS,
)
def search(context: Context, query: Query) -> Reply:
    """Search the web for some words, in the browser."""
    try:
        return _open(context, web.looked_for(query))
    except web.NoAddress as fault:
        return Reply(str(fault), ok=False)
