"""The subcommands of `golem`, one file each: a parser, and a function that returns the exit code."""
