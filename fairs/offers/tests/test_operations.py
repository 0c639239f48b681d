from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from common.outbox.models import Message
from fairs.allocation.models import Assignment
from fairs.calls import operations as calls
from fairs.calls.models import Application
from fairs.offers import operations as offers
from fairs.offers.models import Offer, StallPass
from fairs.offers.tasks import lapse_due
from ticketing.billing import operations as billing
from ticketing.models import Order, Refund, Ticket
from ticketing.orders import operations as orders
from ticketing.treasury import checking

pytestmark = pytest.mark.django_db


def fresh(application):
    return Application.objects.select_related("call__event__partner", "exhibitor", "goods_group").get(pk=application.pk)


@pytest.fixture
def offer(fair, now):
    offers.publish(call=fair.call, by=fair.anna, at=now)
    found = Offer.objects.get()
    found.application = fresh(fair.vera)
    return found


@pytest.fixture
def confirmed(fair, offer, now):
    offers.accept(offer=offer, by=fair.person, at=now)
    billing.record(order=offer.order, provider="manual", amount=offer.order.total, reference="", by=fair.anna, at=now)
    offer.refresh_from_db()
    offer.application = fresh(fair.vera)
    return offer


def test_publishing_tells_everybody_at_once_and_nobody_before(fair, now):
    assert not Message.objects.exists()
    done = offers.publish(call=fair.call, by=fair.anna, at=now)
    assert (done.offered, done.waiting, done.rejected) == (1, 1, 1)
    assert [fresh(one).shown_state for one in (fair.vera, fair.olegs, fair.rita)] == ["offered", "waiting", "rejected"]
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["fair.offered", "fair.rejected", "fair.waiting"]
    assert "pārāk daudz keramikas" in Message.objects.get(kind="fair.rejected").text
    with pytest.raises(offers.NothingToPublish):
        offers.publish(call=fair.call, by=fair.anna, at=now)


def test_an_offer_is_priced_for_just_its_stall_the_corner_too(offer):
    assert (offer.stalls, Decimal(offer.quote["total"])) == ("A1", Decimal("50.56"))


def test_accepting_makes_the_fee_an_order_with_the_duty_apart(fair, offer, now):
    offers.accept(offer=offer, by=fair.person, at=now)
    lines = {line.tax_rate: line.price for line in offer.order.lines.all()}
    assert lines == {Decimal(21): Decimal("43.56"), None: Decimal("7.00")}
    assert (offer.order.state, fresh(fair.vera).shown_state) == (Order.State.PLACED, "accepted")


def test_accepting_twice_charges_once(fair, offer, now):
    offers.accept(offer=offer, by=fair.person, at=now)
    offers.accept(offer=offer, by=fair.person, at=now)
    assert Order.objects.count() == 1


def test_a_transfer_booked_by_hand_confirms_the_place(fair, confirmed):
    assert (confirmed.state, fresh(fair.vera).shown_state) == (Offer.State.CONFIRMED, "confirmed")
    assert Message.objects.filter(kind="fair.confirmed").exists()


def test_a_place_that_costs_nothing_is_confirmed_at_once(fair, now):
    fair.call.prices = {}
    fair.call.save()
    offers.publish(call=fair.call, by=fair.anna, at=now)
    offer = Offer.objects.get()
    offer.application = fresh(fair.vera)
    assert offers.accept(offer=offer, by=fair.person, at=now).state == Offer.State.CONFIRMED


def test_nobody_accepts_after_the_deadline(fair, offer):
    with pytest.raises(offers.OfferOver):
        offers.accept(offer=offer, by=fair.person, at=offer.expires_at)


def test_declining_frees_the_stall_and_the_next_in_line_is_offered_it(fair, offer, now):
    offers.decline(offer=offer, reason="slims", by=fair.person, at=now)
    assert fresh(fair.vera).shown_state == "declined"
    assert not Assignment.objects.exists()
    made = offers.offer_next(call=fair.call, stalls=[fair.a1], group=fair.call.goods_groups.get().pk, by=fair.anna, at=now)
    assert (made.application, made.stalls, made.from_waiting_list) == (fair.olegs, "A1", True)


def test_nobody_is_offered_a_stall_without_what_they_need_and_the_reason_is_kept(fair, offer, now):
    offers.decline(offer=offer, by=fair.person, at=now)
    Application.objects.filter(pk=fair.olegs.pk).update(power_kw=2)
    assert offers.offer_next(call=fair.call, stalls=[fair.a1], group=None, by=fair.anna, at=now) is None


def test_an_unanswered_offer_lapses_to_the_waiting_list(fair, offer):
    Offer.objects.filter(pk=offer.pk).update(made_at=offer.made_at - timedelta(days=9), expires_at=offer.made_at - timedelta(days=1))
    assert (lapse_due(), lapse_due()) == (1, 0)
    vera = fresh(fair.vera)
    assert (vera.state, vera.shown_state, vera.place_in_list) == ("waiting", "waiting", 2)
    assert Message.objects.filter(kind="fair.lapsed").exists()


def test_an_unpaid_fee_lapses_to_the_waiting_list(fair, offer, now):
    offers.accept(offer=offer, by=fair.person, at=now)
    assert orders.lapse(order=offer.order, at=offer.order.expires_at)
    offer.refresh_from_db()
    assert (offer.state, fresh(fair.vera).shown_state) == (Offer.State.LAPSED, "waiting")
    assert not Assignment.objects.exists()


def test_an_organiser_takes_an_offer_back_with_its_reason(fair, offer, now):
    offers.withdraw_offer(offer=offer, reason="Laukums applūdis", by=fair.anna, at=now)
    assert "Laukums applūdis" in Message.objects.get(kind="fair.withdrawn").text
    assert fresh(fair.vera).shown_state == "waiting"


def test_a_withdrawn_application_ends_its_offer_and_its_fee(fair, offer, now):
    offers.accept(offer=offer, by=fair.person, at=now)
    calls.withdraw(application=fresh(fair.vera), reason="", by=fair.person, at=now)
    offer.refresh_from_db()
    offer.order.refresh_from_db()
    assert (offer.state, offer.order.state) == (Offer.State.DECLINED, Order.State.CANCELLED)
    assert not Assignment.objects.exists()


def test_a_maker_who_gives_a_paid_place_up_gets_back_what_the_conditions_say(fair, confirmed, now):
    offers.decline(offer=confirmed, by=fair.person, at=now)
    order = Order.objects.get(pk=confirmed.order_id)
    assert (order.state, Refund.objects.get().amount, order.kept) == ("cancelled", Decimal("25.28"), Decimal("25.28"))
    assert Refund.objects.get().reason == "cancelled"
    assert list(checking.faults(now)) == []


def test_so_does_one_who_takes_the_application_back_by_the_link_in_a_letter(fair, confirmed, now):
    calls.withdraw(application=fresh(fair.vera), reason="", by="Vera Paraudziņa", at=now)
    confirmed.refresh_from_db()
    assert (confirmed.state, Refund.objects.get().amount) == (Offer.State.DECLINED, Decimal("25.28"))


def test_what_the_organiser_takes_back_is_given_back_whole(fair, confirmed, now):
    calls.cancel(application=fresh(fair.vera), reason="Laukums applūdis", by=fair.anna, at=now)
    assert (Refund.objects.get().amount, Refund.objects.get().reason) == (Decimal("50.56"), "by_organiser")


def test_a_maker_reads_beforehand_and_afterwards_what_goes_back(client, fair, confirmed, now):
    client.force_login(fair.person)
    pages = [reverse(f"calls:{name}", args=[confirmed.application.pk]) for name in ("my", "place")]
    with translation.override("en"):
        fair.person.language = "en"
        fair.person.save()
        for page in pages:
            assert "You get back <b>€25.28</b> of the €50.56 you paid." in " ".join(client.get(page).content.decode().split())
        client.post(pages[1], {"action": "decline", "reason": ""})
        assert "€25.28 go back to you." in client.get(pages[1]).content.decode()


def test_passes_are_made_within_the_number_and_their_tickets_are_valid(fair, confirmed, now):
    for name in ("Vera", "Jānis"):
        offers.make_pass(application=confirmed.application, new=offers.NewPass("badge", name), by=fair.person, at=now)
    with pytest.raises(offers.AllMade):
        offers.make_pass(application=confirmed.application, new=offers.NewPass("badge", "Pēteris"), by=fair.person, at=now)
    tickets = Ticket.objects.all()
    assert {ticket.state for ticket in tickets} == {"valid"}
    assert "A1" in tickets[0].lines[0]


def test_a_pass_taken_back_no_longer_admits_and_its_number_is_free(fair, confirmed, now):
    made = offers.make_pass(application=confirmed.application, new=offers.NewPass("vehicle", "LV-1234"), by=fair.person, at=now)
    offers.take_back(made=made, by=fair.person, at=now)
    assert Ticket.objects.get().state == "cancelled"
    assert offers.make_pass(application=confirmed.application, new=offers.NewPass("vehicle", "LV-9"), by=fair.person, at=now).number == 1


def test_passes_end_with_the_place(fair, confirmed, now):
    offers.make_pass(application=confirmed.application, new=offers.NewPass("badge", "Vera"), by=fair.person, at=now)
    offers.decline(offer=confirmed, by=fair.person, at=now)
    assert Ticket.objects.get().state == "cancelled"


def test_no_passes_before_the_place_is_confirmed(fair, offer, now):
    with pytest.raises(offers.NotConfirmed):
        offers.make_pass(application=offer.application, new=offers.NewPass("badge", "Vera"), by=fair.person, at=now)


def test_the_database_keeps_one_standing_offer_and_one_pass_of_a_number(fair, confirmed, now):
    made = offers.make_pass(application=confirmed.application, new=offers.NewPass("badge", "Vera"), by=fair.person, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(application=fair.vera, stalls="A1", made_at=now, expires_at=now + timedelta(days=1))
    made.pk = None
    made.ticket = Ticket.objects.create(event=fair.event, product=made.ticket.product, issued_at=now, changed_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        StallPass.objects.bulk_create([made])
