"""The report of a shift as PDF, in the language asked for."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from common import money
from ticketing.events import paper, wording
from ticketing.tills import queries
from ticketing.tills.models import Shift
from ticketing.tills.wording import WAYS, drawer_words


def report(shift: Shift, *, language: str, at: datetime) -> bytes:
    """Return the shift's report: opened with, taken, given back, what should be there, what was counted, who signs."""
    event = shift.till.event
    with translation.override(language):
        title = _("Report of shift %(number)s, %(till)s") % {"number": shift.number, "till": shift.till}
        context: dict[str, Any] = {
            "shift": shift,
            "opened": wording.moment(shift.opened_at, event.tz),
            "closed": wording.moment(shift.closed_at, event.tz) if shift.closed_at else "",
            "signed": wording.moment(shift.signed_at, event.tz) if shift.signed_at else "",
            "drawers": [_drawer(sheet) for sheet in queries.sheets(shift)],
            "movements": [
                {
                    "at": wording.brief(one.recorded_at, event.tz),
                    "what": f"{one.get_kind_display()}, {WAYS[one.way]}",
                    "more": f"{one.payment.order.code} {one.payment.order.name}".strip() if one.payment else one.reason,
                    "who": one.recorded_words,
                    "amount": money.written(one.amount, one.currency),
                }
                for one in shift.movements.select_related("payment__order")
            ],
        }
    return paper.render("till_shift", event=event, title=title, language=language, at=at, context=context)


def _drawer(sheet: queries.Sheet) -> dict[str, Any]:
    drawer = sheet.drawer

    def written(amount: Any) -> str:
        return money.written(amount, drawer.currency)

    rows = [
        (_("Opened with"), drawer.opening),
        (_("Payments"), sheet.payments),
        (_("Refunds"), sheet.refunds),
        (_("Paid in"), sheet.paid_in),
        (_("Paid out"), sheet.paid_out),
    ]
    return {
        "name": drawer_words(drawer),
        "rows": [(label, written(amount)) for label, amount in rows if amount or label == rows[0][0]],
        "expected": written(sheet.expected),
        "counted": written(drawer.counted) if drawer.counted is not None else "",
        "difference": written(drawer.difference) if drawer.difference else "",
        "reason": drawer.reason,
        "pieces": [
            (money.written(_decimal(piece), drawer.currency), count, written(_decimal(piece) * count))
            for piece, count in drawer.pieces.items()
        ],
    }


def _decimal(text: str) -> Any:
    from decimal import Decimal

    return Decimal(text)
