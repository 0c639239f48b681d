"""The organiser's pages between versions: rules, comparing, publishing, refilling, the record."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairs.allocation import operations, queries, tasks
from fairs.allocation.forms import RulesForm
from fairs.allocation.models import AllocationRules, AssignmentLine, Pin, Plan
from fairs.allocation.tests.conftest import AT, Fair
from fairs.calls.models import Application
from fairs.factories import GoodsGroupFactory

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


# --- rules ----------------------------------------------------------------------------------------------------------


def rules_form(fair: Fair, **changed: object) -> dict[str, object]:
    """What the browser sends back when nothing but `changed` was touched."""
    call = fair.call
    form = RulesForm(rules=queries.rules_of(fair.event), groups=queries.groups_of(call), crafts=queries.crafts_of(call))
    sent = {name: form[name].initial for name in form.fields}
    return {name: value for name, value in {**sent, **changed}.items() if value is not None and value is not False}


def test_the_rules_are_read_in_words_and_kept_as_they_are_sent_back(anna, fair):
    fair.maker(1)
    shown = text(anna, page(fair, "plan_rules"))
    assert "<li>the points of all who get a stall</li>" in shown
    assert anna.post(page(fair, "plan_rules"), rules_form(fair)).status_code == 302
    kept = AllocationRules.objects.get()
    assert (kept.preset, kept.same_product_max, kept.seed, kept.quotas, kept.caps) == ("published", 3, 2026, [], [])


def test_anna_sets_an_order_shares_limits_and_who_stands_apart(anna, fair):
    GoodsGroupFactory(call=fair.call, code="food", name_en="Food", cap_stalls=2)
    fair.maker(1, 90, "A1", craft="CER")
    fair.maker(2, 80, "A2", craft="TEX")
    places = {f"place_{term}": 0 for term in ("quota_shortfall", "extra_stalls", "claims_kept", "beside_met", "justified_envy")}
    sent = rules_form(
        fair, preset="own", **places, place_wish_points=1, place_placed_value=2, weight_wish_points=3,
        quota_group_0="country=LV", quota_number_0=40, cap_group_0="craft=CER", cap_number_0=1,
        keep_apart="1 2", same_craft_allowed=["TEX"],
    )  # fmt: skip
    assert anna.post(page(fair, "plan_rules"), sent).status_code == 302
    kept = AllocationRules.objects.get()
    assert kept.levels[:2] == [{"wish_points": 3}, {"placed_value": 1}]
    assert kept.quotas == [{"by": "country", "value": "LV", "min_percent": 40}]
    assert kept.caps == [{"by": "craft", "value": "CER", "max_stalls": 1}]
    assert (kept.keep_apart, kept.same_craft_allowed) == ([[1, 2]], ["TEX"])
    assert "At most" in text(anna, page(fair, "plan_rules"))
    assert sorted(queries.allocation_of(fair.plan())) == ["E1", "E2"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"keep_apart": "1 99"}, "Unknown: 99"),
        ({"keep_apart": "one and two"}, "Write the numbers of entries"),
        ({"quota_group_0": "newcomer=yes"}, "Give both the group and the number."),
        ({"seed": "-5"}, "greater than or equal to 0"),
    ],
)
def test_what_is_wrong_with_rules_is_said_at_its_field(anna, fair, changed, said):
    fair.maker(1)
    answer = anna.post(page(fair, "plan_rules"), rules_form(fair, **changed))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not AllocationRules.objects.exists()


def test_what_is_fixed_is_listed_and_let_go(anna, fair):
    maker = fair.maker(1)
    operations.pin(application=maker, stalls=[fair.stall("A1"), fair.stall("A2")], by=fair.by, at=AT)
    assert "A1, A2" in text(anna, page(fair, "plan_rules"))
    anna.post(page(fair, "drop_pin", 1))
    assert not Pin.objects.exists()


# --- comparing ------------------------------------------------------------------------------------------------------


def test_two_versions_lie_side_by_side(anna, fair):
    first, second = fair.maker(1, 90, "A1"), fair.maker(2, 60, "A2")
    fair.plan()
    operations.move_by_hand(plan=Plan.objects.get(), change=operations.Change(1, ("A2",)), by=fair.by, at=AT)
    shown = text(anna, page(fair, "plan_compare", 2) + "?with=1")
    assert "worse" in shown
    assert "points for wishes" in shown
    for maker in (first, second):
        assert f"{maker.exhibitor}</a>" in shown
    assert shown.count("a less wished place") >= 2
    listed = b"".join(anna.get(page(fair, "plan_compare_file", 2, "csv") + "?with=1").streaming_content).decode()
    assert "1," in listed
    assert ",A1,A2,1,," in listed
    assert "There is no other version" in text(anna, page(fair, "plan_compare", 1)) or "everybody" in text(
        anna, page(fair, "plan_compare", 1) + "?with=1"
    )


# --- publishing -----------------------------------------------------------------------------------------------------


def test_publishing_says_beforehand_what_it_does_and_how_many_letters_that_makes(anna, fair):
    fair.ground.stalls.exclude(number__in=["A1", "A2"]).update(is_blocked=True)
    for entry in (1, 2, 3):
        fair.maker(entry, 90 - entry, shown_state="submitted")
    fair.plan()
    before = text(anna, page(fair, "plan_publish", 1))
    assert "2 makers will have a stall. 1 goes on the waiting list." in before
    assert "No letter leaves yet: 3 will be ready" in before
    assert not AssignmentLine.objects.exists()
    assert anna.post(page(fair, "plan_publish", 1)).url == page(fair, "plan", 1)
    assert Plan.objects.get().state == "published"
    assert fair.application(3).state == "waiting"
    assert "in force" in text(anna, page(fair, "plans"))


def test_a_version_the_fair_has_left_behind_is_not_put_in_force(anna, fair):
    maker = fair.maker(1)
    fair.plan()
    Application.objects.update(state="withdrawn")
    assert f"{maker.exhibitor} (1): withdrawn" in text(anna, page(fair, "plan_publish", 1))
    refused = anna.post(page(fair, "plan_publish", 1), follow=True)
    assert "The fair has changed since" in refused.content.decode()
    assert Plan.objects.get().state == "done"


# --- refilling ------------------------------------------------------------------------------------------------------


def withdrawn(fair: Fair, entry: int) -> None:
    application = fair.application(entry)
    Application.objects.filter(pk=application.pk).update(state="withdrawn")
    operations.free(application=application, by=fair.by, at=AT)


def test_a_refill_shows_its_moves_before_it_is_put_in_force_and_tells_who_leaves_the_waiting_list(anna, fair):
    fair.ground.stalls.filter(row="B").update(is_blocked=True)
    makers = {entry: fair.maker(entry, 100 - entry, f"A{entry}" if entry < 5 else "A2") for entry in range(1, 7)}
    fair.publish(fair.plan())
    Application.objects.filter(number__in=[5, 6]).update(shown_state="waiting")
    withdrawn(fair, 2)
    assert "1 stall is free, 2 makers wait." in text(anna, page(fair, "ask_refill"))
    sent = anna.post(page(fair, "ask_refill"), {"agreed": ""})
    assert sent.url == page(fair, "plan", 2)
    tasks.compute(plan_id=Plan.objects.get(number=2).pk)
    shown = text(anna, sent.url)
    assert "What the refill changes against version 1" in shown
    assert "gets a place" in shown
    assert "no longer takes part" in shown
    assert page(fair, "plan_maker", 2, 5) in shown
    assert page(fair, "plan_maker", 2, 2) not in shown
    assert str(makers[5].exhibitor) in shown
    assert queries.assigned(fair.event).keys() == {makers[entry].pk for entry in (1, 3, 4)}
    anna.post(page(fair, "plan_publish", 2))
    assert queries.stall_of(fair.application(5))[0].number == "A2"
    taken_in = fair.application(5)
    assert (taken_in.state, taken_in.shown_state) == ("selected", "waiting")


def test_entries_that_agreed_are_written_as_numbers(anna, fair):
    fair.maker(1)
    assert anna.get(page(fair, "ask_refill")).status_code == 404
    fair.publish(fair.plan())
    assert "Write the numbers of entries" in anna.post(page(fair, "ask_refill"), {"agreed": "Anna"}).content.decode()
    anna.post(page(fair, "ask_refill"), {"agreed": "1"})
    assert Plan.objects.get(number=2).agreed == [1]


# --- the record -----------------------------------------------------------------------------------------------------


def test_the_record_keeps_every_stall_given_and_freed(anna, fair):
    makers = [fair.maker(entry, 90 - entry, f"A{entry}") for entry in (1, 2)]
    fair.publish(fair.plan())
    withdrawn(fair, 2)
    operations.assign(application=fair.application(1), stalls=[fair.stall("A2")], by=fair.by, at=AT)
    lines = AssignmentLine.objects.order_by("pk").values_list("application__number", "stall_number", "is_given")
    assert sorted(lines[:2]) == [(1, "A1", True), (2, "A2", True)]
    assert list(lines[2:]) == [(2, "A2", False), (1, "A1", False), (1, "A2", True)]
    shown = text(anna, page(fair, "stall_record"))
    assert "5 lines" in shown
    assert "2 lines" in text(anna, page(fair, "stall_record") + "?q=A1")
    assert str(makers[0].exhibitor) in b"".join(anna.get(page(fair, "stall_record_file", "csv")).streaming_content).decode()
    assert anna.get(page(fair, "stall_record_file", "xlsx")).status_code == 200


def test_a_place_given_again_by_the_next_plan_makes_no_line(fair):
    fair.maker(1, 90, "A1")
    fair.publish(fair.plan())
    fair.publish(fair.plan())
    assert AssignmentLine.objects.count() == 1


def test_good_and_bad_places_are_remembered(anna, fair):
    lucky = fair.maker(1, 90, "A1")
    fair.ground.stalls.exclude(number="A1").update(is_blocked=True)
    fair.maker(2, 50, "A1")
    fair.publish(fair.plan())
    assert "2 makers" in text(anna, page(fair, "place_years"))
    listed = b"".join(anna.get(page(fair, "place_years_file", "csv") + f"?q={lucky.exhibitor}").streaming_content).decode()
    assert listed.splitlines()[1] == f"{lucky.exhibitor},1,0,1,0,0"


# --- who may --------------------------------------------------------------------------------------------------------

SEEN = [
    ("plan_compare", 1),
    ("plan_compare_file", 1, "csv"),
    ("stall_record",),
    ("stall_record_file", "csv"),
    ("place_years",),
    ("place_years_file", "csv"),
]
RUN = [("plan_rules",), ("drop_pin", 1), ("plan_publish", 1), ("ask_refill",)]


@pytest.fixture
def standing(fair) -> Fair:
    """A fair with a plan in force and another one ready."""
    fair.maker(1, 90, "A1", power_kw=Decimal(1))
    operations.pin(application=fair.application(1), stalls=[fair.stall("A1")], by=fair.by, at=AT)
    fair.publish(fair.plan())
    fair.plan()
    return fair


@pytest.mark.parametrize("name", SEEN)
def test_only_those_who_see_applications_look(sign_in, standing, name):
    address = page(standing, *name)
    assert sign_in(standing.event, None).get(address).status_code == 404
    assert sign_in(standing.event, "supervisor").get(address).status_code == 403
    assert sign_in(standing.event, "finance").get(address).status_code == 200


def everything(fair: Fair) -> tuple:
    return list(Plan.objects.values_list("number", "state")), Pin.objects.count(), AllocationRules.objects.count()


@pytest.mark.parametrize("name", RUN)
def test_only_those_who_run_the_fair_act(sign_in, standing, name):
    before = everything(standing)
    for kind, status in ((None, 404), ("finance", 403)):
        assert sign_in(standing.event, kind).post(page(standing, *name), rules_form(standing)).status_code == status
    assert everything(standing) == before


@pytest.mark.parametrize("name", [("plan_rules",), ("drop_pin", 1), ("plan_publish", 2), ("ask_refill",)])
def test_nothing_changes_at_the_fair_of_a_suspended_partner(anna, standing, suspend, name):
    suspend(standing.event)
    before = everything(standing)
    anna.post(page(standing, *name), rules_form(standing))
    assert everything(standing) == before


def test_more_makers_cost_the_record_and_the_comparison_no_more_statements(anna, fair):
    def statements() -> list[int]:
        operations.move_by_hand(plan=fair.publish(fair.plan()), change=operations.Change(1, ("B2",)), by=fair.by, at=AT)
        newest = queries.newest(fair.event)
        counts = []
        for address in (
            page(fair, "stall_record"),
            page(fair, "plan_compare", newest),
            page(fair, "plan_publish", newest),
            page(fair, "plans"),
        ):
            with CaptureQueriesContext(connection) as seen:
                assert anna.get(address).status_code == 200
            counts.append(len(seen))
        return counts

    fair.maker(1, 90, "A1")
    few = statements()
    for entry in range(2, 6):
        fair.maker(entry, 80, f"A{entry - 1}")
    assert statements() == few
