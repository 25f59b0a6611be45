"""Golem's own skills, one module a family; the registry finds them by looking here."""
