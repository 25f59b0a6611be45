"""The set-up: from a bare machine to a `.venv` that runs Golem. Standard library only: nothing is installed yet."""
