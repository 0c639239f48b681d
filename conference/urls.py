"""The addresses of all rooms of conference: organisers' (below /desk/<slug>/), and everybody's (below /learn/)."""

from typing import Any

from conference.learning.urls import public as learning

desk: list[Any] = []
"""Joined by each room's `desk_urls.desk`."""

public: list[Any] = [*learning]
"""Joined by each room's `urls.public`; the namespace is `learn:`."""
