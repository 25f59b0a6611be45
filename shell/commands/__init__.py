"""What each `golem` subcommand does, one file a family."""
