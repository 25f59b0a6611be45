"""Nothing that foreign text holds is obeyed by a terminal or hidden from a reader."""

from __future__ import annotations

import itertools
import json
import unicodedata
from pathlib import Path

import pyte
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shell.sanitize import CSI_LIMIT, STRING_LIMIT, Cleaner, clean, speakable, visible

NAUGHTY = Path(__file__).parents[2] / "../shared/data/security/naughty_strings.json"

SEQUENCES = [
    "\x1b[2J",
    "\x1b[6n",
    "\x1b[38;5;196m",
    "\x1b[?1049h",
    "\x1b]0;evil\x07",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]8;;http://evil\x1b\\",
    "\x1bP1;2|abc\x1b\\",
    "\x1bXsos\x1b\\",
    "\x1b^pm\x1b\\",
    "\x1b_apc\x1b\\",
    "\x9b2J",
    "\x9d0;evil\x9c",
    "\x90q\x9c",
    "\x98s\x9c",
    "\x9ep\x9c",
    "\x9fa\x9c",
    "\x1bc",
    "\x1b(B",
    "\x1b#8",
    "\x1b7",
    "\r",
    "\b",
    "\x7f",
    "\x00",
    "\x07",
    "\x0b",
    "\x0c",
    "\x85",
    "\u202e",
    "\u202a",
    "\u2066",
    "\u2069",
    "\u200e",
    "\u200f",
    "\u061c",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u2060",
    "\u2028",
    "\U000e0041",
    "\U000e0100",
    "\ud800",
    "\udc80",
]
hostile = st.lists(
    st.one_of(
        st.sampled_from(SEQUENCES),
        st.sampled_from(
            ["\x1b", "[", "]", "\x9b", "\x9d", "\x1bP", "\x18", "\x1a", "\\", "\n", "\t", "0;", "m", "\x07"]
        ),
        st.text(alphabet=st.characters(exclude_categories=()), max_size=8),
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize("sequence", SEQUENCES, ids=ascii)
def test_each_sequence_is_removed_whole_and_nothing_else(sequence: str) -> None:
    """Every kind of control sequence vanishes, with all that it holds, and the text around it stays."""
    assert clean(f"before {sequence}after") == "before after"


@pytest.mark.parametrize("sequence", SEQUENCES, ids=ascii)
def test_a_sequence_cut_by_chunks_is_removed_all_the_same(sequence: str) -> None:
    """Fed one character at a time, the same is removed."""
    cleaner = Cleaner()
    assert "".join(cleaner.feed(char) for char in f"before {sequence}after") + cleaner.flush() == "before after"


@given(hostile)
@example("\x1b\x1b[2J[31m")
@example("\x1b]0;\x1b[31m")
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """What is clean stays as it is: removal never builds a new sequence out of the rest."""
    assert clean(clean(text)) == clean(text)


@given(hostile, st.data())
def test_any_chunks_give_what_the_whole_gives(text: str, data: st.DataObject) -> None:
    """However a stream is cut, the same text comes out."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    cleaner = Cleaner()
    bounds = [0, *cuts, len(text)]
    pieces = [cleaner.feed(text[start:end]) for start, end in itertools.pairwise(bounds)]
    assert "".join(pieces) + cleaner.flush() == clean(text)


@given(hostile)
def test_no_control_character_is_left_but_newline_and_tab(text: str) -> None:
    """The output holds no control, format or surrogate character, so it can be printed and encoded."""
    kept = clean(text)
    assert all(unicodedata.category(char) not in {"Cc", "Cs"} for char in kept if char not in "\n\t")
    assert not set(kept) & set("\u202e\u2066\u200b\u200f\ufeff\U000e0041\U000e0100")
    kept.encode()


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"])))
def test_plain_text_is_left_as_it_is(text: str) -> None:
    """Letters of all scripts, digits, punctuation and spaces pass unchanged."""
    assert clean(text) == text


@given(hostile)
def test_a_terminal_only_ever_shows_clean_text(text: str) -> None:
    """In a terminal emulator, clean text changes neither title, modes nor what stood above, and only moves on."""
    screen = pyte.Screen(200, 60)
    stream = pyte.Stream(screen)
    stream.feed("kept line\r\n")
    modes = set(screen.mode)
    for line in clean(text).replace("\t", " ").split("\n"):
        before = screen.cursor.y
        stream.feed(line[:90])
        assert screen.cursor.y == before
        assert screen.cursor.x >= len([char for char in line[:90] if char.isascii()])
        stream.feed("\r\n")
        assert screen.cursor.y in {before + 1, 59}
    if screen.cursor.y < 59:
        assert screen.display[0].rstrip() == "kept line"
    assert screen.title == ""
    assert screen.icon_name == ""
    assert screen.mode == modes


def test_an_unterminated_string_ends_at_the_line() -> None:
    """An OSC without end swallows the rest of its line, and not the next."""
    assert clean("a\x1b]0;never ended\nnext line") == "a\nnext line"


def test_an_unterminated_string_ends_after_its_limit() -> None:
    """On one endless line, what follows the limit is shown."""
    assert clean("\x1b]0;" + "x" * (STRING_LIMIT + 10)).count("x") == 12
    assert clean("\x1b[" + "1" * (CSI_LIMIT + 5)) == "1" * 5


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plain name.txt", "plain name.txt"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("new\nline", "new\\nline"),
        ("back\\slash", "back\\\\slash"),
        ("\u202etxt.exe", "\\u202etxt.exe"),
        ("no\xa0break", "no\\xa0break"),
        ("\udc80", "\\udc80"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("сurl", "\\u0441url"),
        ("привет мир", "привет мир"),
        ("café naïve", "café naïve"),
    ],
)
def test_visible_shows_what_is_really_there(name: str, shown: str) -> None:
    """Odd characters are written as escapes; ordinary names in any script stay readable."""
    assert visible(name) == shown


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_visible_is_one_clean_line_from_which_the_name_can_be_told(text: str) -> None:
    """The result is clean, on one line, and reading the escapes back gives the very name."""
    shown = visible(text)
    assert clean(shown) == shown
    assert "\n" not in shown
    assert "\t" not in shown
    back = shown.encode("raw_unicode_escape", "surrogatepass").decode("unicode_escape", "surrogatepass")
    assert back == text


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("**Bold** and _light_ and `code`", "Bold and light and code"),
        ("# Title\n\n- one\n- two", "Title. one. two"),
        ("See [the docs](https://x.org/a) or https://www.example.com/a?b=c.", "See the docs or example.com"),
        ("```python\nimport os\n```\nDone.", "Done."),
        ("Great 😀 work!!!", "Great work!"),
        ("[[h@lo]] there", "h@lo there"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("12 passed, 3.5 s", "12 passed, 3.5 s"),
        ("...", ""),
        ("", ""),
    ],
)
def test_speakable_keeps_the_words(text: str, spoken: str) -> None:
    """Markdown, code, addresses, emoji and control sequences are not read aloud; the words are."""
    assert speakable(text) == spoken


@given(hostile)
def test_speakable_is_one_line_without_controls_or_phoneme_brackets(text: str) -> None:
    """Whatever comes, what is spoken has no control character and no brackets that a voice would obey."""
    spoken = speakable(text)
    assert all(unicodedata.category(char) not in {"Cc", "Cs", "Cf"} for char in spoken)
    assert "[" not in spoken


def test_known_naughty_strings_come_out_clean() -> None:
    """Each string of a public list of hostile strings is cleaned, shown and spoken without a control character."""
    if not NAUGHTY.is_file():
        pytest.skip("the list of naughty strings is not beside this checkout")
    for text in json.loads(NAUGHTY.read_text()):
        for result in (clean(text), visible(text), speakable(text)):
            assert all(unicodedata.category(char) not in {"Cc", "Cs"} for char in result if char not in "\n\t")
