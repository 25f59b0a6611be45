"""The running program: ears, mouth, terminal, models, and the turn that joins them."""
