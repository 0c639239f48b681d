"""The order's own pages, behind its secret link."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from common.outbox.models import Message
from ticketing.factories import ProductFactory
from ticketing.models import Event, Order, Product, Ticket
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db
PAGES = ("", "tickets.pdf", "event.ics", "cancel/", "tickets/1.pdf", "tickets/1/name/", "tickets/1/hand-over/", "tickets/1/cancel/", "pay/")


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def paid(fair, buy) -> Order:
    """Two free tickets."""
    return buy(ProductFactory(event=fair, price=Decimal("0.00")), 2)


@pytest.fixture
def ticket(paid) -> Ticket:
    return Ticket.objects.filter(order_line__order=paid).first()


def link(order: Order, page: str = "") -> str:
    return f"/o/{order.code}/{order.secret}/{page}"


def read(client: Client, order: Order, page: str = "") -> str:
    response = client.get(link(order, page))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("secret", ["wrong", "ā", "%00x", "x" * 200, "%F0%9F%98%80"])
def test_a_stale_link_opens_nothing(visitor, paid, page, secret):
    assert visitor.get(f"/o/{paid.code}/{secret}/{page}").status_code == 404


def test_a_stale_link_tells_how_to_get_the_right_one(visitor, paid):
    page = visitor.get(f"/o/{paid.code}/{paid.secret[:-1]}/").content.decode()
    assert "This link does not open an order" in page
    assert 'href="/orders/find/"' in page
    assert paid.name not in page


def test_the_code_may_be_typed_in_small_letters(visitor, paid):
    assert visitor.get(f"/o/{paid.code.lower()}/{paid.secret}/").status_code == 200


def test_pages_behind_the_link_are_kept_by_nobody_and_lead_nobody_here(visitor, paid):
    for page in ("", "cancel/", "tickets.pdf"):
        response = visitor.get(link(paid, page))
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("count", [1, 3])
def test_an_order_takes_as_many_statements_for_three_tickets_as_for_one(visitor, fair, buy, django_assert_num_queries, count):
    order = buy(ProductFactory(event=fair, price=Decimal("0.00")), count)
    with django_assert_num_queries(2):
        page = read(visitor, order)
    assert page.count("data:image/png;base64,") == count


def test_an_unpaid_order_shows_what_to_do_and_no_code(visitor, buy, day_ticket):
    page = read(visitor, buy(day_ticket))
    assert "Waiting for your payment." in page
    assert "Pay €3.00" in page
    assert "data:image/png" not in page


def test_a_cart_is_led_back_to_its_form(visitor, fill_cart, day_ticket):
    cart = fill_cart(day_ticket)
    assert visitor.get(link(cart)).headers["Location"] == f"/cart/{cart.code}/{cart.secret}/"


def test_a_lapsed_order_owes_nothing(visitor, buy, day_ticket):
    order = buy(day_ticket)
    orders.drop_expired(at=timezone.now() + timedelta(days=30))
    page = read(visitor, order)
    assert "This order has lapsed." in page
    assert "data:image/png" not in page


def test_the_online_address_is_for_those_with_a_ticket(visitor, paid, buy, day_ticket):
    Event.objects.update(mode=Event.Mode.HYBRID, online_url="https://meet.example.org/forge")
    assert "meet.example.org" in read(visitor, paid)
    assert "meet.example.org" not in read(visitor, buy(day_ticket))
    assert b"meet.example.org" not in visitor.get(f"/e/{paid.event.slug}/").content


def test_the_pdf_has_a_page_for_each_ticket(visitor, paid, ticket):
    whole, one = visitor.get(link(paid, "tickets.pdf")), visitor.get(link(paid, f"tickets/{ticket.pk}.pdf"))
    assert whole["Content-Type"] == one["Content-Type"] == "application/pdf"
    assert whole.content.startswith(b"%PDF")
    assert len(whole.content) > len(one.content)


def test_an_unpaid_ticket_cannot_be_printed(visitor, buy, day_ticket):
    order = buy(day_ticket)
    number = Ticket.objects.get().pk
    for page in ("tickets.pdf", f"tickets/{number}.pdf"):
        assert visitor.get(link(order, page)).headers["Location"] == link(order)


def test_the_calendar_entry_is_of_the_event(visitor, paid):
    (entry,) = Calendar.from_ical(visitor.get(link(paid, "event.ics")).content).events
    assert entry["SUMMARY"] == "Māra's fair in Lūznava"


def test_a_ticket_of_another_order_is_not_found_here(visitor, paid, fair, buy):
    other = buy(ProductFactory(event=fair, price=Decimal("0.00")))
    stranger = Ticket.objects.get(order_line__order=other)
    for page in ("name/", "hand-over/", "cancel/"):
        assert visitor.get(link(paid, f"tickets/{stranger.pk}/{page}")).status_code == 404
        assert visitor.post(link(paid, f"tickets/{stranger.pk}/{page}"), {"name": "X", "email": "x@example.org"}).status_code == 404
    assert visitor.get(link(paid, f"tickets/{stranger.pk}.pdf")).status_code == 404


def test_the_letter_is_sent_again(visitor, paid):
    before = Message.objects.count()
    response = visitor.post(link(paid, "resend/"), follow=True)
    assert "On its way to vera@example.org" in response.content.decode()
    assert Message.objects.count() >= before  # within the second of the first letter it is the same one
    assert visitor.get(link(paid, "resend/")).status_code == 405


def test_a_name_is_corrected_and_the_code_stays(visitor, paid, ticket):
    response = visitor.post(link(paid, f"tickets/{ticket.pk}/name/"), {"name": "Vera Ščukina-Kalniņa", "name_other": ""}, follow=True)
    ticket.refresh_from_db()
    assert "The name is corrected." in response.content.decode()
    assert (ticket.name, ticket.generation) == ("Vera Ščukina-Kalniņa", 1)


@pytest.mark.parametrize("typed", ["", "x" * 151, "💥", "!!!"])
def test_a_bad_correction_is_answered_at_the_field(visitor, paid, ticket, typed):
    page = visitor.post(link(paid, f"tickets/{ticket.pk}/name/"), {"name": typed}).content.decode()
    assert 'id="id_name_error"' in page
    ticket.refresh_from_db()
    assert ticket.name == "Vera Ščukina"


def hand_over(client: Client, order: Order, ticket: Ticket, **typed: str):
    facts = {"name": "Jānis Bērziņš", "email": "janis@example.org"} | typed
    return client.post(link(order, f"tickets/{ticket.pk}/hand-over/"), facts, follow=True)


def test_handing_over_makes_a_new_code_that_the_buyer_does_not_see(visitor, paid, ticket):
    page = hand_over(visitor, paid, ticket).content.decode()
    ticket.refresh_from_db()
    assert ticket.generation == 2
    assert "The new code is on its way to janis@example.org" in page
    assert page.count("data:image/png;base64,") == 1
    assert "Only the new holder has the code now." in page
    assert Message.objects.filter(kind="ticket.handed_over", to="janis@example.org").count() == 1


@pytest.mark.parametrize("page", ["name/", "hand-over/", "cancel/"])
def test_a_ticket_handed_over_is_no_longer_the_buyers_to_change(visitor, paid, ticket, page):
    hand_over(visitor, paid, ticket)
    visitor.post(link(paid, f"tickets/{ticket.pk}/{page}"), {"name": "Vera", "email": "vera@example.org"})
    visitor.get(link(paid, f"tickets/{ticket.pk}.pdf"))
    ticket.refresh_from_db()
    assert (ticket.name, ticket.state, ticket.generation) == ("Jānis Bērziņš", Ticket.State.VALID, 2)


@pytest.mark.parametrize(("field", "typed"), [("email", "janis"), ("email", ""), ("name", ""), ("name", "😀")])
def test_a_bad_hand_over_is_answered_at_the_field(visitor, paid, ticket, field, typed):
    page = hand_over(visitor, paid, ticket, **{field: typed}).content.decode()
    assert f'id="id_{field}_error"' in page
    ticket.refresh_from_db()
    assert ticket.generation == 1


def test_what_may_not_be_handed_over_says_so(visitor, paid, ticket):
    Product.objects.update(is_transferable=False)
    assert "cannot be handed over" in hand_over(visitor, paid, ticket).content.decode()
    assert "hand-over" not in read(visitor, paid)


def test_cancelling_asks_first(visitor, paid, ticket):
    assert "This cannot be undone." in read(visitor, paid, "cancel/")
    assert "This cannot be undone." in read(visitor, paid, f"tickets/{ticket.pk}/cancel/")
    paid.refresh_from_db()
    assert paid.state == Order.State.PAID


def test_one_ticket_is_cancelled_and_the_other_stays(visitor, paid, ticket):
    visitor.post(link(paid, f"tickets/{ticket.pk}/cancel/"))
    page = read(visitor, paid)
    assert page.count("data:image/png;base64,") == 1


def test_the_whole_order_is_cancelled(visitor, paid):
    visitor.post(link(paid, "cancel/"))
    page = read(visitor, paid)
    assert "This order is cancelled." in page
    assert "data:image/png" not in page
    assert visitor.post(link(paid, "cancel/")).headers["Location"] == link(paid)


def test_too_late_to_cancel_says_whom_to_ask(visitor, paid):
    Event.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    assert "cancel/" not in read(visitor, paid)
    response = visitor.post(link(paid, "cancel/"), follow=True)
    assert "too late to cancel" in response.content.decode()


@pytest.mark.parametrize(("free", "said"), [(True, "Nothing was paid"), (False, "Nothing has been paid yet")])
def test_cancelling_says_what_happens_to_the_money(visitor, fair, buy, free, said):
    order = buy(ProductFactory(event=fair, price=Decimal("0.00") if free else Decimal("3.00")))
    assert said in read(visitor, order, "cancel/")


def test_cancelling_a_paid_order_says_what_goes_back(visitor, buy, day_ticket):
    order = buy(day_ticket)
    orders.mark_paid(order=order, by="system", at=timezone.now())
    assert "If you cancel now, nothing goes back" in read(visitor, order, "cancel/")


# --- lost links -----------------------------------------------------------------------------------------------------


def find(client: Client, email: str) -> str:
    return client.post("/orders/find/", {"email": email}).content.decode()


def letters() -> list[Message]:
    return list(Message.objects.filter(kind="order.links"))


def test_the_links_of_all_live_orders_come_in_one_letter(visitor, paid, buy, day_ticket):
    unpaid = buy(day_ticket)
    find(visitor, "VERA@example.org")
    (letter,) = letters()
    assert letter.to == "vera@example.org"
    assert link(paid) in letter.text
    assert link(unpaid) in letter.text
    assert link(paid) in letter.html


def test_the_answer_does_not_tell_whether_there_are_orders(visitor, paid):
    known, unknown = (
        re.sub(r'value="\w{64}"', "", find(visitor, email).replace(email, "…")) for email in ("vera@example.org", "nobody@example.org")
    )
    assert known == unknown
    assert len(letters()) == 1


def test_asking_again_sends_no_second_letter(visitor, paid):
    for _time in range(5):
        find(visitor, "vera@example.org")
    assert len(letters()) <= 2  # the hour may turn while this runs


def test_a_cart_and_an_event_that_is_over_are_not_worth_a_letter(visitor, paid, fill_cart, day_ticket):
    fill_cart(day_ticket)
    start = timezone.now() - timedelta(days=3)
    Event.objects.update(starts_at=start, ends_at=start + timedelta(hours=5))
    find(visitor, "vera@example.org")
    assert letters() == []


@pytest.mark.parametrize("typed", ["", "vera", "vera@", "x" * 300 + "@example.org", "a\x00@example.org"])
def test_what_is_no_address_is_answered_at_the_field(visitor, typed):
    assert 'id="id_email_error"' in find(visitor, typed)
