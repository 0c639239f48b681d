from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.factories import PersonFactory
from accounts.history.models import Entry
from accounts.people.models import Person
from common.errors import Refused, Stale
from ticketing import signals
from ticketing.factories import EventFactory, ProductFactory, TicketFactory, VariationFactory
from ticketing.models import Event, Product, SigningKey, Ticket, Window
from ticketing.tickets import codes, keys, operations, queries

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def anna() -> Person:
    return PersonFactory()


@pytest.fixture
def product() -> Product:
    return ProductFactory(number=2)


@pytest.fixture
def ticket() -> Ticket:
    return TicketFactory(organisation="Linu darbnīca", country="LV", email="vera@example.org")


@pytest.fixture
def heard() -> Any:
    """What the floors above are told: (signal's name, ticket)."""
    news: list[tuple[str, Ticket]] = []
    listeners: list[tuple[Any, Callable[..., None]]] = []
    for name in ("ticket_cancelled", "ticket_handed_over"):
        signal = getattr(signals, name)

        def listen(sender: Any, ticket: Ticket, name: str = name, **_more: Any) -> None:
            news.append((name, ticket))

        signal.connect(listen, weak=False)
        listeners.append((signal, listen))
    yield news
    for signal, listen in listeners:
        signal.disconnect(listen)


def issue(product: Product, **more: Any) -> Ticket:
    facts = {"name": "Vera Ščukina", "language": "lv", "state": Ticket.State.VALID, "by": "visitor", "at": AT, **more}
    return operations.issue(event=product.event, product=product, **facts)


# --- issuing ------------------------------------------------------------------------------------------------------


def test_an_issued_ticket_holds_what_door_and_printer_need(product: Product) -> None:
    ticket = issue(product, name_other="Вера Щукина", lines=["Linu darbnīca", "stends A12"], attention="ar suni")
    ticket.refresh_from_db()
    assert (ticket.name, ticket.lines, ticket.attention, ticket.generation) == (
        "Vera Ščukina",
        ["Linu darbnīca", "stends A12"],
        "ar suni",
        1,
    )
    assert ticket.issued_at == ticket.changed_at == AT
    assert list(Ticket.objects.matching("щукина")) == [ticket]


def test_a_whole_order_of_tickets_costs_two_statements(product: Product, django_assert_num_queries: Any) -> None:
    wanted = [operations.NewTicket(product=product, name=f"Viesis {number}") for number in range(7)]
    with django_assert_num_queries(2):
        tickets = operations.issue_many(event=product.event, wanted=wanted, state=Ticket.State.UNPAID, by="visitor", at=AT)
    assert [ticket.name for ticket in tickets] == [new.name for new in wanted]
    assert len({ticket.pk for ticket in tickets}) == 7


def test_the_variations_window_goes_before_the_products(product: Product) -> None:
    days = [
        Window.objects.create(event=product.event, number=number, name=str(number), valid_from=AT, valid_until=LATER) for number in (1, 2)
    ]
    product.window = days[0]
    sunday = VariationFactory(product=product, window=days[1])
    assert issue(product).window == days[0]
    assert issue(product, variation=sunday).window == days[1]
    assert issue(product, variation=VariationFactory(product=product)).window == days[0]


def test_a_ticket_is_signed_with_the_newest_key_and_old_tickets_keep_theirs(product: Product, anna: Person) -> None:
    old = issue(product)
    operations.make_key(event=product.event, at=AT)
    new = issue(product)
    assert (old.key_slot, new.key_slot) == (0, 1)
    operations.retire_key(key=SigningKey.objects.get(event=product.event, slot=1), by=anna, at=LATER)
    assert issue(product).key_slot == 0
    for ticket in (old, new):
        body, signature = codes.decode(queries.code(queries.with_code().get(pk=ticket.pk))) or pytest.fail("not a code")
        assert keys.proves(settings.TICKET_KEY, body, signature)


def test_without_a_key_nothing_is_issued(product: Product) -> None:
    SigningKey.objects.update(retired_at=AT)
    with pytest.raises(operations.NoKey):
        issue(product)
    assert not Ticket.objects.exists()


# --- changing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_paying_makes_any_number_of_tickets_valid_in_one_statement(number: int, django_assert_num_queries: Any) -> None:
    tickets = TicketFactory.create_batch(number, state=Ticket.State.UNPAID)
    with django_assert_num_queries(3):
        operations.validate(tickets=tickets, by="system", at=AT)
    assert {(ticket.state, ticket.changed_at) for ticket in Ticket.objects.all()} == {("valid", AT)}


def test_paying_for_a_ticket_cancelled_meanwhile_changes_none(anna: Person) -> None:
    tickets = TicketFactory.create_batch(2, state=Ticket.State.UNPAID)
    operations.cancel(ticket=Ticket.objects.get(pk=tickets[0].pk), by=anna, at=AT)
    with pytest.raises(Stale):
        operations.validate(tickets=tickets, by="system", at=LATER)
    assert set(Ticket.objects.values_list("state", flat=True)) == {"cancelled", "unpaid"}


def test_cancelling_is_told_upwards_and_logged(ticket: Ticket, anna: Person, heard: list[tuple[str, Ticket]]) -> None:
    operations.cancel(ticket=ticket, by=anna, at=AT)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.changed_at) == ("cancelled", AT)
    assert heard == [("ticket_cancelled", ticket)]
    entry = Entry.objects.get(action="ticket.cancelled")
    assert (entry.actor, entry.about, entry.before) == (anna, f"ticket:{ticket.pk}", {"state": "valid"})


def test_a_ticket_is_cancelled_once(ticket: Ticket, anna: Person, heard: list[tuple[str, Ticket]]) -> None:
    seen_by_another = Ticket.objects.get(pk=ticket.pk)
    operations.cancel(ticket=ticket, by=anna, at=AT)
    with pytest.raises(Refused, match=r"cancelled|atcelt"):
        operations.cancel(ticket=ticket, by=anna, at=LATER)
    with pytest.raises(Stale):
        operations.cancel(ticket=seen_by_another, by=anna, at=LATER)
    assert len(heard) == 1


def test_what_a_listener_upstairs_refuses_does_not_happen(ticket: Ticket, anna: Person) -> None:
    def refuse(sender: Any, **_more: Any) -> None:
        raise Refused("no")

    signals.ticket_cancelled.connect(refuse)
    try:
        with pytest.raises(Refused), transaction.atomic():
            operations.cancel(ticket=ticket, by=anna, at=AT)
    finally:
        signals.ticket_cancelled.disconnect(refuse)
    assert Ticket.objects.get(pk=ticket.pk).state == "valid"


def test_a_corrected_name_keeps_the_code_and_is_found(ticket: Ticket, anna: Person) -> None:
    before = queries.code(ticket)
    operations.rename(ticket=ticket, name="Vera Ozola", by=anna, at=AT)
    ticket = queries.with_code().get(pk=ticket.pk)
    assert (ticket.name, ticket.name_other, queries.code(ticket)) == ("Vera Ozola", "Вера Щукина", before)
    assert list(Ticket.objects.matching("ozola")) == [ticket]
    assert Entry.objects.get().after == {"name": "Vera Ozola"}


def test_a_name_that_is_already_so_leaves_no_trace(ticket: Ticket, anna: Person) -> None:
    operations.rename(ticket=ticket, name=ticket.name, by=anna, at=AT)
    assert not Entry.objects.exists()


def test_of_two_people_correcting_at_once_the_second_is_told(ticket: Ticket, anna: Person) -> None:
    seen_by_another = Ticket.objects.get(pk=ticket.pk)
    operations.rename(ticket=ticket, name="Vera Ozola", by=anna, at=AT)
    with pytest.raises(Stale):
        operations.rename(ticket=seen_by_another, name="Vera Kalna", by=anna, at=LATER)
    assert Ticket.objects.get().name == "Vera Ozola"


def test_a_cancelled_ticket_cannot_be_renamed_or_reissued(ticket: Ticket, anna: Person) -> None:
    operations.cancel(ticket=ticket, by=anna, at=AT)
    with pytest.raises(Refused):
        operations.rename(ticket=ticket, name="Vera Ozola", by=anna, at=LATER)
    with pytest.raises(Refused):
        operations.reissue(ticket=ticket, by=anna, at=LATER)


def test_a_reissued_ticket_has_another_code(ticket: Ticket, anna: Person) -> None:
    before = queries.code(ticket)
    operations.reissue(ticket=ticket, by=anna, at=AT)
    after = queries.code(queries.with_code().get(pk=ticket.pk))
    assert before != after
    assert [(codes.decode(code) or pytest.fail("not a code"))[0].generation for code in (before, after)] == [1, 2]


def test_the_generation_never_outgrows_its_byte(ticket: Ticket, anna: Person) -> None:
    Ticket.objects.update(generation=255)
    with pytest.raises(Refused) as refusal:
        operations.reissue(ticket=Ticket.objects.get(), by=anna, at=AT)
    assert refusal.value.code == "too_many_generations"


def test_handing_over_leaves_nothing_of_the_former_holder(ticket: Ticket, heard: list[tuple[str, Ticket]]) -> None:
    operations.hand_over(ticket=ticket, name="Anna Ozola", email="anna@example.org", by="visitor", at=AT)
    ticket.refresh_from_db()
    assert (ticket.name, ticket.name_other, ticket.email, ticket.organisation, ticket.country) == (
        "Anna Ozola",
        "",
        "anna@example.org",
        "",
        "",
    )
    assert ticket.generation == 2
    assert not Ticket.objects.matching("vera").exists()
    assert heard == [("ticket_handed_over", ticket)]


def test_a_product_may_forbid_handing_over(ticket: Ticket, heard: list[tuple[str, Ticket]]) -> None:
    ticket.product.is_transferable = False
    with pytest.raises(Refused) as refusal:
        operations.hand_over(ticket=ticket, name="Anna Ozola", email="anna@example.org", by="visitor", at=AT)
    assert (refusal.value.code, heard) == ("not_transferable", [])


# --- keys and counts ----------------------------------------------------------------------------------------------


def test_the_last_key_that_signs_cannot_be_retired(product: Product, anna: Person) -> None:
    with pytest.raises(operations.LastKey):
        operations.retire_key(key=SigningKey.objects.get(event=product.event), by=anna, at=AT)


def test_an_event_has_at_most_sixteen_keys(product: Product) -> None:
    for _ in range(15):
        operations.make_key(event=product.event, at=AT)
    with pytest.raises(operations.KeysUsedUp):
        operations.make_key(event=product.event, at=AT)
    assert SigningKey.objects.filter(event=product.event).count() == 16


def test_a_key_holds_the_public_half_phones_prove_with(product: Product) -> None:
    key = operations.make_key(event=product.event, at=AT)
    key.refresh_from_db()
    assert bytes(key.public) == keys.public(settings.TICKET_KEY, product.event.number, 1)


def test_tickets_are_counted_by_state_and_product(product: Product, anna: Person) -> None:
    for state in ("unpaid", "valid", "valid", "cancelled"):
        TicketFactory(event=product.event, product=product, state=state)
    TicketFactory()
    assert queries.counts(product.event) == queries.Counts(unpaid=1, valid=2, cancelled=1)
    assert queries.counts_by_product(product.event) == {product.pk: 3}
    assert queries.live_for_event(product.event).count() == 3


def test_a_ticket_ready_for_print_needs_no_further_statement(ticket: Ticket, django_assert_num_queries: Any) -> None:
    (loaded,) = queries.with_code()
    with django_assert_num_queries(0):
        queries.code(loaded)


@pytest.mark.parametrize("wrong", [{"state": "lost"}, {"generation": 0}, {"generation": 256}, {"key_slot": 16}])
def test_the_table_itself_refuses_what_cannot_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TicketFactory(**wrong)


def test_an_event_without_tickets_counts_nothing() -> None:
    event: Event = EventFactory()
    assert queries.counts(event).live == 0
