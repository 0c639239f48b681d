"""The treasurer's first page: what is to do, and how the money came."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.partners.models import Partner
from accounts.roles.access import at_partner
from accounts.roles.rules import Capability
from common.money import written
from ticketing.treasury import charts, going, queries, rules, wording
from ticketing.treasury.desk.shared import draw, scope_of, to_bank
from ticketing.treasury.queries import Scope


@at_partner(Capability.BOOK_MONEY)
@require_safe
def home(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show what is to do, and how the money came."""
    scope, now, zone = scope_of(request, partner), timezone.now(), ZoneInfo(partner.zone)
    due = list(queries.due(scope, now))
    today = now.astimezone(zone).date()
    weeks, heaps = queries.by_week(scope, now, zone), going.going(scope.refunds(), partner, scope.currency)
    more = {
        "tiles": _tiles(scope, due, heaps.all, now, today),
        "going": heaps,
        **to_bank(scope),
        "standing": queries.standing(scope),
        "findings": [(one, *wording.FINDINGS[one.kind]) for one in queries.findings(partner)[:5]],
        "check": queries.last_check(),
        "weeks": weeks,
        "week_bars": charts.signed(weeks),
        "ages": [age for age in queries.by_age(due, now) if age.count],
        "chart": charts,
        "days": [(today, _("Today")), (today - timedelta(days=1), _("Yesterday"))],
    }
    return draw(request, partner, scope, "home", more)


def _tiles(scope: Scope, due: list[Any], back: going.Heap, now: datetime, today: date) -> list[dict[str, Any]]:
    """Return the figures at the top: label, value, what it counts, tone, and the list behind it."""
    soon, late = list(queries.due(scope, now, which="soon")), list(queries.due(scope, now, which="late"))
    unpromised = queries.unpromised(scope)
    waiting, came = queries.undecided(scope)
    shifts = queries.unclosed(scope)
    old = [shift for shift in shifts if shift.opened_at.astimezone(ZoneInfo(scope.partner.zone)).date() < today]
    papers = queries.issued(scope, today)
    books = f"currency={scope.currency}" + (f"&event={scope.event.slug}" if scope.event else "")

    def owed(found: list[Any]) -> str:
        return written(sum((order.owed.quantize(queries.CENT) for order in found), rules.NOTHING), scope.currency)

    def orders(found: list[Any]) -> str:
        return ngettext("%(n)d order", "%(n)d orders", len(found)) % {"n": len(found)}

    def at(page: str, more: str = "", query: str = books) -> str:
        return f"{reverse(page, args=[scope.partner.code])}?{query}{more}"

    lapsed = _("lapsed in 30 days: %(n)d") % {"n": len(late)}
    nobody = sum((amount for _order, amount in unpromised), rules.NOTHING)
    return [
        _tile(_("Payments due"), owed(due), orders(due), "", at("desk:treasury_due")),
        _tile(_("Due in three days"), owed(soon), orders(soon), "", at("desk:treasury_due", "&which=soon")),
        _tile(_("Not paid in time"), owed(late), lapsed, "", at("desk:treasury_due", "&which=late")),
        _tile(
            _("Bank entries to decide"),
            waiting,
            written(came, scope.currency),
            "warn" if waiting else "",
            at("desk_partners:bank", query="state=queued"),
        ),
        _tile(
            _("To refund"),
            written(back.amount, scope.currency),
            ngettext("%(n)d refund", "%(n)d refunds", back.count) % {"n": back.count},
            "",
            at("desk:treasury_refunds"),
        ),
        _tile(
            _("Promised to nobody"),
            written(nobody, scope.currency),
            orders(unpromised),
            "warn" if unpromised else "",
            at("desk:treasury_refunds") + "#nobody",
        ),
        _tile(
            _("Shifts not closed"),
            len(shifts),
            _("opened before today: %(n)d") % {"n": len(old)},
            "bad" if old else "",
            at("desk:treasury_shifts", "&state=open"),
        ),
        _tile(
            _("Documents of today"),
            len(papers),
            written(sum(papers, rules.NOTHING), scope.currency),
            "",
            at("desk_partners:documents", query=f"day={today.isoformat()}"),
        ),
    ]


def _tile(label: Any, value: Any, sub: Any, tone: str, url: str) -> dict[str, Any]:
    return {"label": label, "value": value, "sub": sub, "tone": tone, "url": url}
