"""The organiser's pages: a plan asked for, followed, looked at, changed by hand."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fairs.allocation import operations, queries, reasoning, tasks
from fairs.allocation.models import Pin, Plan
from fairs.allocation.tests.conftest import AT, Fair
from fairs.factories import BoardFactory, StallFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(sign_in, fair) -> Client:
    return sign_in(fair.event)


def page(fair: Fair, name: str, *more: int | str) -> str:
    return reverse(f"desk:{name}", args=[fair.event.slug, *more])


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


# --- asking and following -------------------------------------------------------------------------------------------


def test_anna_has_a_plan_computed_and_follows_it(anna, fair):
    fair.maker(1, 90, "A1")
    fair.maker(2, 60, "A1")
    assert "2 makers want a place, 6 stalls are open." in text(anna, page(fair, "plans"))
    sent = anna.post(page(fair, "ask_plan"), {"budget": "quick", "note": "first try"})
    plan = Plan.objects.get()
    assert sent.url == page(fair, "plan", 1)
    shown = text(anna, sent.url)
    assert "The plan waits for its turn" in shown
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in shown
    assert anna.get(page(fair, "plan_progress", 1)).json()["done"] is False
    tasks.compute(plan_id=plan.pk)
    assert anna.get(page(fair, "plan_progress", 1)).json() | {"value": 0} == {
        "value": 0, "max": 10, "text": "The first plan is being made …", "done": True, "url": page(fair, "plan", 1),
    }  # fmt: skip
    done = text(anna, page(fair, "plan", 1))
    assert "Plan, version 1" in done
    assert "of 2 makers" in done


def test_the_best_so_far_is_told_in_words(anna, fair):
    for entry in (1, 2, 3):
        fair.maker(entry, 60 + entry, "A1", "zone:B")
    plan = operations.ask_plan(event=fair.event, budget="thorough", by=fair.by, at=AT)
    said: list[dict] = []
    beat = operations.beat
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "beat", lambda **told: said.append(told["progress"]) or beat(**told))
        tasks.compute(plan_id=plan.pk)
    best = next(one for one in said if one)
    assert (best["makers"], best["placed"]) == (3, 3)
    plan.refresh_from_db()
    assert reasoning.first_wishes(json.loads(plan.instance), queries.allocation_of(plan)) == 1
    Plan.objects.update(state="running", started_at=timezone.now(), progress={**best, "firsts": 1})
    answer = anna.get(page(fair, "plan_progress", 1)).json()
    assert answer["text"] == "3 of 3 makers have a place, 1 has the first wish. Better ones are being looked for."
    assert (answer["max"], answer["done"]) == (60, False)


def test_a_search_is_ended_early_or_cancelled(anna, fair):
    fair.maker(1)
    plan = operations.ask_plan(event=fair.event, budget="proof", by=fair.by, at=AT)
    operations.start(plan=plan, at=AT)
    assert "stop and keep the best" in text(anna, page(fair, "plan", 1))
    anna.post(page(fair, "end_plan", 1), {"action": "stop"})
    plan.refresh_from_db()
    assert (plan.state, plan.stop_asked) == ("running", True)
    anna.post(page(fair, "end_plan", 1))
    plan.refresh_from_db()
    assert plan.state == "cancelled"
    assert "put away before it was finished" in text(anna, page(fair, "plan", 1))


def test_a_job_lost_with_its_process_is_taken_up_by_the_clock(anna, fair):
    fair.maker(1)
    plan = operations.ask_plan(event=fair.event, budget="quick", by=fair.by, at=AT)
    operations.start(plan=plan, at=timezone.now())
    Plan.objects.update(beat_at=timezone.now() - timedelta(minutes=4))
    assert tasks.compute_waiting() == 1
    assert tasks.compute(plan_id=plan.pk) == "done"
    assert anna.get(page(fair, "plan_progress", 1)).json()["done"] is True


def test_what_cannot_be_computed_is_said_where_it_was_asked(anna, fair):
    answer = anna.post(page(fair, "ask_plan"), {"budget": "quick"})
    assert "Nobody is selected or waiting yet." in answer.content.decode()
    assert not Plan.objects.exists()


def test_demands_that_contradict_each_other_are_named(anna, fair):
    fair.ground.stalls.exclude(number="A1").update(is_blocked=True)
    one, other = fair.maker(1, is_guaranteed=True), fair.maker(2, is_guaranteed=True)
    fair.plan()
    shown = text(anna, page(fair, "plan", 1))
    assert "These demands contradict each other" in shown
    for maker in (one, other):
        assert f"{maker.exhibitor} is promised a place." in shown


# --- one version ----------------------------------------------------------------------------------------------------


def test_a_version_shows_its_map_makers_and_figures(anna, fair):
    board = BoardFactory(ground=fair.ground, name="E1", limit_kw=Decimal(5))
    fair.ground.stalls.filter(row="A").update(board=board)
    fair.ground.stalls.filter(number__in=["A3", "A4", "B1", "B2"]).update(is_blocked=True)
    first = fair.maker(1, 90, "A1", power_kw=Decimal(2))
    fair.maker(2, 80, "A1", "A2")
    third = fair.maker(3, 70)
    fair.plan()
    shown = text(anna, page(fair, "plan", 1))
    assert f'href="{page(fair, "plan_maker", 1, 1)}" class="plan-stall is-assigned"' in shown
    assert f"{first.exhibitor} (1)" in shown
    assert "2.0 / 5.0 kW" in shown
    assert f'{third.exhibitor}</a><br><span class="small muted">others count for more' in shown
    for way, word in (("craft", "is-shade-1"), ("wish", "second or third wish")):
        assert word in text(anna, page(fair, "plan", 1) + f"?colours={way}")


def test_its_makers_are_found_filtered_and_exported(anna, fair):
    vera = fair.maker(1, 90, "A1")
    fair.maker(2, 80, "A1")
    fair.plan()
    address = page(fair, "plan", 1)
    assert "1 maker<" in text(anna, f"{address}?show=first")
    assert "Nobody is like that." in text(anna, f"{address}?q=nobody-at-all")
    listed = b"".join(anna.get(page(fair, "plan_file", 1, "csv") + "?q=A1").streaming_content).decode()
    assert listed.splitlines()[1].startswith(f"1,{vera.exhibitor},A1,")
    assert len(listed.splitlines()) == 2
    assert anna.get(page(fair, "plan_file", 1, "xlsx")).status_code == 200
    plan = Plan.objects.get()
    assert anna.get(page(fair, "plan_file", 1, "json")).content.decode() == plan.answer
    assert anna.get(page(fair, "plan_file", 1, "input")).content.decode() == plan.instance
    assert anna.get(page(fair, "plan_file", 1, "docx")).status_code == 404


@pytest.mark.parametrize("name", ["plan", "plan_maker"])
def test_more_stalls_and_makers_cost_no_more_statements(anna, fair, name):
    def statements() -> int:
        plan = fair.plan()
        address = page(fair, name, plan.number, *([1] if name == "plan_maker" else []))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert anna.get(address).status_code == 200
        return len(seen)

    fair.maker(1, 90, "A1")
    few = statements()
    for position in range(1, 31):
        StallFactory(ground=fair.ground, row="C", position=position, number=f"C{position}", y_m=Decimal(30))
        fair.maker(position + 1, 50, f"C{position}", "zone:B")
    assert statements() == few
    assert few <= 22


# --- by hand --------------------------------------------------------------------------------------------------------


def test_a_move_tells_its_price_before_it_is_made(anna, fair):
    first, second = fair.maker(1, 90, "A1", power_kw=Decimal(2)), fair.maker(2, 60, "A2")
    fair.plan()
    address = page(fair, "plan_maker", 1, 1)
    assert "It is what you wished most." in text(anna, address)
    swap = text(anna, f"{address}?to=A2")
    assert f"{first.exhibitor} on A2: what it would do" in swap
    assert f"{second.exhibitor}: A2 → A1" in swap
    assert "It loses" in swap
    assert "points for wishes" in swap
    dark = text(anna, f"{address}?to=B1")
    assert f"{first.exhibitor} needs what B1 does not have: 2 kW of power." in dark
    assert Plan.objects.count() == 1
    anna.post(page(fair, "move_maker", 1, 1), {"to": "A2", "newest": "1"})
    assert queries.allocation_of(Plan.objects.get(number=2)) == {"E1": ("A2",), "E2": ("A1",)}


def test_a_rule_is_set_aside_only_with_a_reason(anna, fair):
    fair.maker(1, 90, "A1", power_kw=Decimal(2))
    fair.plan()
    refused = anna.post(page(fair, "move_maker", 1, 1), {"to": "B1", "newest": "1"}, follow=True)
    assert "This breaks a rule. Say why" in refused.content.decode()
    anna.post(page(fair, "move_maker", 1, 1), {"to": "B1", "newest": "1", "ground": "brings a battery"})
    assert "brings a battery" in text(anna, page(fair, "plan", 2))


def test_of_two_organisers_at_once_the_second_is_told(anna, fair):
    fair.maker(1, 90, "A1")
    fair.plan()
    seen_by_both = {"newest": "1"}
    anna.post(page(fair, "move_maker", 1, 1), {"to": "A2", **seen_by_both})
    second = anna.post(page(fair, "move_maker", 1, 1), {"to": "A3", **seen_by_both}, follow=True)
    assert "Somebody else has made version 2 meanwhile." in second.content.decode()
    assert Plan.objects.count() == 2


def test_a_maker_is_put_on_the_waiting_list_by_hand(anna, fair):
    fair.maker(1, 90, "A1")
    fair.plan()
    assert "on the waiting list: what it would do" in text(anna, page(fair, "plan_maker", 1, 1) + "?to=")
    anna.post(page(fair, "move_maker", 1, 1), {"to": "", "newest": "1"})
    assert queries.allocation_of(Plan.objects.get(number=2)) == {}
    assert json.loads(anna.get(page(fair, "plan_file", 2, "json")).content)["waiting"] == ["E1"]


def test_a_place_is_fixed_and_let_go(anna, fair):
    fair.maker(1, 90, "A1")
    fair.plan()
    anna.post(page(fair, "pin_maker", 1, 1))
    assert list(Pin.objects.values_list("stall__number", flat=True)) == ["A1"]
    assert "Fixed for all later plans" in text(anna, page(fair, "plan_maker", 1, 1))
    anna.post(page(fair, "pin_maker", 1, 1), {"action": "drop"})
    assert not Pin.objects.exists()


# --- who may --------------------------------------------------------------------------------------------------------

PAGES = [("plans",), ("plan", 1), ("plan_progress", 1), ("plan_maker", 1, 1), ("plan_file", 1, "csv")]
ACTS = [("ask_plan",), ("end_plan", 1), ("move_maker", 1, 1), ("pin_maker", 1, 1)]


@pytest.mark.parametrize("name", PAGES)
def test_only_those_who_see_applications_look_at_plans(sign_in, fair, name):
    fair.maker(1)
    fair.plan()
    address = page(fair, *name)
    assert Client().get(address).status_code == 302
    assert sign_in(fair.event, None).get(address).status_code == 404
    assert sign_in(fair.event, "supervisor").get(address).status_code == 403
    assert sign_in(fair.event, "finance").get(address).status_code == 200


@pytest.mark.parametrize("name", ACTS)
def test_only_those_who_run_the_fair_change_plans(sign_in, fair, name):
    fair.maker(1)
    fair.plan()
    before = Plan.objects.count(), Pin.objects.count()
    address = page(fair, *name)
    for kind, status in ((None, 404), ("finance", 403)):
        assert sign_in(fair.event, kind).post(address, {"budget": "quick", "to": "A2"}).status_code == status
    assert (Plan.objects.count(), Pin.objects.count()) == before


@pytest.mark.parametrize("name", ACTS)
def test_nothing_changes_at_the_fair_of_a_suspended_partner(anna, fair, suspend, name):
    fair.maker(1)
    fair.plan()
    suspend(fair.event)
    before = list(Plan.objects.values_list("number", "state")), Pin.objects.count()
    anna.post(page(fair, *name), {"budget": "quick", "to": "A2", "newest": "1"})
    assert (list(Plan.objects.values_list("number", "state")), Pin.objects.count()) == before
    assert anna.get(page(fair, "plan", 1)).status_code == 200


def test_a_version_that_is_not_there_is_not_found(anna, fair):
    fair.maker(1)
    fair.plan()
    for name in (("plan", 7), ("plan_maker", 1, 9), ("plan_maker", 7, 1)):
        assert anna.get(page(fair, *name)).status_code == 404
