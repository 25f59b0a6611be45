"""What can be done? Skills, how they are written, and the only door to processes."""
