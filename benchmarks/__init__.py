"""How long each stage takes, on this machine, beside a peer in the same run: `make bench` or `golem bench`."""
