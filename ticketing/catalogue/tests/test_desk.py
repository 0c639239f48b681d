from datetime import UTC, datetime
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from ticketing.factories import EventFactory, OrderLineFactory, ProductFactory, QuestionFactory, QuotaFactory, VariationFactory
from ticketing.models import Product, Question, Quota, Window

LIST = "/desk/maras-tirgus/products/"
NEW = "/desk/maras-tirgus/products/new/"


def text(response) -> str:
    return unescape(response.content.decode())


def sent(*rows, **more):
    """Return the sent form of a product with rows of variations."""
    data = {"variations-TOTAL_FORMS": len(rows), "variations-INITIAL_FORMS": len(rows)}
    for place, row in enumerate(rows):
        data |= {f"variations-{place}-{name}": value for name, value in {"is_active": "on", **row}.items()}
    facts = {"name_lv": "Meistarklase", "price": "12.50", "max_per_order": "4", "style": "ticket", "tax_ground": "exempt"}
    return {**facts, "admits": "on", "is_public": "on", "is_active": "on", **data, **more}


def address(product) -> str:
    return reverse("desk:product", args=[product.event.slug, product.pk])


def test_a_product_is_made_with_its_variations(as_anna, event):
    response = as_anna.post(NEW, sent({"name_lv": "Bērns", "price": "5"}, {"name_lv": "Pieaugušais", "price": ""}))
    assert response["Location"] == LIST
    made = Product.objects.get()
    assert (made.name_lv, made.price, made.max_per_order, made.is_transferable) == ("Meistarklase", Decimal("12.50"), 4, False)
    assert [(one.name_lv, one.price) for one in made.variations.all()] == [("Bērns", Decimal("5.00")), ("Pieaugušais", None)]


def test_the_sale_is_told_by_the_clock_of_the_event(as_anna, event):
    as_anna.post(NEW, sent(sale_from="2030-06-01T10:00", sale_until="2030-06-08T10:00"))
    assert Product.objects.get().sale_from == datetime(2030, 6, 1, 7, tzinfo=UTC)
    assert 'value="2030-06-01T10:00"' in text(as_anna.get(address(Product.objects.get())))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_lv": ""}, "name_lv"),
        ({"price": "-1"}, "price"),
        ({"price": "1.005"}, "price"),
        ({"price": "123456789.00"}, "price"),
        ({"tax_rate": "100"}, "tax_rate"),
        ({"tax_ground": "because"}, "tax_ground"),
        ({"max_per_order": "0"}, "max_per_order"),
        ({"max_per_order": "99999"}, "max_per_order"),
        ({"sale_from": "2030-03-31T03:30"}, "sale_from"),
        ({"sale_from": "2030-06-08T10:00", "sale_until": "2030-06-08T10:00"}, "sale_until"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_is_kept(as_anna, event, wrong, field):
    response = as_anna.post(NEW, sent({"name_lv": "Bērns"}, name_ru="Мастер-класс", **wrong))
    assert list(response.context["form"].errors) == [field]
    assert 'value="Мастер-класс"' in text(response)
    assert 'value="Bērns"' in text(response)
    assert not Product.objects.exists()


def test_what_is_wrong_in_a_variation_is_told_there(as_anna, event):
    response = as_anna.post(NEW, sent({"name_lv": "Bērns", "price": "-1"}, {"name_lv": ""}))
    assert [list(errors) for errors in response.context["rows"].errors] == [["price"], ["name_lv"]]


def test_one_variation_more_is_asked_for_without_judging(as_anna, event):
    page = text(as_anna.post(NEW, sent({"name_lv": "Bērns"}, name_lv="", add_row="1")))
    assert 'value="Bērns"' in page
    assert 'name="variations-1-name_lv"' in page
    assert "form-errors" not in page


def test_variations_are_changed_added_and_removed_in_one_go(as_anna, event, ticket):
    child, adult = VariationFactory(product=ticket), VariationFactory(product=ticket, name_lv="Pieaugušais")
    rows = [{"pk": child.pk, "name_lv": "Bērns", "DELETE": "on"}, {"pk": adult.pk, "name_lv": "Pieaudzis"}, {"name_lv": "Seniors"}]
    as_anna.post(address(ticket), sent(*rows))
    assert [(one.pk == adult.pk, one.name_lv) for one in ticket.variations.all()] == [(True, "Pieaudzis"), (False, "Seniors")]


def test_a_variation_that_was_ordered_is_not_removed_and_nothing_else_is_saved(as_anna, event, ticket, child):
    OrderLineFactory(order__event=event, product=ticket, variation=child)
    page = text(as_anna.post(address(ticket), sent({"pk": child.pk, "name_lv": "Bērns", "DELETE": "on"})))
    assert "has already been ordered or answered" in page
    ticket.refresh_from_db()
    assert ticket.name_lv == "Dienas biļete"


def test_a_variation_of_another_product_is_not_taken_over(as_anna, event, ticket):
    foreign = VariationFactory(name_lv="Svešs")
    as_anna.post(address(ticket), sent({"pk": foreign.pk, "name_lv": "Mans"}))
    foreign.refresh_from_db()
    assert foreign.name_lv == "Svešs"
    assert [one.name_lv for one in ticket.variations.all()] == ["Mans"]


def test_a_window_of_another_event_cannot_be_chosen(as_anna, event):
    foreign = Window.objects.create(event=EventFactory(), number=1, name="x", valid_from=event.starts_at, valid_until=event.ends_at)
    assert "window" in as_anna.post(NEW, sent(window=foreign.pk)).context["form"].errors


def test_the_list_tells_how_each_product_stands(as_anna, event, ticket, now):
    QuotaFactory(event=event, name="Telts", size=80, taken=80, products=[ticket])
    ProductFactory(event=event, name_en="Later", sale_from=event.starts_at)
    ProductFactory(event=event, name_en="Helper", is_public=False)
    page = text(as_anna.get(LIST))
    for words in ("sold out", "80 / 80", "not yet", "issued by staff"):
        assert words in page


def test_an_empty_list_says_what_a_product_is(as_anna, event):
    assert "Nothing can be ordered yet" in text(as_anna.get(LIST))


def test_the_list_costs_the_same_for_one_product_and_for_three(as_anna, event, django_assert_num_queries):
    def fill():
        product = VariationFactory(product__event=event).product
        QuotaFactory(event=event, products=[product])
        QuestionFactory(event=event, products=[product])

    fill()
    with django_assert_num_queries(14):
        as_anna.get(LIST)
    fill()
    fill()
    with django_assert_num_queries(14):
        as_anna.get(LIST)


def test_products_and_questions_move_up_and_down(as_anna, event):
    for kind, factory, table in (("product", ProductFactory, Product), ("question", QuestionFactory, Question)):
        first, second = factory(event=event), factory(event=event)
        as_anna.post(reverse(f"desk:shift_{kind}", args=[event.slug, second.pk]), {"to": "up"})
        assert list(table.objects.all()) == [second, first]
        as_anna.post(reverse(f"desk:shift_{kind}", args=[event.slug, second.pk]), {"to": "down"})
        assert list(table.objects.all()) == [first, second]


def test_what_nobody_used_is_removed_and_the_rest_refused(as_anna, event, ticket):
    quota, question = QuotaFactory(event=event), QuestionFactory(event=event)
    OrderLineFactory(order__event=event, product=ticket)
    for thing in (quota, question, ticket):
        kind = thing._meta.model_name
        page = text(as_anna.post(reverse(f"desk:remove_{kind}", args=[event.slug, thing.pk]), follow=True))
    assert "has already been ordered or answered" in page
    assert (Quota.objects.count(), Question.objects.count(), Product.objects.count()) == (0, 0, 1)


@pytest.mark.parametrize("what", ["shift_product", "remove_product", "product"])
def test_a_product_of_another_event_is_not_found_here(as_anna, event, what):
    foreign = ProductFactory()
    assert as_anna.post(reverse(f"desk:{what}", args=[event.slug, foreign.pk])).status_code == 404
    assert Product.objects.filter(pk=foreign.pk).exists()


@pytest.mark.parametrize("what", ["product", "shift_product", "remove_product"])
def test_strangers_boris_and_a_steward_are_kept_out(client, event, ticket, boris, janis, what):
    here = reverse(f"desk:{what}", args=[event.slug, ticket.pk])
    assert client.post(here)["Location"].startswith("/accounts/login/")
    client.force_login(boris)
    assert client.post(here).status_code == 404
    client.force_login(janis)
    assert client.post(here).status_code == 403


def test_the_offer_of_a_suspended_partner_is_seen_but_not_changed(as_anna, event, ticket, suspended):
    assert as_anna.get(LIST).status_code == as_anna.get(address(ticket)).status_code == 200
    page = text(as_anna.post(address(ticket), sent()))
    assert f"{suspended} is suspended." in page
    assert 'value="Meistarklase"' in page
    assert "is suspended." in text(as_anna.post(reverse("desk:remove_product", args=[event.slug, ticket.pk]), follow=True))
    assert "is suspended." in text(as_anna.post(reverse("desk:shift_product", args=[event.slug, ticket.pk]), follow=True))
    ticket.refresh_from_db()
    assert ticket.name_lv == "Dienas biļete"
