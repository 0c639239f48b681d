"""Reading about partners."""

from datetime import date

from django.db.models import Q

from accounts.partners.models import Partner


def name_on(partner: Partner, day: date) -> str:
    """Return the name the partner bore on a day, to be printed on documents of that day."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    still = Q(valid_until=None) | Q(valid_until__gt=day)
    former = partner.names.filter(begun, still).order_by("-valid_from").first()
    return former.name if former else partner.name
