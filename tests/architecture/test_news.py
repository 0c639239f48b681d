"""Who hears which news: hidden control flow, made visible as one table."""

from types import ModuleType

from django.dispatch import Signal

from ticketing import signals

LISTENERS: dict[str, list[str]] = {
    "event_created": ["ticketing.tickets.receivers.make_first_key"],
    "event_moved": ["fairs.calls.receivers.ask_makers", "ticketing.refunds.receivers.ask_buyers"],
    "event_cancelled": ["ticketing.refunds.receivers.call_off"],
    "payment_recorded": ["ticketing.tills.receivers.put_into_shift"],
    "order_paid": [
        "conference.learning.receivers.make_tickets_good",
        "fairs.offers.receivers.confirm_place",
        "ticketing.invoicing.receivers.confirm_payment",
        "ticketing.refunds.receivers.keep_what_is_paid",
    ],
    "order_lapsed": [
        "conference.learning.receivers.let_seat_go",
        "fairs.offers.receivers.let_place_go",
        "ticketing.refunds.receivers.return_credit",
    ],
    "order_cancelled": [
        "conference.learning.receivers.give_seat_up",
        "fairs.offers.receivers.decline_place",
        "ticketing.refunds.receivers.owe_of_cancelled",
    ],
    "order_reduced": ["ticketing.refunds.receivers.owe_of_reduced"],
    "ticket_cancelled": ["conference.learning.receivers.end_enrolment"],
    "ticket_handed_over": [],
    "payment_chosen": ["ticketing.invoicing.receivers.ask_for_money"],
}


def listeners(module: ModuleType) -> dict[str, list[str]]:
    return {
        name: sorted(f"{heard.__module__}.{heard.__qualname__}" for heard in signal._live_receivers(None)[0])
        for name, signal in vars(module).items()
        if isinstance(signal, Signal)
    }


def test_the_table_of_listeners_is_complete() -> None:
    assert listeners(signals) == LISTENERS
