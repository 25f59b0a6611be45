"""What an author of skills is helped with: a module to begin with, what is wrong with one, and a trial of it."""
