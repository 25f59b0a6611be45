"""Tests of what a project's own files say."""
