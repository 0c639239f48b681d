"""What the engine is told about a fair."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.languages import fold
from fairs.allocation import queries
from fairs.allocation.engine import read
from fairs.allocation.models import AllocationRules, Assignment, LedgerEntry
from fairs.allocation.tests.conftest import AT, Fair
from fairs.calls.models import Companion
from fairs.factories import BoardFactory, GoodsGroupFactory

pytestmark = pytest.mark.django_db


def built(fair: Fair) -> dict:
    document = queries.built(fair.event, fair.call, fair.ground, AT)
    read(document)  # sound for the engine
    return document


def row(fair: Fair, entry: int) -> dict:
    return next(one for one in built(fair)["applicants"] if one["id"] == f"E{entry}")


def stall(fair: Fair, number: str) -> dict:
    return next(one for one in built(fair)["stalls"] if one["id"] == number)


def test_an_application_becomes_an_applicant_without_a_name(fair):
    fair.maker(
        7, "71.5", "A2", "zone:B", "feature:corner", stalls_min=1, stalls_max=2, needs_water=True, max_price=Decimal(40), anywhere=False
    )
    found = row(fair, 7)
    assert (found["id"], found["score"], found["stalls"], found["stalls_min"]) == ("E7", 72, 2, 1)
    assert found["wishes"] == ["A2", "zone:B", "feature:corner"]
    assert "water" in found["needs"]
    assert (found["max_price"], found["anywhere"], found["country"]) == (40.0, False, "LV")
    assert "Vera" not in str(built(fair))


def test_power_is_needed_stall_by_stall_and_only_where_there_is_as_much(fair):
    fair.maker(1, power_kw=Decimal("2.5"))
    fair.maker(2, power_kw=Decimal(6), stalls_min=2, stalls_max=2)
    assert "kw:2.5" in row(fair, 1)["needs"]
    assert "kw:3" in row(fair, 2)["needs"]
    assert {"kw:2.5", "kw:3"} <= set(stall(fair, "A1")["features"])
    assert not {"kw:2.5", "kw:3"} & set(stall(fair, "B1")["features"])


def test_a_vehicle_that_stays_needs_its_length_and_a_tent_its_depth(fair):
    fair.stall("A1").ground.stalls.filter(number="A1").update(vehicle_max_m=Decimal(5))
    fair.maker(1, vehicle_stays=True, vehicle_length_m=Decimal("4.5"), depth_m=Decimal(4))
    assert {"vehicle:4.5", "depth:4"} <= set(row(fair, 1)["needs"])
    assert "vehicle:4.5" in stall(fair, "A1")["features"]
    assert "depth:4" not in stall(fair, "A1")["features"]


def test_a_noisy_craft_needs_a_noisy_place_only_when_it_is_shown_at_work(fair):
    smith, seller = fair.maker(1, craft="SMITH", demonstrates=True), fair.maker(2, craft="SMITH")
    smith.craft.is_noisy = smith.craft.has_fire = True
    smith.craft.save()
    assert {"noise_ok", "open_fire"} <= set(row(fair, smith.number)["needs"])
    assert not {"noise_ok", "open_fire"} & set(row(fair, seller.number)["needs"])


def test_blocked_and_held_stalls_are_closed_until_the_hold_ends(fair):
    fair.maker(1)
    stalls = fair.ground.stalls
    stalls.filter(number="A1").update(is_blocked=True)
    stalls.filter(number="A2").update(held_for="sponsor", held_until=AT + timedelta(days=1))
    stalls.filter(number="A3").update(held_for="sponsor", held_until=AT - timedelta(days=1))
    assert [one["id"] for one in built(fair)["stalls"] if one["blocked"]] == ["A1", "A2"]


def test_two_who_share_are_one_applicant_with_the_needs_of_both(fair):
    host, guest = fair.maker(1, power_kw=Decimal(1)), fair.maker(2, power_kw=Decimal(2), needs_water=True)
    share = Companion.objects.create(application=host, kind="share", named="Vera", exhibitor=guest.exhibitor)
    assert len(built(fair)["applicants"]) == 2
    share.confirmed_at = AT
    share.save()
    assert [one["id"] for one in built(fair)["applicants"]] == ["E1"]
    assert {"kw:3", "water"} <= set(row(fair, 1)["needs"])


def test_companions_are_told_by_entry_those_who_do_not_apply_are_left_out(fair, exhibitor):
    first, second, third = fair.maker(1), fair.maker(2), fair.maker(3)
    Companion.objects.create(application=first, kind="beside", named="x", exhibitor=second.exhibitor)
    Companion.objects.create(application=first, kind="not_beside", named="y", exhibitor=third.exhibitor)
    Companion.objects.create(application=first, kind="beside", named="z", exhibitor=exhibitor())
    assert (row(fair, 1)["beside"], row(fair, 1)["not_beside"]) == (["E2"], ["E3"])


def test_groups_of_goods_bring_their_caps_and_shares(fair):
    group = GoodsGroupFactory(call=fair.call, code="clay", cap_stalls=2, min_percent=20)
    fair.maker(1, goods_group=group)
    rules = built(fair)["rules"]
    assert rules["caps"] == [{"by": "goods_group", "value": "clay", "max_stalls": 2}]
    assert rules["quotas"] == [{"by": "goods_group", "value": "clay", "min_percent": 20}]


def test_one_product_has_a_cap_only_where_more_ask(fair):
    for entry in range(1, 5):
        fair.maker(entry)
    fair.call.applications.update(product="Linen Towels")
    assert built(fair)["rules"]["caps"] == [{"by": "product", "value": fold("Linen Towels"), "max_stalls": 3}]
    AllocationRules.objects.create(event=fair.event, same_product_max=4)
    assert built(fair)["rules"]["caps"] == []


def test_an_offer_that_was_made_is_kept_and_refills_may_move_it(fair):
    promised = fair.maker(1, state="accepted")
    Assignment.objects.create(stall=fair.stall("A3"), application=promised, since=AT)
    assert built(fair)["rules"]["pins"] == [{"applicant": "E1", "stalls": ["A3"]}]
    document = queries.built(fair.event, fair.call, fair.ground, AT, may_move_promised=True)
    assert document["rules"]["pins"] == []
    assert document["applicants"][0]["guaranteed"]


def test_boards_are_told_with_what_may_draw_at_once(fair):
    fair.maker(1, power_kw=Decimal(2))
    board = BoardFactory(ground=fair.ground, name="E1", limit_kw=Decimal(9), simultaneity=Decimal("0.9"))
    fair.ground.stalls.filter(row="A").update(board=board)
    assert built(fair)["boards"] == [{"id": "E1", "limit_kw": 10.0, "stalls": ["A1", "A2", "A3", "A4"]}]


def test_last_years_stall_and_bad_years_count_only_where_the_fair_says_so(fair):
    other = Fair(*_earlier(fair))
    before = other.maker(1)
    maker = fair.maker(1, 70, exhibitor=before.exhibitor)
    Assignment.objects.create(stall=other.stall("A2"), application=before, since=AT)
    LedgerEntry.objects.create(exhibitor=before.exhibitor, event=other.event, kind="dead_end", at=AT)
    assert (row(fair, 1)["claim"], row(fair, 1)["newcomer"], row(fair, 1)["score"]) == (["A2"], "no", 70)
    AllocationRules.objects.create(event=fair.event, keeps_claims=False, ledger_points=2)
    assert (row(fair, 1)["claim"], row(fair, 1)["score"]) == ([], 72)
    assert maker.score == 70


def _earlier(fair: Fair):
    from fairs.factories import CallFactory, GroundFactory, StallFactory
    from ticketing.factories import EventFactory

    event = EventFactory(
        partner=fair.event.partner, site=fair.event.site, starts_at=AT - timedelta(days=400), ends_at=AT - timedelta(days=399)
    )
    ground = GroundFactory(event=event)
    StallFactory(ground=ground, row="A", position=2, number="A2")
    return event, CallFactory(event=event), ground, fair.by


def test_the_draw_orders_applicants_by_the_published_seed(fair):
    for entry in range(1, 9):
        fair.maker(entry)
    first = [one["id"] for one in built(fair)["applicants"]]
    assert first == [one["id"] for one in built(fair)["applicants"]]
    assert first != sorted(first)
    AllocationRules.objects.create(event=fair.event, seed=7)
    assert [one["id"] for one in built(fair)["applicants"]] != first


def test_a_large_fair_is_read_in_as_many_statements_as_a_small_one(fair):
    fair.maker(1, 70, "A1", "zone:B")
    with CaptureQueriesContext(
        connection,
    ) as small:
        built(fair)
    for entry in range(2, 5):
        fair.maker(entry, 70, "A2", "zone:B")
    with CaptureQueriesContext(connection) as large:
        built(fair)
    assert len(small) == len(large) <= 20
