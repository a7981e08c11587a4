"""Settings of this branch, which has no letter box."""

CHANNEL = "cargo"
