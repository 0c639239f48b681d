"""The addresses of all rooms of conference: organisers' (below /desk/<slug>/), reviewers' and everybody's (below /learn/)."""

from typing import Any

from conference.learning.desk_urls import desk as learning_desk
from conference.learning.urls import public as learning
from conference.presence.desk_urls import desk as presence_desk
from conference.proposals import urls as proposals

desk: list[Any] = [*learning_desk, *presence_desk]
"""Joined by each room's `desk_urls.desk`."""

public: list[Any] = [*proposals.public, *learning]
"""Joined by each room's `urls.public`; the namespace is `learn:`. Words before events' own addresses."""

review: list[Any] = [*proposals.review]
"""The reviewers' own addresses, below /review/."""
