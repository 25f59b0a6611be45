"""How long a module's process may take, and how much it may say. Both sides read them here."""

from __future__ import annotations

START_S = 20.0
"""How long a process may take to start and to load its module, in seconds."""
ASK_S = 2.0
"""How long a plan, an inverse or a slot's words may take, in seconds."""
MOST_WISHES = 10_000
"""What a module may ask for in one call."""
MOST_SAID = 4 << 20
"""Characters that it may send in one call."""
SHARE = 0.9
"""Of such a limit, after which the process says where it is, for Golem to read in which line it hangs or floods."""
