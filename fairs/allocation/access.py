"""Who may fetch what of a plan. The desk's pages are guarded by `ticketing.events.access.at_desk` before."""

from django.http import Http404

from fairs.allocation import queries
from fairs.allocation.models import Plan
from fairs.allocation.queries import Row
from fairs.calls.access import fair_or_404
from ticketing.events.models import Event


def plan_for(event: Event, number: int) -> Plan:
    """Return a version of a fair's plan.

    Raises:
        Http404: the event is no fair, or has no such version.
    """
    plan = queries.plan_of(fair_or_404(event), number)
    if plan is None:
        raise Http404
    return plan


def row_for(plan: Plan, entry: int) -> Row:
    """Return one maker of a version.

    Raises:
        Http404: the version does not know that entry.
    """
    row = queries.row_of(plan, entry)
    if row is None:
        raise Http404
    return row
