"""Modules that did not ship with Golem, each in a process of its own."""
