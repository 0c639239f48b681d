import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.factories import PersonFactory
from accounts.models import Entry
from common.errors import Invalid, Refused, Stale
from common.models import Message
from ticketing.catalogue import queries as catalogue
from ticketing.catalogue.quotas import SoldOut
from ticketing.factories import ProductFactory, QuotaFactory
from ticketing.models import Order, Quota, QuotaItem, Wait
from ticketing.orders import operations as orders
from ticketing.waiting import mails, queries, rules, tasks
from ticketing.waiting import operations as waiting

pytestmark = pytest.mark.django_db


def letters(kind):
    return list(Message.objects.filter(kind=kind).order_by("pk").values_list("to", flat=True))


def states():
    return list(Wait.objects.order_by("number").values_list("state", flat=True))


# --- joining --------------------------------------------------------------------------------------------------------


def test_who_waits_is_told_their_place(sold_out, workshop, join):
    join(workshop, 2)
    second = join(workshop, 1)
    assert queries.place_of(second) == queries.Place(parties=1, people=2)
    assert len(letters("waiting.joined")) == 2


def test_a_form_sent_twice_waits_once(sold_out, workshop, join):
    key = uuid.uuid4()
    assert join(workshop, 2, request_key=key) == join(workshop, 2, request_key=key)


def test_nobody_waits_for_what_can_be_bought(rule, workshop, places, join):
    with pytest.raises(Invalid) as refused:
        join(workshop)
    assert refused.value.code == "not_sold_out"


def test_nobody_waits_twice_for_the_same_but_gets_the_link_again(sold_out, workshop, join):
    join(workshop, name="Guntis")
    with pytest.raises(Invalid) as refused:
        join(workshop, name="Guntis")
    assert refused.value.code == "waits_already"
    assert letters("waiting.joined") == ["guntis@example.org"] * 2


def test_a_group_is_not_larger_than_the_event_allows(sold_out, workshop, join):
    with pytest.raises(Invalid) as refused:
        join(workshop, 7)
    assert refused.value.code == "too_many"


def test_one_waits_for_an_add_on_too(rule, fair, buy, join, now):
    apron = ProductFactory(event=fair, name_en="Apron", admits=False)
    QuotaFactory(event=fair, size=1, products=[apron])
    order = buy(apron)
    wait = join(apron)
    orders.cancel(order=order, by=PersonFactory(), at=now)
    waiting.fill(event=fair, at=now)
    wait.refresh_from_db()
    assert wait.state == "offered"


def test_an_event_without_a_rule_has_no_list(fair, workshop, places, buy, join):
    for _number in range(3):
        buy(workshop)
    with pytest.raises(waiting.ListClosed):
        join(workshop)


# --- offers ---------------------------------------------------------------------------------------------------------


def test_a_freed_place_is_kept_for_who_is_next_for_two_days(sold_out, fair, workshop, places, join, now):
    first, second = join(workshop), join(workshop)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    assert tasks.attend() == 1
    first.refresh_from_db()
    places.refresh_from_db()
    assert states() == ["offered", "waiting"]
    assert first.order.state == Order.State.HELD
    assert abs(first.order.expires_at - now - timedelta(hours=48)) < timedelta(minutes=1)
    assert (places.taken, places.awaited) == (3, 1)
    assert letters("waiting.offered") == [first.email]
    assert queries.place_of(second).number == 1


def test_attending_twice_changes_nothing_more(sold_out, workshop, join, now):
    join(workshop)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    assert (tasks.attend(), tasks.attend()) == (1, 0)
    assert len(letters("waiting.offered")) == 1


def test_a_group_of_three_is_offered_nothing_until_three_are_free(sold_out, fair, workshop, join, now):
    join(workshop, 3)
    join(workshop, 1)
    for order, after in zip(sold_out, (["waiting"] * 2, ["waiting"] * 2, ["offered", "waiting"]), strict=True):
        orders.cancel(order=order, by=PersonFactory(), at=now)
        waiting.fill(event=fair, at=now)
        assert states() == after


def test_a_smaller_group_passes_where_the_event_says_so(sold_out, fair, workshop, join, now):
    waiting.save_rule(event=fair, facts={"smaller_may_pass": True}, by="Anna", at=now)
    join(workshop, 3)
    join(workshop, 1)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    waiting.fill(event=fair, at=now)
    assert states() == ["waiting", "offered"]
    assert Entry.objects.get(action="waiting.offered").after["passed_over"] == [1]


def test_the_public_sees_sold_out_and_cannot_buy_what_is_kept_for_who_waits(sold_out, fair, workshop, buy, join, now):
    join(workshop, 3)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    (offer,) = catalogue.offers(fair, now)
    assert offer.choices[0].sale == "sold_out"
    with pytest.raises(SoldOut):
        buy(workshop)
    waiting.leave(wait=Wait.objects.get(), by="visitor", at=now)
    assert buy(workshop).state == Order.State.PLACED


def test_who_waits_for_a_workshop_does_not_close_the_sale_of_the_day_ticket(sold_out, fair, workshop, buy, join):
    day_ticket = ProductFactory(event=fair)
    site = QuotaFactory(event=fair, size=10, products=[day_ticket, workshop])
    Quota.objects.filter(pk=site.pk).update(taken=3)
    join(workshop, 3)
    buy(day_ticket, 4)
    with pytest.raises(SoldOut):
        buy(day_ticket)


def test_places_of_a_larger_quota_go_to_the_list_first(sold_out, fair, workshop, places, join, now):
    join(workshop, 2)
    orders.save_quota(event=fair, name="Vietas", size=6, pairs=[(workshop.pk, None)], by="Anna", at=now, quota=places)
    assert tasks.attend() == 1
    (offer,) = catalogue.offers(fair, now)
    assert offer.choices[0].left == 1


def test_taking_the_offer_is_an_ordinary_order(sold_out, fair, workshop, join, now):
    wait = join(workshop)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    waiting.fill(event=fair, at=now)
    wait.refresh_from_db()
    holders = {line.pk: orders.Holder(name="Guntis") for line in wait.order.lines.all()}
    buyer = orders.Buyer(email=wait.email, name=wait.name)
    orders.place(order=wait.order, buyer=buyer, holders=holders, by="visitor", at=now + timedelta(hours=40))
    waiting.settle(event=fair, at=now)
    assert states() == ["taken"]


def test_a_declined_offer_goes_to_whoever_is_next(sold_out, fair, workshop, join, now):
    first, _second = join(workshop), join(workshop)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    waiting.fill(event=fair, at=now)
    waiting.decline(wait=first, by="visitor", at=now)
    waiting.decline(wait=first, by="visitor", at=now)
    assert states() == ["declined", "offered"]


def test_a_lapsed_offer_goes_to_whoever_is_next_and_is_told(sold_out, fair, workshop, places, join, now):
    first, _second = join(workshop), join(workshop)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    waiting.fill(event=fair, at=now)
    waiting.fill(event=fair, at=now + timedelta(hours=48))
    places.refresh_from_db()
    assert (states(), places.taken) == (["lapsed", "offered"], 3)
    assert letters("waiting.lapsed") == [first.email]


def test_an_offer_that_the_sweep_of_carts_let_lapse_is_lapsed_too(sold_out, fair, workshop, join, now):
    join(workshop)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    waiting.fill(event=fair, at=now)
    orders.drop_expired(at=now + timedelta(hours=49))
    waiting.settle(event=fair, at=now + timedelta(hours=49))
    assert states() == ["lapsed"]


def test_an_offer_emptied_in_the_cart_is_declined(sold_out, fair, workshop, join, now):
    wait = join(workshop)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    waiting.fill(event=fair, at=now)
    wait.refresh_from_db()
    orders.drop(order=wait.order, by="visitor", at=now)
    waiting.fill(event=fair, at=now)
    assert states() == ["declined"]


def test_an_offer_is_made_though_the_sale_of_the_product_is_over(sold_out, fair, workshop, join, now):
    join(workshop)
    workshop.sale_until = now - timedelta(minutes=1)
    workshop.save()
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    waiting.fill(event=fair, at=now)
    assert states() == ["offered"]


def test_when_the_event_begins_the_list_is_closed_and_everybody_told(sold_out, fair, workshop, places, join, now):
    wait = join(workshop)
    waiting.close_over(event=fair, at=now)
    assert states() == ["waiting"]
    waiting.close_over(event=fair, at=fair.starts_at)
    places.refresh_from_db()
    assert (states(), places.awaited, letters("waiting.closed")) == (["closed"], 0, [wait.email])


# --- the lot --------------------------------------------------------------------------------------------------------


@pytest.fixture
def lot(rule, fair, now):
    facts = {"decides": "lot", "draws_at": now + timedelta(days=2)}
    return waiting.save_rule(event=fair, facts=facts, by="Anna", at=now)


def test_nobody_is_offered_anything_before_the_lot_is_drawn(sold_out, lot, fair, workshop, buy, join, now):
    join(workshop)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    assert waiting.fill(event=fair, at=now) == 0
    assert waiting.draw(event=fair, at=now) == 0
    with pytest.raises(SoldOut):
        buy(workshop)


def test_the_lot_decides_and_can_be_repeated_from_its_published_seed(sold_out, lot, fair, workshop, join, now):
    waits = [join(workshop) for _number in range(9)]
    published = lot.fingerprint
    later = now + timedelta(days=2)
    assert waiting.draw(event=fair, at=later) == 9
    assert waiting.draw(event=fair, at=later) == 0
    lot.refresh_from_db()
    assert rules.fingerprint(lot.seed) == published
    expected = rules.draw([wait.number for wait in waits], lot.seed)
    assert [wait.number for wait in queries.line(fair)] == sorted(expected, key=expected.get)
    latecomer = join(workshop, name="Late", at=later)
    assert queries.place_of(latecomer).number == 10


def test_a_drawn_lot_stands(sold_out, lot, fair, workshop, join, now):
    join(workshop)
    waiting.draw(event=fair, at=lot.draws_at)
    with pytest.raises(Refused) as refused:
        waiting.save_rule(event=fair, facts={"decides": "queue"}, by="Anna", at=lot.draws_at)
    assert refused.value.code == "drawn_already"


def test_a_lot_needs_a_moment_to_come(rule, fair, now):
    with pytest.raises(Invalid) as refused:
        waiting.save_rule(event=fair, facts={"decides": "lot", "draws_at": now - timedelta(hours=1)}, by="Anna", at=now)
    assert refused.value.code == "draw_moment"


# --- staff ----------------------------------------------------------------------------------------------------------


def test_somebody_is_moved_up_with_a_reason_that_stays_in_the_history(sold_out, fair, workshop, join, now):
    first, second, third = join(workshop), join(workshop), join(workshop)
    anna = PersonFactory(name="Anna")
    with pytest.raises(Invalid) as refused:
        waiting.move_up(wait=third, place=1, reason=" ", by=anna, at=now)
    assert refused.value.code == "reason_missing"
    waiting.move_up(wait=third, place=2, reason="came from afar and was sent away by our mistake", by=anna, at=now)
    assert [wait.pk for wait in queries.line(fair)] == [first.pk, third.pk, second.pk]
    entry = Entry.objects.get(action="waiting.moved_up")
    assert (entry.after["place"], entry.after["stood_at"], entry.actor) == (2, 3, anna)
    assert "our mistake" in entry.after["reason"]


def test_nobody_is_moved_down_so(sold_out, workshop, join, now):
    first, _second = join(workshop), join(workshop)
    with pytest.raises(Invalid) as refused:
        waiting.move_up(wait=first, place=2, reason="because", by=PersonFactory(), at=now)
    assert refused.value.code == "not_up"


def test_offering_out_of_turn_needs_a_reason_and_room(sold_out, fair, workshop, join, now):
    _first, second = join(workshop, 3), join(workshop)
    anna = PersonFactory()
    with pytest.raises(waiting.NoRoom):
        waiting.offer_now(wait=second, reason="press", by=anna, at=now)
    orders.cancel(order=sold_out[0], by=anna, at=now)
    with pytest.raises(Invalid) as refused:
        waiting.offer_now(wait=second, by=anna, at=now)
    assert refused.value.code == "reason_missing"
    waiting.offer_now(wait=second, reason="press", by=anna, at=now)
    assert states() == ["waiting", "offered"]
    with pytest.raises(Stale):
        waiting.offer_now(wait=second, reason="press", by=anna, at=now)


def test_a_closed_list_tells_who_waited_and_gives_free_places_to_everybody(sold_out, fair, workshop, buy, join, now):
    wait = join(workshop, 2)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    assert waiting.close_list(product=workshop, reason="the potter is ill", by=PersonFactory(), at=now) == 1
    assert (states(), letters("waiting.closed")) == (["closed"], [wait.email])
    buy(workshop)
    with pytest.raises(waiting.ListClosed):
        join(workshop)
    waiting.reopen_list(product=workshop, by=PersonFactory(), at=now)
    assert join(workshop).state == "waiting"


# --- what the tables themselves refuse ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"state": "lost", "ended_at": "2026-06-06T10:00Z"}, "wait_state_known"),
        ({"people": 0}, "wait_for_somebody"),
        ({"state": "offered"}, "wait_offer_holds_places"),
        ({"state": "taken"}, "wait_ended_sometime"),
        ({"moved_at": "2026-06-06T10:00Z"}, "wait_moved_with_reason"),
    ],
)
def test_the_table_refuses(sold_out, workshop, join, facts, constraint):
    wait = join(workshop)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Wait.objects.filter(pk=wait.pk).update(**facts)


def test_a_number_is_given_once_in_the_event(sold_out, workshop, join):
    first, second = join(workshop), join(workshop)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wait.objects.filter(pk=second.pk).update(number=first.number)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"decides": "lot", "draws_at": None}, "waiting_lot_has_moment"),
        ({"decides": "age"}, "waiting_rule_known"),
        ({"hours": 0}, "waiting_offer_stands"),
        ({"most_people": 0}, "waiting_group_of_some"),
    ],
)
def test_the_rule_is_one(rule, facts, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(rule).objects.filter(pk=rule.pk).update(**facts)


def test_a_thing_is_wished_for_once_and_at_least_one(sold_out, workshop, join):
    wish = join(workshop).wishes.get()
    wait = wish.wait
    with pytest.raises(IntegrityError), transaction.atomic():
        wait.wishes.create(product=workshop, count=1)
    with pytest.raises(IntegrityError, match="wish_for_some"), transaction.atomic():
        type(wish).objects.filter(pk=wish.pk).update(count=0)


def test_what_is_waited_for_counts_in_every_quota_it_draws_on(sold_out, fair, workshop, places, join):
    site = QuotaFactory(event=fair, size=100)
    QuotaItem.objects.create(quota=site, product=workshop)
    join(workshop, 2)
    places.refresh_from_db()
    site.refresh_from_db()
    assert (places.awaited, site.awaited) == (2, 2)


def test_a_round_cut_off_in_the_middle_leaves_nothing_half_done_and_is_made_up_for(sold_out, workshop, places, join, now, monkeypatch):
    for _number in range(3):
        join(workshop)
    for order in sold_out:
        orders.cancel(order=order, by=PersonFactory(), at=now)
    told = []

    def dies(wait, *, at):
        told.append(wait)
        if len(told) == 2:
            raise RuntimeError("the worker is killed")

    with monkeypatch.context() as patch:
        patch.setattr(mails, "offered", dies)
        assert tasks.attend() == 0
    places.refresh_from_db()
    assert (states(), places.taken, places.awaited) == (["waiting"] * 3, 0, 3)
    assert tasks.attend() == 3
    assert states() == ["offered"] * 3
