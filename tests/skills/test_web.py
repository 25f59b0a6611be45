"""Addresses: what is said becomes just what a browser gets, and nothing that is not the web."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model import Resolved, Scene, Unresolved
from skills.addresses import Address
from skills.families import browser
from skills.options import TABLES, check
from skills.web import NoAddress, address, looked_for, notes


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("github.com", "https://github.com/"),
        ("HTTP://Example.ORG:80/A?b=c#d", "http://example.org/A?b=c#d"),
        ("https://example.org:8443/x", "https://example.org:8443/x"),
        ("localhost:3000/a", "https://localhost:3000/a"),
        ("http://127.0.0.1/", "http://127.0.0.1/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("https://b\u00fccher.example/\u00e4?\u00f6", "https://xn--bcher-kva.example/%C3%A4?%C3%B6"),
        ("https://\u0430pple.com/", "https://xn--pple-43d.com/"),
        ("https://example.org/\u202egpj.exe", None),
        ("https://example.org/%2e%2e/", "https://example.org/%2e%2e/"),
    ],
)
def test_what_a_browser_gets(written: str, url: str | None) -> None:
    """In full, in ASCII, look-alike letters in a form that shows."""
    if url is None:
        with pytest.raises(NoAddress):
            address(written)
    else:
        assert address(written) == url


@pytest.mark.parametrize(
    "written",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,x",
        "mailto:ann@example.org",
        "ftp://example.org/",
        "ssh://example.org",
        "vscode://file/etc/passwd",
        "about:config",
        "https:example.org",
        "https:///etc/passwd",
        "https://me:secret@example.org/",
        "https://example.org@evil.example/",
        "https://example.org\\@evil.example/",
        "https://example.org\t.evil.example/",
        "https://exa mple.org/",
        "https://example.org/\x1b[2J",
        "https://example.org/\u200b",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://1.2.3/",
        "https://[::1",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org:x/",
        "https://-evil.org/",
        "https://evil-.org/",
        "https://.org/",
        "https://a..org/",
        "https://evil\uff0eorg\uff0f@x/",
        "vim",
        "--help",
        "",
        "https://" + "a" * 3000 + ".org",
    ],
)
def test_what_is_not_opened(written: str) -> None:
    """Another scheme, somebody's password, a host that does not show which it is, what does not show at all."""
    with pytest.raises(NoAddress):
        address(written)


@given(st.text() | st.text().map(lambda text: f"https://{text}") | st.text().map(lambda text: f"https://a.org/{text}"))
def test_any_text_is_an_address_that_shows_or_none(text: str) -> None:
    """What comes out is ASCII, http or https, without a name before the host, and stays as it is when taken again."""
    try:
        url = address(text)
    except NoAddress:
        return
    assert url.isascii()
    assert url.isprintable()
    assert " " not in url
    parts = urlsplit(url)
    assert parts.scheme in ("http", "https")
    assert "@" not in parts.netloc
    assert address(url) == url
    check("xdg-open", [url], TABLES)


@given(st.text(min_size=1))
def test_any_words_can_be_looked_for(words: str) -> None:
    """They stand in the query alone, whatever they are; the host stays the same."""
    try:
        url = looked_for(words)
    except NoAddress:  # too long
        return
    assert urlsplit(url).hostname == "duckduckgo.com"
    assert url.startswith("https://duckduckgo.com/?q=")


def test_what_to_look_at_is_told() -> None:
    """Each of it in the question, beside the address itself."""
    assert notes("https://example.org/") == []
    assert notes("http://example.org:8080/") == ["it is not encrypted", "the port is 8080"]
    assert notes("https://192.0.2.1/") == notes("https://[2001:db8::1]/") == ["the host is a number"]
    assert "look like others" in notes("https://xn--pple-43d.com/")[0]
    assert browser.plan_page("http://192.0.2.1:81/") == (
        "Open http://192.0.2.1:81/ in your browser, which goes on the network."
        " Note: it is not encrypted, the port is 81 and the host is a number."
    )
    assert browser.plan_search("a&b c") == (
        "Open https://duckduckgo.com/?q=a%26b+c in your browser: these words leave this machine."
    )


@pytest.mark.parametrize(
    ("said", "sure", "url"),
    [
        ("github dot com", False, "https://github.com/"),
        ("GitHub dot com slash Golem", False, "https://github.com/golem"),
        ("https colon slash slash example dot org", False, "https://example.org/"),
        ("www.example.museum", False, "https://www.example.museum/"),
        ("main.py", False, None),
        ("notes.io", False, None),
        ("the door", False, None),
        ("main.py", True, "https://main.py/"),
        ("example dot museum", True, "https://example.museum/"),
        ("the door", True, None),
    ],
)
def test_an_address_is_told_from_a_file(said: str, sure: bool, url: str | None, tmp_path: Path) -> None:
    """A file that is here is a file, and an end that files have is a file's, unless a page was said."""
    (tmp_path / "notes.io").touch()
    found = Address(sure).resolve(said, Scene(tmp_path, tmp_path, heard=True))
    assert found == Resolved(url, 1.0) if url else isinstance(found, Unresolved)
