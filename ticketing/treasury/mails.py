"""What treasurers are told. Letters go into the outbox of the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from accounts.history.operations import about
from accounts.partners.models import Partner
from accounts.roles.models import Role
from common.outbox import operations as outbox
from ticketing.treasury import wording
from ticketing.treasury.models import Finding


def found(partner: Partner, findings: Sequence[Finding], *, at: datetime) -> int:
    """Tell each treasurer, or the managers where there is none, what does not agree; return how many letters were written."""
    roles = Role.objects.filter(partner=partner, kind="finance").select_related("person")
    people = {role.person for role in roles or Role.objects.filter(partner=partner, kind="manager").select_related("person")}
    for person in people:
        outbox.write(
            key=f"treasury.found:{partner.pk}:{person.pk}:{at.timestamp():.0f}",
            kind="treasury.found",
            about=about(partner),
            to=person.email,
            language=person.language,
            template="treasury/found",
            context={
                "partner": partner,
                "rows": [(one, wording.FINDINGS[one.kind]) for one in findings[:20]],
                "count": len(findings),
                "link": f"{settings.SITE_URL}/desk/treasury/{partner.code}/checks/",
            },
            at=at,
        )
    return len(people)
