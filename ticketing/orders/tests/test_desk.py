from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.history.models import Entry
from common.outbox.models import Message
from ticketing.factories import OptionFactory, OrderFactory, OrderLineFactory, ProductFactory, QuestionFactory, TicketFactory
from ticketing.models import Answer, Order, Ticket
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(sign_in, fair) -> Client:
    return sign_in(fair)


def page(name, event, *args):
    return reverse(f"desk:{name}", args=[event.slug, *args])


def listed(client, address, key="page_obj"):
    return [row.pk for row in client.get(address).context[key]]


def statements(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def an_order(fair, **facts) -> Order:
    order = OrderFactory(event=fair, **facts)
    product = fair.products.first() or ProductFactory(event=fair)
    for _number in range(2):
        OrderLineFactory(order=order, product=product, ticket=TicketFactory(event=fair, product=product))
    return order


PAGES = ["orders", "tickets", "guests"]
FILES = [("orders_file", "csv"), ("orders_file", "xlsx"), ("tickets_file", "csv"), ("tickets_file", "xlsx")]


@pytest.mark.parametrize("name", PAGES)
def test_only_those_who_may_see_orders_see_them(sign_in, fair, name):
    address = page(name, fair)
    assert Client().get(address).status_code == 302
    assert sign_in(fair, None).get(address).status_code == 404
    assert sign_in(fair, "steward").get(address).status_code == 403
    assert sign_in(fair).get(address).status_code == 200


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_files_are_for_those_who_may_see_orders(sign_in, fair, name, kind):
    an_order(fair)
    address = page(name, fair, kind)
    assert Client().get(address).status_code == 302
    assert sign_in(fair, None).get(address).status_code == 404
    assert sign_in(fair, "steward").get(address).status_code == 403
    assert b"".join(sign_in(fair, "supervisor").get(address).streaming_content)


@pytest.mark.parametrize("words", ["Щукина", "ščukina", "Shchukina", "vera@example.org", "ABCDEF"])
def test_an_order_is_found_by_code_mail_and_a_name_in_either_script(anna, fair, words):
    found = an_order(fair, code="ABCDEF")
    an_order(fair, code="ZZZZZZ", name="Jānis Bērziņš", email="janis@example.org").lines.all().delete()
    assert listed(anna, f"{page('orders', fair)}?q={words}") == [found.pk]


def test_carts_and_the_orders_of_others_are_not_listed(anna, fair, fill_cart, day_ticket):
    fill_cart(day_ticket)
    OrderFactory()
    assert listed(anna, page("orders", fair)) == []


def test_quick_filters_count_what_they_find(anna, fair, now):
    an_order(fair)
    due = an_order(fair, state=Order.State.PLACED, expires_at=now + timedelta(hours=3))
    an_order(fair, state=Order.State.PLACED, expires_at=now + timedelta(days=3))
    an_order(fair, state=Order.State.CANCELLED)
    pills = anna.get(page("orders", fair)).context["pills"]
    assert [pill["count"] for pill in pills] == [4, 2, 1, 1, 0, 1]
    assert listed(anna, f"{page('orders', fair)}?state=due") == [due.pk]


def test_orders_are_filtered_by_product_and_sorted(anna, fair):
    cheap, dear = an_order(fair, total=1), an_order(fair, total=9)
    other = ProductFactory(event=fair)
    only = OrderLineFactory(order=OrderFactory(event=fair, total=5), product=other).order
    assert listed(anna, f"{page('orders', fair)}?product={other.pk}") == [only.pk]
    assert listed(anna, f"{page('orders', fair)}?sort=total") == [dear.pk, only.pk, cheap.pk]
    assert len(listed(anna, f"{page('orders', fair)}?product=x&sort=; drop&state=none&page=99")) == 3


def test_the_sum_above_the_list_leaves_out_what_lapsed(anna, fair):
    an_order(fair, total=6)
    an_order(fair, total=50, state=Order.State.LAPSED).lines.update(cancelled_at=fair.starts_at)
    totals = anna.get(page("orders", fair)).context["totals"]
    assert (totals.orders, totals.tickets, totals.money) == (2, 2, {"EUR": 6})


@pytest.mark.parametrize("name", ["orders", "tickets"])
def test_three_rows_take_as_many_statements_as_one(anna, fair, name):
    an_order(fair)
    one = statements(anna, page(name, fair))
    an_order(fair)
    an_order(fair)
    assert statements(anna, page(name, fair)) == one <= 14


def test_the_file_of_tickets_holds_the_answers_in_words(anna, fair, day_ticket):
    question = QuestionFactory(event=fair, products=[day_ticket], kind="choice", text_en="Which language?")
    russian = OptionFactory(question=question, text_en="Russian")
    order = an_order(fair)
    Answer.objects.create(line=order.lines.first(), question=question, value=russian.pk)
    head, *rows = b"".join(anna.get(page("tickets_file", fair, "csv")).streaming_content).decode().splitlines()
    assert head.endswith("Which language?")
    assert sorted(row.rsplit(",", 1)[1] for row in rows) == ["", "Russian"]


def test_ten_times_the_orders_take_no_more_statements_for_the_file(anna, fair):
    def count():
        with CaptureQueriesContext(connection) as captured:
            list(anna.get(page("tickets_file", fair, "csv")).streaming_content)
        return len(captured)

    an_order(fair)
    one = count()
    for _number in range(9):
        an_order(fair)
    assert count() == one


# --- many at once ---------------------------------------------------------------------------------------------------


def test_chosen_orders_are_mailed_again(anna, fair, buy, day_ticket):
    order = buy(day_ticket)
    anna.post(page("orders_chosen", fair), {"order": order.code, "action": "resend"})
    assert Message.objects.filter(to=order.email).count() == 2


def test_cancelling_many_asks_first(anna, fair, buy, day_ticket):
    one, other = buy(day_ticket), buy(day_ticket)
    sent = {"order": [one.code, other.code]}
    asked = anna.post(page("orders_chosen", fair), sent | {"action": "cancel"})
    assert len(asked.context["chosen"]) == 2
    assert not Order.objects.filter(state="cancelled").exists()
    anna.post(page("orders_chosen", fair), sent | {"action": "cancel_now"})
    assert Order.objects.filter(state="cancelled").count() == 2


def test_one_order_that_refuses_does_not_keep_the_others(anna, fair, buy, day_ticket):
    done, live = buy(day_ticket), buy(day_ticket)
    anna.post(page("orders_chosen", fair), {"order": done.code, "action": "cancel_now"}, follow=True)
    answer = anna.post(page("orders_chosen", fair), {"order": [done.code, live.code], "action": "cancel_now"}, follow=True)
    assert Order.objects.filter(state="cancelled").count() == 2
    assert [message.level_tag for message in answer.context["messages"]] == ["error", "success"]


def test_the_orders_of_others_cannot_be_chosen(anna, fair):
    strange = OrderFactory()
    anna.post(page("orders_chosen", fair), {"order": strange.code, "action": "cancel_now"})
    strange.refresh_from_db()
    assert strange.state == Order.State.PAID


def test_at_a_locked_event_everything_is_seen_and_nothing_changed(anna, fair, buy, day_ticket, suspend):
    order = buy(day_ticket)
    ticket = Ticket.objects.get()
    suspend(fair)
    assert anna.get(page("orders", fair)).status_code == 200
    anna.post(page("orders_chosen", fair), {"order": order.code, "action": "cancel_now"})
    anna.post(page("ticket", fair, ticket.pk), {"action": "cancel"})
    anna.post(page("guests", fair), {"what": str(day_ticket.pk), "names": "Vera", "language": "lv"})
    order.refresh_from_db()
    assert (order.state, Ticket.objects.count()) == (Order.State.PLACED, 1)


# --- one ticket, and guests -----------------------------------------------------------------------------------------


@pytest.fixture
def sold(buy, day_ticket, now) -> Ticket:
    orders.mark_paid(order=buy(day_ticket), by="system", at=now)
    return Ticket.objects.get()


def test_a_steward_opens_no_ticket_and_a_supervisor_changes_none(sign_in, fair, sold):
    address = page("ticket", fair, sold.pk)
    assert Client().get(address).status_code == 302
    assert sign_in(fair, None).get(address).status_code == 404
    assert sign_in(fair, "steward").get(address).status_code == 403
    assert sign_in(fair, "supervisor").post(address, {"action": "cancel"}).status_code in (200, 302)
    sold.refresh_from_db()
    assert sold.state == Ticket.State.VALID


def test_the_ticket_of_another_event_is_not_found(anna, fair):
    assert anna.get(page("ticket", fair, TicketFactory().pk)).status_code == 404


def test_a_name_is_corrected(anna, fair, sold):
    sent = {"action": "rename", "name": "Vera Ozola", "name_other": "", "email": "", "organisation": "Linu darbnīca", "country": ""}
    assert anna.post(page("ticket", fair, sold.pk), sent).status_code == 302
    sold.refresh_from_db()
    assert (sold.name, sold.organisation, sold.generation) == ("Vera Ozola", "Linu darbnīca", 1)


def test_a_name_without_letters_is_told_at_its_field(anna, fair, sold):
    answer = anna.post(page("ticket", fair, sold.pk), {"action": "rename", "name": "123"})
    assert answer.context["renaming"].errors["name"]


def test_a_ticket_is_handed_over_and_its_new_holder_told(anna, fair, sold):
    anna.post(page("ticket", fair, sold.pk), {"action": "hand_over", "to-name": "Oļegs Kalns", "to-email": "olegs@example.org"})
    sold.refresh_from_db()
    assert (sold.name, sold.generation) == ("Oļegs Kalns", 2)
    assert Message.objects.filter(kind="ticket.handed_over", to="olegs@example.org").exists()


def test_a_code_is_replaced_and_a_ticket_cancelled(anna, fair, sold):
    anna.post(page("ticket", fair, sold.pk), {"action": "reissue"})
    sold.refresh_from_db()
    assert sold.generation == 2
    anna.post(page("ticket", fair, sold.pk), {"action": "cancel"})
    sold.refresh_from_db()
    assert sold.state == Ticket.State.CANCELLED


def test_guests_get_a_valid_ticket_for_each_line(anna, fair, day_ticket, places):
    names = "Vera Ščukina; Linu darbnīca\n\n  Олег Кузнецов  \n"
    answer = anna.post(page("guests", fair), {"what": str(day_ticket.pk), "names": names, "language": "ru", "attention": "press"})
    assert answer.status_code == 302
    assert list(Ticket.objects.values_list("name", "organisation", "state", "language", "attention")) == [
        ("Vera Ščukina", "Linu darbnīca", "valid", "ru", "press"),
        ("Олег Кузнецов", "", "valid", "ru", "press"),
    ]
    places.refresh_from_db()
    assert places.taken == 0
    assert Entry.objects.filter(action="guests.invited").count() == 1
    assert len(listed(anna, f"{page('tickets', fair)}?state=guest")) == 2


@pytest.mark.parametrize("names", ["", "\n \n", "x" * 151, "\n".join(["Vera"] * 501), "🙂"])
def test_a_list_of_names_that_cannot_be_printed_is_refused_whole(anna, fair, day_ticket, names):
    answer = anna.post(page("guests", fair), {"what": str(day_ticket.pk), "names": names, "language": "lv"})
    assert answer.context["form"].errors["names"]
    assert not Ticket.objects.exists()


def test_a_guests_ticket_can_be_cancelled_and_replaced_too(anna, fair):
    guest = TicketFactory(event=fair)
    anna.post(page("ticket", fair, guest.pk), {"action": "reissue"})
    anna.post(page("ticket", fair, guest.pk), {"action": "cancel"})
    guest.refresh_from_db()
    assert (guest.generation, guest.state) == (2, Ticket.State.CANCELLED)


def test_a_long_list_comes_in_pages_of_fifty(anna, fair, day_ticket):
    Ticket.objects.bulk_create(TicketFactory.build_batch(120, event=fair, product=day_ticket))
    page_obj = anna.get(page("tickets", fair)).context["page_obj"]
    assert (len(page_obj), page_obj.paginator.count) == (50, 120)
