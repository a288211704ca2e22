"""Actors without a name of their own, as ACLED calls them, by what they are to an event."""

STATE, ARMED = "State forces", "Political militia"

NAMES = {
    "government": "Government of {}",
    "military": "Military Forces of {}",
    "police": "Police Forces of {}",
    "rebels": "Unidentified Armed Group ({})",
    "armed": "Unidentified Armed Group ({})",
    "militia": "Unidentified Militia ({})",
    "communal": "Unidentified Communal Militia ({})",
    "protesters": "Protesters ({})",
    "rioters": "Rioters ({})",
    "civilians": "Civilians ({})",
    "prisoners": "Prisoners ({})",
    "private_security": "Private Security Forces ({})",
    "peacekeepers": "Unidentified Peacekeepers ({})",
}
"""Canonical names; `{}` takes the country."""

TYPES = {
    "government": STATE,
    "military": STATE,
    "police": STATE,
    "rebels": ARMED,
    "armed": ARMED,
    "militia": ARMED,
    "communal": "Identity militia",
    "protesters": "Protesters",
    "rioters": "Rioters",
    "civilians": "Civilians",
    "prisoners": "Civilians",
    "private_security": "External/Other forces",
    "peacekeepers": "External/Other forces",
}
"""Their types."""
