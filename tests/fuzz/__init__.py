"""Fuzzing: what must hold for any input at all, tried for as long as one likes. `make fuzz SECONDS=600`."""
