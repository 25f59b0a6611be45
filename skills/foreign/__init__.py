"""Skills that did not ship with Golem: each module runs in a process of its own, and what it answers is data."""
