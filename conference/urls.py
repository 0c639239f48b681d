"""The addresses of all rooms of conference: organisers' (below /desk/<slug>/), and everybody's (below /learn/)."""

from typing import Any

from conference.certificates.desk_urls import desk as certificates_desk
from conference.certificates.urls import public as certificates
from conference.evidence.desk_urls import desk as evidence_desk
from conference.evidence.urls import public as evidence
from conference.learning.desk_urls import desk as learning_desk
from conference.learning.urls import public as learning
from conference.presence.desk_urls import desk as presence_desk
from conference.programme.desk_urls import desk as programme_desk
from conference.programme.urls import public as programme
from conference.proposals import urls as proposals
from conference.proposals.desk_urls import desk as proposals_desk

desk: list[Any] = [*learning_desk, *proposals_desk, *programme_desk, *presence_desk, *certificates_desk, *evidence_desk]
"""Joined by each room's `desk_urls.desk`."""

public: list[Any] = [*certificates, *evidence, *proposals.public, *programme, *learning]
"""Joined by each room's `urls.public`; the namespace is `learn:`. Words before events' own addresses."""

review: list[Any] = [*proposals.review]
"""The reviewers' own addresses, below /review/."""
