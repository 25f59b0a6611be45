"""May it be done? Rules over a call and its circumstances; silence is Deny."""
