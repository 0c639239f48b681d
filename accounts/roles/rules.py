"""Which role may do what. The one place where permissions are decided."""

from enum import StrEnum


class Capability(StrEnum):
    """Something a person may be allowed to do at an event."""

    SEE_DESK = "see_desk"  # open the event at the organiser's desk
    EDIT_EVENT = "edit_event"  # event, products, quotas, questions, roles
    SEE_ORDERS = "see_orders"  # orders with names, exports
    CHANGE_ORDERS = "change_orders"  # cancel, rename, resend, hand over
    BOOK_MONEY = "book_money"  # record payments and refunds
    TAKE_CASH = "take_cash"  # open a shift of a till, count and close it
    RUN_DOOR = "run_door"  # gates, phones, live counts
    SCAN = "scan"  # hold a paired phone
    PRINT = "print"  # badges, ticket sheets
    SEE_APPLICATIONS = "see_applications"  # exhibitors' applications with names, exports
    RUN_FAIR = "run_fair"  # call, applications, jury, ground, allocation, offers
    JUDGE = "judge"  # score applications
    RUN_DAY = "run_day"  # the list of stalls on the day


_EVERYTHING = frozenset(Capability)

ALLOWED: dict[str, frozenset[Capability]] = {
    "manager": _EVERYTHING,
    "finance": frozenset(
        {
            Capability.SEE_DESK,
            Capability.SEE_ORDERS,
            Capability.BOOK_MONEY,
            Capability.TAKE_CASH,
            Capability.CHANGE_ORDERS,
            Capability.SEE_APPLICATIONS,
        }
    ),
    "supervisor": frozenset(
        {
            Capability.SEE_DESK,
            Capability.SEE_ORDERS,
            Capability.TAKE_CASH,
            Capability.RUN_DOOR,
            Capability.SCAN,
            Capability.PRINT,
            Capability.RUN_DAY,
        }
    ),
    "steward": frozenset({Capability.SEE_DESK, Capability.SCAN, Capability.TAKE_CASH}),
    "juror": frozenset({Capability.JUDGE}),  # and nothing else: jurors stay blind
}


def capabilities(kinds: set[str]) -> frozenset[Capability]:
    """Return everything the roles in `kinds` allow together."""
    return frozenset().union(*(ALLOWED[kind] for kind in kinds))
