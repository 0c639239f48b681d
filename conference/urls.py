"""The addresses of all rooms of conference: organisers' (below /desk/<slug>/), and everybody's (below /learn/)."""

from conference.presence.desk_urls import desk as presence_desk
from conference.programme.desk_urls import desk as programme_desk
from conference.programme.urls import public as programme

__all__ = ["desk", "public"]

desk = programme_desk + presence_desk
"""Joined by each room's `desk_urls.desk`."""

public = programme
"""Joined by each room's `urls.public`; the namespace is `learn:`. Words before events' own addresses."""
