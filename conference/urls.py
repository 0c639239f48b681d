"""The addresses of all rooms of conference: organisers' (below /desk/<slug>/), and everybody's (below /learn/)."""

from typing import Any

from conference.certificates.desk_urls import desk as certificates_desk
from conference.certificates.urls import public as certificates
from conference.presence.desk_urls import desk as presence_desk

desk: list[Any] = presence_desk + certificates_desk
"""Joined by each room's `desk_urls.desk`."""

public: list[Any] = certificates
"""Joined by each room's `urls.public`; the namespace is `learn:`. Words of ours before the events' own addresses."""
