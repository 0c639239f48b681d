"""What the makers placed ask too much of is said where the organiser decides: on the ground's page, a plan's, and driving in."""

from datetime import UTC, datetime
from html import unescape

import pytest

from fairs.allocation import queries
from fairs.factories import ApplicationFactory, BoardFactory, CallFactory, GroundFactory, StallFactory
from fairs.fairground.queries import layout
from fairs.models import Assignment, Placement, Plan

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def ground(event):
    """Vera with 4 kW and a van of five metres on a stall of three; its board gives 3 kW."""
    found = GroundFactory(event=event)
    board = BoardFactory(ground=found, name="E1", limit_kw=3)
    stall = StallFactory(ground=found, position=1, board=board, power_kw=5, vehicle_max_m=6)
    needs = {"power_kw": 4, "vehicle_length_m": 5, "vehicle_stays": True}
    vera = ApplicationFactory(call=CallFactory(event=event), state="confirmed", exhibitor__name="Vera Paraudziņa", **needs)
    Assignment.objects.create(stall=stall, application=vera, since=NOW)
    plan = Plan.objects.create(
        event=event, number=1, state="done", seed=1, asked_at=NOW, instance='{"applicants": [], "stalls": [], "rules": {"pins": []}}'
    )
    Placement.objects.create(plan=plan, application=vera, stall=stall)
    return found


def test_the_live_stalls_and_a_version_of_the_plan_are_judged_alike(event, ground, django_assert_num_queries):
    plan, version = layout(ground), Plan.objects.get()
    with django_assert_num_queries(1):
        live = queries.findings(event, plan)
    with django_assert_num_queries(1):
        drafted = queries.findings_in(version, plan)
    assert [one.finding.rule for one in live] == [one.finding.rule for one in drafted] == ["placed_board", "placed_vehicle"]
    assert [(one.finding.value, one.finding.limit) for one in live] == [(4, 3), (5, 3)]


@pytest.mark.parametrize("page", ["ground/", "offers/driving-in/"])
def test_the_organiser_is_told_rule_value_and_limit(as_anna, event, ground, page):
    text = unescape(as_anna.get(f"/desk/{event.slug}/{page}").content.decode())
    assert "The makers on board E1 need 4.0 kW, its limit is 3.0 kW. On it: A1." in text
    assert "The vehicle of Vera Paraudziņa on A1 is 5.0 m long, the place 3.0 m." in text
    Assignment.objects.all().delete()
    text = as_anna.get(f"/desk/{event.slug}/{page}").content.decode()
    assert "placed-checks" not in text
