"""Settings of all branches. A branch may have its own, in settings_branch.py."""

# How parcels go where nobody says otherwise: letter, freight or a name from NAMES.
CHANNEL = "letter"

# Other names for the channels.
NAMES = {"post": "letter", "cargo": "freight"}

from settings_branch import *  # noqa
