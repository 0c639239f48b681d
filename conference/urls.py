"""The addresses of all rooms of conference: organisers' (below /desk/<slug>/), and everybody's (below /learn/)."""

from typing import Any

from conference.learning.urls import public as learning
from conference.presence.desk_urls import desk as presence_desk

desk: list[Any] = presence_desk
"""Joined by each room's `desk_urls.desk`."""

public: list[Any] = learning
"""Joined by each room's `urls.public`; the namespace is `learn:`. Words before events' own addresses."""
