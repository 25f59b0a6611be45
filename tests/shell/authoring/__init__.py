"""The authoring kit: what it writes, what it finds, and what it tries."""
