"""Makefiles and justfiles are read, conservatively, and never run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.project.reading import NAME
from skills.project.recipes import just_recipes, make_targets

MAKEFILE = """\
# a comment: not a target
X := $(shell touch /tmp/owned)
Y ::= 1
Z:=2
export PATH := /evil:$(PATH)
.PHONY: all docs
all: build test ## Build and test
docs site: | build  ## Write the pages
build/out.bin: main.c
main.o: main.c
%.o: %.c
$(X): y
lib(member): z
install:: first
install:: second
define RULES
hidden: target
endef
after:
\tnested: not a target
  indented: no
long: one \\
  two: three
-rf:
a=b: c
"""


def test_targets_of_a_makefile() -> None:
    """Names that can be said, with what `##` says; no files, patterns, variables, assignments or definitions."""
    assert make_targets(MAKEFILE) == {
        "all": "Build and test",
        "docs": "Write the pages",
        "site": "Write the pages",
        "install": "",
        "after": "",
        "long": "",
    }


JUSTFILE = """\
set shell := ["evil", "-c"]
alias b := build
export VERSION := "1"
version := `touch /tmp/owned`

# Build it
build:
  cargo build
  nested: no

test filter:
  x
docs target="site": build
  x
each *files:
  x
@quiet:
  x
_hidden:
  x
[private]
secret:
  x
deploy: (build)
  x
"""


def test_recipes_of_a_justfile() -> None:
    """Those that need no argument and are not private, with the comment above them."""
    assert just_recipes(JUSTFILE) == {"build": "Build it", "docs": "", "each": "", "quiet": "", "deploy": ""}


@pytest.mark.parametrize("reader", [make_targets, just_recipes])
@pytest.mark.parametrize(
    "line", ["a" * 500_000, " " * 500_000 + ":", "a " * 200_000, "a " * 200_000 + ":", ":" * 500_000]
)
def test_long_lines_cost_no_more_than_their_length(reader, line) -> None:  # type: ignore[no-untyped-def] # of any reader
    """A line made to be slow is read once; a test that hung would be ended by its time limit."""
    assert all(NAME.fullmatch(name) for name in reader(line))


@given(st.text(alphabet=st.sampled_from("ab-_:=$%\t\n #\\\x1b\u202e.@/\"'"), max_size=60))
def test_whatever_is_in_the_file_a_name_is_a_plain_word(text: str) -> None:
    """No control character, option, variable or path upwards ever becomes a task's name."""
    for name in (*make_targets(text), *just_recipes(text)):
        assert NAME.fullmatch(name)
        assert ".." not in name
