"""The example modules: their rows hold, and their functions do what they say."""
