"""`python3 -m setup [setup|run|test|lab|chat]`, called by the Makefile.

This file must be readable by any python3, so that an old one gets a sentence instead of a syntax error.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # the whole point: the user's interpreter may be older than the project's
    sys.stderr.write(
        "golem: Python 3.11 or later is needed, and this is %d.%d; name another with: make run PYTHON=python3.12\n"  # noqa: UP031  # an f-string would be a syntax error in the interpreters that this is for
        % sys.version_info[:2]
    )
    sys.exit(2)

from setup.bootstrap import main

sys.exit(main(sys.argv[1:]))
