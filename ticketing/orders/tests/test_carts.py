"""The cart: who comes, typed well and badly, in time and too late."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from ticketing.factories import OptionFactory, ProductFactory, QuestionFactory
from ticketing.models import Answer, Event, Order, Product, Question, Ticket
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db
BUYER = {"name": "Vera Ščukina", "email": "vera@example.org"}


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def address(order: Order) -> str:
    return f"/cart/{order.code}/{order.secret}/"


def refused(response, order: Order) -> str:
    assert response.status_code == 200
    order.refresh_from_db()
    assert order.state == Order.State.HELD
    return response.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [1, 3])
def test_placing_takes_as_many_statements_for_three_tickets_as_for_one(visitor, fill_cart, day_ticket, django_assert_num_queries, count):
    cart = fill_cart(day_ticket, count)
    with django_assert_num_queries(15):  # BEGIN, COMMIT and the task that wakes the worker among them
        visitor.post(address(cart), BUYER)
    assert Ticket.objects.count() == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_statements_for_three_tickets_as_for_one(visitor, fill_cart, day_ticket, django_assert_num_queries, count):
    cart = fill_cart(day_ticket, count)
    with django_assert_num_queries(4):
        visitor.get(address(cart))


def test_the_page_says_until_when_places_are_kept(visitor, fill_cart, day_ticket):
    cart = fill_cart(day_ticket, 2)
    response = visitor.get(address(cart))
    page = response.content.decode()
    assert f"Kept for you until {cart.expires_at.astimezone(cart.event.tz):%H:%M}" in page
    assert f'data-until="{cart.expires_at.astimezone(cart.event.tz).isoformat()}"' in page
    assert "2 × Day ticket" in page
    assert "Order and pay €6.00" in page
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_an_order_to_pay_leads_to_the_pay_page(visitor, fill_cart, day_ticket):
    cart = fill_cart(day_ticket, 2)
    response = visitor.post(address(cart), BUYER | {"phone": "+371 20000000"})
    cart.refresh_from_db()
    assert response.headers["Location"] == f"/o/{cart.code}/{cart.secret}/pay/"
    assert (cart.state, cart.phone) == (Order.State.PLACED, "+371 20000000")


def test_a_free_order_leads_to_its_tickets(visitor, fill_cart, fair):
    cart = fill_cart(ProductFactory(event=fair, price=Decimal("0.00")))
    response = visitor.post(address(cart), BUYER)
    assert response.headers["Location"] == f"/o/{cart.code}/{cart.secret}/"
    assert Ticket.objects.get().state == Ticket.State.VALID


def test_an_empty_name_on_a_day_ticket_is_the_buyers(visitor, fill_cart, day_ticket):
    cart = fill_cart(day_ticket, 3)
    lines = list(cart.lines.values_list("pk", flat=True))
    visitor.post(address(cart), BUYER | {f"line-{lines[1]}-name": "Jānis Bērziņš"})
    assert [ticket.name for ticket in Ticket.objects.all()] == ["Vera Ščukina", "Jānis Bērziņš", "Vera Ščukina"]


def test_a_seat_in_a_training_wants_its_own_name_but_the_first(visitor, fill_cart, fair, day_ticket):
    Event.objects.update(kind=Event.Kind.TRAINING)
    cart = fill_cart(Product.objects.get(), 2)
    first, second = cart.lines.values_list("pk", flat=True)
    page = refused(visitor.post(address(cart), BUYER), cart)
    assert "Give the name of the person this ticket is for." in page
    assert f'href="#id_line-{second}-name"' in page
    assert f'href="#id_line-{first}-name"' not in page


def test_a_badge_asks_for_organisation_and_country(visitor, fill_cart, fair):
    cart = fill_cart(ProductFactory(event=fair, style=Product.Style.BADGE))
    line = cart.lines.get().pk
    typed = {"name": "Анна Иванова", "name_other": "Anna Ivanova", "organisation": "Школа №1", "country": "RU"}
    visitor.post(address(cart), BUYER | {f"line-{line}-{name}": value for name, value in typed.items()})
    ticket = Ticket.objects.get()
    assert {name: getattr(ticket, name) for name in typed} == typed


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Write your name."),
        ("name", "   ", "Write your name."),
        ("name", "x" * 151, "at most 150 characters"),
        ("name", "12345", "Write the name with letters."),
        ("name", "Vera 😀", "“😀” cannot be printed on a ticket."),
        ("name", "👩‍🎨", "cannot be printed on a ticket."),
        ("email", "", "Write your e-mail"),
        ("email", "vera", "valid email address"),
        ("email", "vera@example.org\r\nBcc: all@example.org", "valid email address"),
        ("email", "v" * 250 + "@example.org", "at most 254 characters"),
        ("phone", "call me", "Write the number with digits"),
        ("phone", "1" * 31, "at most 30 characters"),
    ],
)
def test_bad_words_are_answered_at_their_field_and_stay(visitor, fill_cart, day_ticket, field, typed, said):
    cart = fill_cart(day_ticket)
    kept = {"name": "Vera", "email": "vera@example.org", "phone": "20000000"} | {field: typed}
    page = refused(visitor.post(address(cart), kept), cart)
    assert said in page
    assert f'id="id_{field}_error"' in page
    for value in kept.values():
        assert not value.strip() or value.split()[0] in page


def test_invisible_characters_are_taken_out_of_a_name(visitor, fill_cart, day_ticket):
    cart = fill_cart(day_ticket)
    visitor.post(address(cart), BUYER | {"name": "\u202eVera\x00 \u200b  Ščukina\t\n"})
    assert Ticket.objects.get().name == "Vera Ščukina"


@pytest.mark.parametrize("name", ["O'Brien-Łuczak", "Ēriks Ķēniņš", "Наталья Ё.", "بديع", "李小龍", "D’Arc Jr."])
def test_names_of_all_scripts_are_welcome(visitor, fill_cart, day_ticket, name):
    visitor.post(address(fill_cart(day_ticket)), BUYER | {"name": name})
    assert Ticket.objects.get().name == name


def question(fair, product, **facts) -> Question:
    return QuestionFactory(event=fair, products=[product], **facts)


def test_questions_are_asked_for_each_ticket_and_kept_as_they_were_answered(visitor, fill_cart, fair, day_ticket):
    diet = question(fair, day_ticket, kind="text")
    children = question(fair, day_ticket, kind="number")
    born = question(fair, day_ticket, kind="date")
    photos = question(fair, day_ticket, kind="yes_no")
    language = question(fair, day_ticket, kind="choice")
    craft = question(fair, day_ticket, kind="choices")
    spoken, clay, wood = OptionFactory(question=language), OptionFactory(question=craft), OptionFactory(question=craft)
    cart = fill_cart(day_ticket)
    start = f"line-{cart.lines.get().pk}-question-"
    answers = {diet: "vegāns", children: "2", born: "1990-05-04", photos: "on", language: spoken.pk, craft: [clay.pk, wood.pk]}
    visitor.post(address(cart), BUYER | {f"{start}{asked.pk}": answer for asked, answer in answers.items()})
    kept = {answer.question_id: answer.value for answer in Answer.objects.all()}
    assert kept == {
        diet.pk: "vegāns", children.pk: "2", born.pk: "1990-05-04", photos.pk: True, language.pk: spoken.pk, craft.pk: [clay.pk, wood.pk]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("text", "", "Please answer this."),
        ("text", "x" * 301, "at most 300 characters"),
        ("number", "many", "Enter a number."),
        ("number", "1e400", "digits"),
        ("date", "31.02.2020", "Enter a valid date."),
        ("yes_no", "", "Please answer this."),
        ("choice", "999999", "Select a valid choice."),
        ("choices", "999999", "Select a valid choice."),
    ],
)
def test_bad_answers_are_answered_at_their_question(visitor, fill_cart, fair, day_ticket, kind, typed, said):
    asked = question(fair, day_ticket, kind=kind, is_required=True)
    OptionFactory.create_batch(2, question=asked)
    cart = fill_cart(day_ticket)
    name = f"line-{cart.lines.get().pk}-question-{asked.pk}"
    page = refused(visitor.post(address(cart), BUYER | {name: typed}), cart)
    assert said in page
    assert f'id="id_{name}_error"' in page


def test_a_question_added_meanwhile_is_asked_before_placing(visitor, fill_cart, fair, day_ticket):
    cart = fill_cart(day_ticket)
    visitor.get(address(cart))
    question(fair, day_ticket, is_required=True)
    assert "Please answer this." in refused(visitor.post(address(cart), BUYER), cart)


def test_the_same_cart_sent_twice_is_one_order(visitor, fill_cart, day_ticket):
    cart = fill_cart(day_ticket)
    first, second = visitor.post(address(cart), BUYER), visitor.post(address(cart), BUYER | {"name": "Somebody Else"})
    assert second.headers["Location"] in (first.headers["Location"], f"/o/{cart.code}/{cart.secret}/")
    assert Ticket.objects.count() == 1
    assert Order.objects.get().name == "Vera Ščukina"


@pytest.mark.parametrize("method", ["get", "post"])
def test_too_late_a_cart_offers_the_same_choice_again(visitor, fill_cart, day_ticket, now, method):
    cart = fill_cart(day_ticket, 2, at=now - timedelta(minutes=21))
    response = getattr(visitor, method)(address(cart), BUYER)
    page = response.content.decode()
    assert response.status_code == 410
    assert "Your time ran out" in page
    assert f"/e/{cart.event.slug}/tickets/?count-{day_ticket.pk}=2" in page
    assert Ticket.objects.count() == 0


def test_a_cart_that_lapsed_offers_the_same(visitor, fill_cart, day_ticket, now):
    cart = fill_cart(day_ticket, at=now - timedelta(minutes=21))
    orders.drop_expired(at=timezone.now())
    assert visitor.get(address(cart)).status_code == 410


def test_giving_up_frees_the_places(visitor, fill_cart, day_ticket, places):
    cart = fill_cart(day_ticket, 2)
    assert visitor.post(address(cart) + "drop/").headers["Location"] == f"/e/{cart.event.slug}/"
    places.refresh_from_db()
    assert places.taken == 0


def test_giving_up_an_order_that_was_placed_in_another_tab_changes_nothing(visitor, buy, day_ticket, places):
    order = buy(day_ticket)
    visitor.post(address(order) + "drop/")
    order.refresh_from_db()
    places.refresh_from_db()
    assert (order.state, places.taken) == (Order.State.PLACED, 1)


def test_looking_does_not_give_up(visitor, fill_cart, day_ticket):
    assert visitor.get(address(fill_cart(day_ticket)) + "drop/").status_code == 405


def test_the_form_answers_in_the_readers_language(fill_cart, day_ticket):
    page = Client(headers={"accept-language": "ru"}).post(address(fill_cart(day_ticket)), {"email": "x"}).content.decode()
    assert "Введите корректный адрес электронной почты" in page or "Введите правильный адрес электронной почты" in page
