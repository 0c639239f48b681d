from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.factories import PersonFactory
from ticketing.models import Wait
from ticketing.orders import operations as orders
from ticketing.waiting import operations as waiting

pytestmark = pytest.mark.django_db


def page(client, to, *args, **data):
    address = reverse(to, args=args)
    return client.post(address, data) if data else client.get(address)


def test_what_is_sold_out_leads_onto_the_list_and_to_ones_own_place(client, sold_out, fair, workshop):
    client.cookies["django_language"] = "en"
    link = f"{reverse('shop:join_waiting', args=[fair.slug])}?count-{workshop.pk}=1"
    assert link in page(client, "shop:choose", fair.slug).content.decode()
    assert "Join the waiting list" in client.get(link).content.decode()
    sent = {f"count-{workshop.pk}": "3", "name": "Guntis", "email": "guntis@example.org", "request_key": ""}
    answer = page(client, "shop:join_waiting", fair.slug, **sent)
    wait = Wait.objects.get()
    assert (answer.url, wait.people) == (reverse("shop:wait", args=[wait.secret]), 3)
    assert "You are No. 1 on the waiting list." in client.get(answer.url).content.decode()


def test_an_event_without_a_list_shows_no_way_onto_it(client, fair, workshop, places, buy):
    for _number in range(3):
        buy(workshop)
    assert "/waiting/" not in page(client, "shop:choose", fair.slug).content.decode()
    assert page(client, "shop:join_waiting", fair.slug).status_code == 404


def test_choosing_nothing_is_said(client, sold_out, fair, workshop):
    answer = page(client, "shop:join_waiting", fair.slug, name="Guntis", email="guntis@example.org")
    assert (answer.status_code, Wait.objects.count()) == (200, 0)


@pytest.fixture
def offered(sold_out, fair, workshop, join, now):
    wait = join(workshop)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    waiting.fill(event=fair, at=now)
    wait.refresh_from_db()
    return wait


def test_the_offer_leads_into_a_cart_that_knows_who_it_is_for(client, offered):
    client.cookies["django_language"] = "en"
    shown = page(client, "shop:wait", offered.secret).content.decode()
    cart = reverse("shop:cart", args=[offered.order.code, offered.order.secret])
    assert cart in shown
    filled = client.get(cart).content.decode()
    assert offered.email in filled
    assert "Change the choice" not in filled


def test_giving_the_places_back_and_leaving_the_list(client, offered, workshop, join):
    behind = join(workshop)
    page(client, "shop:decline_offer", offered.secret, yes="1")
    offered.refresh_from_db()
    behind.refresh_from_db()
    assert (offered.state, behind.state) == ("declined", "offered")
    last = join(workshop, name="Last")
    page(client, "shop:leave_waiting", last.secret, yes="1")
    last.refresh_from_db()
    assert last.state == "left"


def test_a_placed_offer_leads_to_its_order(client, offered, now):
    holders = {line.pk: orders.Holder(name="G") for line in offered.order.lines.all()}
    orders.place(order=offered.order, buyer=orders.Buyer(email="g@example.org", name="G"), holders=holders, by="visitor", at=now)
    assert page(client, "shop:wait", offered.secret).url.startswith("/o/")


def test_a_lapsed_offer_says_so_before_anybody_wrote_it_down(client, offered, monkeypatch):
    client.cookies["django_language"] = "en"
    later = timezone.now() + timedelta(hours=49)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "The offer has lapsed." in page(client, "shop:wait", offered.secret).content.decode()


def test_a_wrong_link_opens_nothing_and_is_not_kept(client):
    answer = page(client, "shop:wait", "no-such-secret")
    assert (answer.status_code, answer["Cache-Control"]) == (404, "private, no-store")


# --- the desk -------------------------------------------------------------------------------------------------------


def test_the_desk_sees_who_waits_searches_and_exports(sign_in, sold_out, fair, workshop, join):
    join(workshop, 2, name="Guntis Paraugs")
    join(workshop, 1, name="Вера Щукина")
    anna = sign_in(fair)
    shown = anna.get(reverse("desk:waiting_list", args=[fair.slug])).content.decode()
    assert "Guntis Paraugs" in shown
    found = anna.get(reverse("desk:waiting_list", args=[fair.slug]), {"q": "scukina", "product": workshop.pk}).content.decode()
    assert "Вера Щукина" in found
    assert "Guntis" not in found
    file = b"".join(anna.get(reverse("desk:waiting_list_file", args=[fair.slug, "csv"])).streaming_content).decode()
    assert "guntis.paraugs@example.org" in file


def test_the_desk_moves_up_with_a_reason_only(sign_in, sold_out, fair, workshop, join):
    join(workshop)
    second = join(workshop)
    anna = sign_in(fair)
    address = reverse("desk:wait_act", args=[fair.slug, second.number])
    assert anna.post(address, {"action": "move", "place": "1", "reason": ""}).status_code == 200
    assert anna.post(address, {"action": "move", "place": "1", "reason": "our mistake"}).status_code == 302
    assert "our mistake" in anna.get(reverse("desk:wait", args=[fair.slug, second.number])).content.decode()


def test_the_desk_offers_out_of_turn_takes_off_and_closes(sign_in, sold_out, fair, workshop, join, now):
    first, second = join(workshop, 3), join(workshop)
    anna = sign_in(fair)
    orders.cancel(order=sold_out[0], by=PersonFactory(), at=now)
    anna.post(reverse("desk:wait_act", args=[fair.slug, second.number]), {"action": "offer", "reason": "press"})
    anna.post(reverse("desk:wait_act", args=[fair.slug, first.number]), {"action": "leave"})
    assert list(Wait.objects.order_by("number").values_list("state", flat=True)) == ["left", "offered"]
    address = reverse("desk:waiting_product", args=[fair.slug, workshop.pk])
    anna.post(address, {"action": "close", "reason": "ill"})
    assert workshop.closed_list.reason == "ill"
    anna.post(address, {"action": "reopen"})
    assert not type(workshop.closed_list).objects.exists()


def test_the_rule_is_set_up_at_the_desk(sign_in, fair):
    anna = sign_in(fair)
    address = reverse("desk:waiting_rule", args=[fair.slug])
    facts = {"is_open": "on", "decides": "lot", "draws_at": "", "most_people": "4", "hours": "24", "late_hours": "6"}
    assert anna.post(address, facts).status_code == 200
    draws_at = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    assert anna.post(address, facts | {"draws_at": draws_at}).status_code == 302
    fair.refresh_from_db()
    assert (fair.waiting_rule.decides, fair.waiting_rule.most_people) == ("lot", 4)


def test_outsiders_find_nothing_and_stewards_may_not(sign_in, sold_out, fair, workshop, join):
    wait = join(workshop)
    boris, janis = sign_in(fair, None), sign_in(fair, "steward")
    addresses = [
        reverse("desk:waiting_list", args=[fair.slug]),
        reverse("desk:waiting_list_file", args=[fair.slug, "csv"]),
        reverse("desk:waiting_rule", args=[fair.slug]),
        reverse("desk:wait", args=[fair.slug, wait.number]),
    ]
    assert {boris.get(address).status_code for address in addresses} == {404}
    assert {janis.get(address).status_code for address in addresses} == {403}
    assert {Client().get(address).status_code for address in addresses} == {302}
    act = reverse("desk:wait_act", args=[fair.slug, wait.number])
    assert (boris.post(act).status_code, janis.post(act).status_code) == (404, 403)


def test_the_list_costs_the_same_however_long_it_is(sign_in, sold_out, fair, workshop, join, django_assert_max_num_queries):
    for _number in range(12):
        join(workshop)
    anna = sign_in(fair)
    anna.get(reverse("desk:waiting_list", args=[fair.slug]))
    with django_assert_max_num_queries(26):
        anna.get(reverse("desk:waiting_list", args=[fair.slug]))
