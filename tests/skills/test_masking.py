"""Secrets are masked before they are kept, and ordinary words are not."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.masking import MASK, mask, masked

ROOT = Path(__file__).parents[2]
A, H = "aB3dE5gH7jK9mN1pQ3sT5vX7zB9dF1hJ3lN5pR7tV9xZ", "0123456789abcdef" * 4
"""Letters and digits, 44 of them, and 64 hexadecimal digits: no secrets of anyone's."""

SECRETS = {
    "AWS": "AKIA" + "IOSFODNN7EXAMPLE",
    "GitHub": "ghp_" + A[:36],
    "GitLab": "glpat-" + A[:20],
    "Slack": "xoxb-" + "123456789012-123456789012-" + "abcdefghij",
    "Stripe": "sk_live_" + A[:24],
    "SendGrid": f"SG.{A[:22]}.{A[:43]}",
    "Twilio": "AC" + H[:32],
    "Mailchimp": H[:32] + "-us12",
    "npm": f"//registry.npmjs.org/:_authToken=npm_{A[:36]}",
    "PyPI": f"pypi-AgEIcHlwaS5vcmc{A}{A}",
    "OpenAI": f"sk-{A[:20]}T3BlbkFJ{A[:20]}",
    "Telegram": f"12345678:{A[:35]}",
    "Discord": f"M{A[:23]}.{A[:6]}.{A[:27]}",
    "Square": f"sq0csp-{A[:43]}",
    "Azure": f"AccountKey={A}{A}==",
    "JWT": f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.{A[:43]}",
    "Artifactory": f" AKC{A}{A[:26]} ",
}
SAID = {
    "password=hunter2": "hunter2",
    'db_password = "correct horse"': "correct horse",
    "commit with message the password is hunter2": "hunter2",
    "my passphrase is correct horse battery staple": "battery",
    "set the wifi password to blue.whale9": "blue.whale9",
    "note that the api key is 1234abcd": "1234abcd",
    '{"api_key": "abc123"}': "abc123",
    "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG": "wJalrXUtnFEMI",
    "the pin is 4711": "4711",
    "open https://me:s3cr3t@host.example/x": "s3cr3t",
    "curl says Authorization: Bearer abcdef0123456789": "abcdef0123456789",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----": "MIIEow",
    "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r": "b3BlbnNzaC1r",
}
ORDINARY = (
    "show commit 3f786850e387550fdab836ed7e6dc881de23001b",
    "open /home/me/projects/a-rather-long-folder-name-of-mine/src/tokenizer.py",
    "delete the secrets folder",
    "what is a token",
    "is the password file there",
    "find my password manager",
    "start a timer for 10 minutes",
    "open https://example.org/user@host?x=1",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "make a folder called 550e8400-e29b-41d4-a716-446655440000",
)


@pytest.mark.parametrize("kind", SECRETS)
def test_a_token_is_masked_wherever_it_stands(kind: str) -> None:
    """None of its parts is left, and the words around it are."""
    masked_text = mask(f"please keep {SECRETS[kind]} for me")
    assert masked_text.startswith("please keep ")
    assert masked_text.endswith("for me")
    assert MASK in masked_text
    for part in (A[:6], A[6:12], H[:12]):
        assert part not in masked_text


@pytest.mark.parametrize("text", SAID)
def test_a_password_is_masked_as_people_give_it(text: str) -> None:
    """Written or said, with a colon, an equals sign or an "is", in an address, a header or a key's block."""
    assert SAID[text] not in mask(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_stay(text: str) -> None:
    """Commits, digests, paths, and talk about passwords are no secrets."""
    assert mask(text) == text


def test_what_people_say_to_golem_is_never_masked() -> None:
    """Of every golden utterance and every row of the blind test set, none."""
    texts = [row.split("\t")[0] for row in (ROOT / "benchmarks/data/phrasings.tsv").read_text("utf-8").splitlines()]
    for file in (ROOT / "tests/golden").iterdir():
        if file.suffix == ".toml":
            texts += _texts(tomllib.loads(file.read_text("utf-8")))
        elif file.suffix == ".tsv":
            texts += [row.split("\t")[0] for row in file.read_text("utf-8").splitlines()]
    assert len(texts) > 2000
    assert [text for text in texts if mask(text) != text] == []


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in inner for text in _texts(part)]


def test_every_text_in_a_record_is_masked() -> None:
    """In lists and in objects; numbers, names and nothing stay."""
    token = SECRETS["GitHub"]
    record = {"text": token, "slots": {"message": f"key {token}", "n": 3}, "fired": [token, None], "ok": True}
    assert masked(record) == {
        "text": MASK,
        "slots": {"message": f"key {MASK}", "n": 3},
        "fired": [MASK, None],
        "ok": True,
    }


def test_a_secret_in_escapes_is_masked() -> None:
    """As a file's name stands in a URI, once escaped or twice."""
    for escaped in ("/tree/password%3Dhunter2", "/tree/password%253Dhunter2"):
        assert mask(escaped) == MASK
    assert mask("/tree/old%20log 100%") == "/tree/old%20log 100%"
    assert mask("%25" * 5000) == "%25" * 5000


@given(st.text())
def test_any_text_can_be_masked(text: str) -> None:
    """Whatever is said or read; what is masked once stays as it is."""
    assert isinstance(mask(text), str)


def test_the_library_is_not_loaded_for_ordinary_words() -> None:
    """Neither it nor requests, which it brings, delays a first command."""
    program = (
        "import sys\nfrom skills.masking import mask\nmask('open main dot py')\nmask('delete /home/me/old.log')\n"
        "assert 'detect_secrets' not in sys.modules and 'requests' not in sys.modules\n"
        f"mask('{A}')\nassert 'detect_secrets' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT).returncode == 0
