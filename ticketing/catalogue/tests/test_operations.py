from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Entry
from common.errors import Invalid, Refused
from ticketing.catalogue import operations
from ticketing.events.operations import Locked
from ticketing.factories import (
    EventFactory,
    OptionFactory,
    OrderLineFactory,
    ProductFactory,
    QuestionFactory,
    QuotaFactory,
    VariationFactory,
)
from ticketing.models import Option, Product, Question, Quota, QuotaItem, Variation

TEXTS = {"name_lv": "Meistarklase", "price": Decimal("12.00")}


def save_question(event, anna, now, options=(), **more):
    facts = {"text_lv": "Valoda?", "kind": "choice", **more.pop("facts", {})}
    return operations.save_question(event=event, facts=facts, products=[], options=options, by=anna, at=now, **more)


def test_products_are_numbered_from_one_in_each_event_and_come_last(event, ticket, anna, now):
    second = operations.save_product(event=event, facts=TEXTS, by=anna, at=now)
    assert (second.number, second.position) == (ticket.number + 1, ticket.position + 1)
    assert operations.save_product(event=EventFactory(), facts=TEXTS, by=anna, at=now).number == 1
    assert list(event.products.all()) == [ticket, second]


def test_a_sale_ends_after_it_begins(event, anna, now):
    with pytest.raises(Invalid) as refused:
        operations.save_product(event=event, facts={**TEXTS, "sale_from": now, "sale_until": now}, by=anna, at=now)
    assert (refused.value.code, refused.value.field) == ("ends_before_start", "sale_until")


def test_a_change_of_price_is_remembered(event, ticket, anna, now):
    operations.save_product(event=event, facts={"price": Decimal("4.00")}, product=ticket, by=anna, at=now)
    entry = Entry.objects.get(action="product.changed")
    assert (entry.before, entry.after) == ({"price": "3.00"}, {"price": "4.00"})


def test_a_product_is_saved_with_its_variations_in_order(event, ticket, child, anna, now):
    adult = {"name_lv": "Pieaugušais"}
    operations.save_offer(
        event=event,
        facts={},
        product=ticket,
        variations=[(None, adult), (child, {"name_lv": "Bērns", "price": Decimal("1.00")})],
        removed=[],
        by=anna,
        at=now,
    )
    assert [(one.name_lv, one.price) for one in ticket.variations.all()] == [("Pieaugušais", None), ("Bērns", Decimal("1.00"))]


def test_a_variation_that_was_ordered_stays_and_so_does_all_else(event, ticket, child, anna, now):
    OrderLineFactory(order__event=event, product=ticket, variation=child)
    with pytest.raises(Refused) as refused:
        operations.save_offer(event=event, facts={"name_lv": "Cita"}, product=ticket, variations=[], removed=[child], by=anna, at=now)
    assert refused.value.code == "in_use"
    ticket.refresh_from_db()
    assert ticket.name_lv == "Dienas biļete"
    assert not Entry.objects.exists()


def test_products_move_up_and_down_but_not_beyond_the_ends(event, ticket, anna, now):
    second = operations.save_product(event=event, facts=TEXTS, by=anna, at=now)

    def shift(steps):
        operations.shift(thing=Product.objects.get(pk=second.pk), event=event, steps=steps, by=anna, at=now)
        return list(event.products.all())

    assert shift(1) == [ticket, second]
    assert shift(-1) == [second, ticket]
    assert shift(-1) == [second, ticket]
    assert shift(1) == [ticket, second]
    assert Entry.objects.filter(action="product.changed").count() == 2


def test_a_quota_covers_what_it_is_told_to_and_a_whole_product_takes_in_its_variations(event, ticket, child, anna, now):
    quota = operations.save_quota(event=event, name="Telts", size=80, pairs=[(ticket.pk, None), (ticket.pk, child.pk)], by=anna, at=now)
    assert list(quota.items.values_list("product", "variation")) == [(ticket.pk, None)]
    operations.save_quota(event=event, name="Telts", size=80, pairs=[(ticket.pk, child.pk)], quota=quota, by=anna, at=now)
    assert list(quota.items.values_list("product", "variation")) == [(ticket.pk, child.pk)]


def test_a_quota_is_not_made_smaller_than_what_is_taken(event, anna, now):
    quota = QuotaFactory(event=event, size=10, taken=7)
    with pytest.raises(Invalid) as refused:
        operations.save_quota(event=event, name="Telts", size=6, pairs=[], quota=quota, by=anna, at=now)
    assert (refused.value.code, refused.value.field) == ("smaller_than_taken", "size")
    assert operations.save_quota(event=event, name="Telts", size=7, pairs=[], quota=quota, by=anna, at=now).size == 7


def test_a_question_of_choice_needs_two_answers(event, anna, now):
    with pytest.raises(Invalid) as refused:
        save_question(event, anna, now, [{"text_lv": "latviešu"}])
    assert refused.value.code == "too_few_options"
    assert not Question.objects.exists()


def test_an_option_stays_the_same_row_when_others_come_and_go(event, anna, now):
    question = save_question(event, anna, now, [{"text_lv": "latviešu"}, {"text_lv": "krievu"}, {"text_lv": "angļu"}])
    first, second, third = question.options.all()
    options = [{"pk": third.pk, "text_lv": "angļu valodā"}, {"pk": first.pk, "text_lv": "latviešu"}, {"text_lv": "igauņu"}]
    save_question(event, anna, now, options, question=question)
    texts = list(question.options.values_list("text_lv", flat=True))
    assert texts == ["angļu valodā", "latviešu", "igauņu"]
    assert Option.objects.get(text_lv="angļu valodā").pk == third.pk
    assert not Option.objects.filter(pk=second.pk).exists()


def test_an_option_of_another_question_is_not_taken_over(event, anna, now):
    foreign = OptionFactory(text_lv="svešā")
    save_question(event, anna, now, [{"pk": foreign.pk, "text_lv": "a"}, {"text_lv": "b"}])
    foreign.refresh_from_db()
    assert foreign.text_lv == "svešā"


def test_what_nobody_used_can_be_removed(event, ticket, child, anna, now):
    for thing in (child, QuotaFactory(event=event), QuestionFactory(event=event, products=[ticket]), ticket):
        operations.remove(thing=thing, event=event, by=anna, at=now)
    assert not any(table.objects.exists() for table in (Product, Variation, Quota, Question))
    assert Entry.objects.filter(action__endswith=".removed").count() == 4


def test_what_was_ordered_or_taken_cannot(event, ticket, child, anna, now):
    OrderLineFactory(order__event=event, product=ticket, variation=child)
    for thing in (ticket, child, QuotaFactory(event=event, taken=1)):
        with pytest.raises(Refused) as refused:
            operations.remove(thing=thing, event=event, by=anna, at=now)
        assert refused.value.code == "in_use"
    assert not Entry.objects.exists()


def test_nothing_on_offer_changes_while_the_partner_is_suspended(event, suspended, ticket, anna, now):
    act = {"by": anna, "at": now}
    for attempt in (
        lambda: operations.save_product(event=event, facts=TEXTS, **act),
        lambda: operations.save_variation(product=ticket, facts={"name_lv": "x"}, **act),
        lambda: operations.save_offer(event=event, facts=TEXTS, variations=[], removed=[], **act),
        lambda: operations.shift(thing=ticket, event=event, steps=1, **act),
        lambda: operations.save_quota(event=event, name="x", size=1, pairs=[], **act),
        lambda: operations.save_question(event=event, facts={"text_lv": "x"}, products=[], options=[], **act),
        lambda: operations.remove(thing=ticket, event=event, **act),
    ):
        with pytest.raises(Locked):
            attempt()
    assert not Entry.objects.exists()


BROKEN = {
    "product_number_once": lambda one: ProductFactory(event=one.event, number=one.number),
    "product_number_two_bytes": lambda one: Product.objects.update(number=65536),
    "product_price_not_negative": lambda one: Product.objects.update(price=Decimal("-0.01")),
    "product_tax_rate_sane": lambda one: Product.objects.update(tax_rate=Decimal("100.0")),
    "product_order_at_least_one": lambda one: Product.objects.update(max_per_order=0),
    "product_sale_ordered": lambda one: Product.objects.update(
        sale_from=one.event.ends_at, sale_until=one.event.ends_at - timedelta(minutes=1)
    ),
    "variation_price_not_negative": lambda one: VariationFactory(product=one, price=Decimal("-0.01")),
    "quota_never_oversold": lambda one: QuotaFactory(event=one.event, size=3, taken=4),
    "quota_never_below_nothing": lambda one: QuotaFactory(event=one.event, size=3, taken=-1),
    "quota_item_whole_product_once": lambda one: QuotaItem.objects.create(quota=QuotaFactory(event=one.event, products=[one]), product=one),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_itself_refuses_what_breaks_an_invariant(ticket, constraint):
    with pytest.raises(IntegrityError), transaction.atomic():
        BROKEN[constraint](ticket)


def test_the_database_keeps_a_variation_in_a_quota_once(ticket, child):
    quota = QuotaFactory(event=ticket.event)
    QuotaItem.objects.create(quota=quota, product=ticket, variation=child)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuotaItem.objects.create(quota=quota, product=ticket, variation=child)
