"""A plan from the button to the makers: computed, explained, changed by hand, published, refilled."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from common.errors import Invalid, Refused, Stale
from fairs.allocation import operations, queries, tasks
from fairs.allocation.computing import Wanted, compute
from fairs.allocation.models import AllocationRules, Assignment, LedgerEntry, Plan
from fairs.allocation.operations import Change
from fairs.allocation.tests.conftest import AT, Fair
from fairs.calls.models import Application
from fairs.factories import BoardFactory

pytestmark = pytest.mark.django_db


def places(plan: Plan) -> dict[str, tuple[str, ...]]:
    return queries.allocation_of(plan)


def live(fair: Fair) -> dict[int, str]:
    return {key: ", ".join(stall.number for stall in stalls) for key, stalls in queries.assigned(fair.event).items()}


# --- computing ------------------------------------------------------------------------------------------------------


def test_the_worker_gives_the_wished_stall_to_whom_the_jury_rates_higher(fair):
    fair.maker(1, 60, "A1")
    fair.maker(2, 90, "A1")
    plan = fair.plan()
    assert (plan.state, plan.kind, plan.proven) == ("done", "first", 4)
    assert places(plan)["E2"] == ("A1",)
    assert len(places(plan)) == 2


def test_same_input_and_seed_give_the_same_plan_byte_for_byte(fair):
    for entry in range(1, 9):
        fair.maker(entry, 60 + entry, "A1", "zone:B")
    first, second = fair.plan(), fair.plan()
    assert (first.instance, first.answer) == (second.instance, second.answer)
    assert second.kind == "rerun"


def test_a_published_document_replays_to_the_published_plan(fair, tmp_path):
    from django.core.management import call_command

    for entry in range(1, 9):
        fair.maker(entry, 60 + entry, "A1", "zone:B")
    plan = fair.plan()
    (tmp_path / "in.json").write_text(plan.instance, encoding="utf-8")
    call_command("allocate", tmp_path / "in.json", out=tmp_path / "out.json", seed=plan.seed, seconds=10.0)
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == plan.answer


def test_without_stalls_or_makers_there_is_nothing_to_compute(fair):
    with pytest.raises(Invalid) as nobody:
        fair.plan()
    assert nobody.value.code == "nobody_to_place"
    fair.maker(1)
    fair.ground.stalls.all().delete()
    with pytest.raises(Invalid) as nothing:
        fair.plan()
    assert nothing.value.code == "no_stalls"


def test_one_plan_is_computed_at_a_time(fair):
    fair.maker(1)
    operations.ask_plan(event=fair.event, budget="quick", by=fair.by, at=AT)
    with pytest.raises(Refused) as busy:
        operations.ask_plan(event=fair.event, budget="quick", by=fair.by, at=AT)
    assert busy.value.code == "under_way"


def test_a_cancelled_plan_is_left_alone_and_a_task_that_comes_twice_does_nothing(fair):
    fair.maker(1)
    plan = operations.ask_plan(event=fair.event, budget="quick", by=fair.by, at=AT)
    operations.cancel(plan=plan, by=fair.by, at=AT)
    assert tasks.compute(plan_id=plan.pk) == "cancelled"
    done = fair.plan()
    assert tasks.compute(plan_id=done.pk) == "done"
    assert Plan.objects.get(pk=done.pk).placements.count() == 1


def test_a_plan_whose_worker_died_is_taken_over(fair):
    fair.maker(1)
    plan = operations.ask_plan(event=fair.event, budget="quick", by=fair.by, at=AT)
    operations.start(plan=plan, at=timezone.now())
    with pytest.raises(Stale):
        operations.start(plan=Plan.objects.get(pk=plan.pk), at=timezone.now())
    Plan.objects.filter(pk=plan.pk).update(beat_at=timezone.now() - timedelta(minutes=4))
    assert tasks.compute_waiting() == 1
    assert tasks.compute(plan_id=plan.pk) == "done"


def test_a_search_that_is_told_to_stop_keeps_the_best_so_far(fair):
    fair.maker(1)
    plan = operations.ask_plan(event=fair.event, budget="quick", by=fair.by, at=AT)
    operations.start(plan=plan, at=AT)
    operations.stop(plan=plan, by=fair.by, at=AT)
    assert operations.beat(plan=plan, at=AT + timedelta(seconds=1), progress={"patches": 3}) is True


def test_what_is_pinned_stays_in_every_later_plan(fair):
    fair.maker(1, 10, "B2")
    fair.maker(2, 90, "A3")
    operations.pin(application=fair.application(1), stalls=[fair.stall("A3")], by=fair.by, at=AT)
    assert places(fair.plan())["E1"] == ("A3",)
    with pytest.raises(Refused) as twice:
        operations.pin(application=fair.application(2), stalls=[fair.stall("A3")], by=fair.by, at=AT)
    assert twice.value.code == "pinned"
    operations.drop_pin(application=fair.application(1), by=fair.by, at=AT)
    assert places(fair.plan())["E2"] == ("A3",)


def test_demands_that_contradict_each_other_are_named(fair):
    fair.ground.stalls.exclude(number="A1").update(is_blocked=True)
    for entry in (1, 2):
        fair.maker(entry, is_guaranteed=True)
    plan = fair.plan()
    assert (plan.state, plan.error) == ("failed", "impossible")
    assert sorted(demand["applicant"] for demand in plan.conflict) == ["E1", "E2"]


# --- power boards ---------------------------------------------------------------------------------------------------


def test_a_board_is_never_overloaded(fair):
    board = BoardFactory(ground=fair.ground, name="E1", limit_kw=Decimal(5))
    fair.ground.stalls.filter(row="A").update(board=board)
    for entry in (1, 2, 3):
        fair.maker(entry, 60 + entry, power_kw=Decimal("2.5"))
    plan = fair.plan()
    assert sorted(places(plan)) == ["E2", "E3"]  # 7.5 kW would be too much; the one with fewest points waits
    waits = queries.reasons_in(plan, fair.application(1), "en", names_shown=False)
    assert any("2.5 kW" in sentence for sentence in waits)


@pytest.mark.parametrize("seed", range(6))
def test_on_random_grounds_no_board_is_overloaded(seed):
    from random import Random

    from fairs.allocation import boards

    chance = Random(seed)
    ids = [f"A{n}" for n in range(8)]
    document = {
        "format": "stall-allocation/1", "name": "x", "extra_neighbours": [], "previous": {}, "value_per": "stall",
        "stalls": [{"id": one, "run": "A", "pos": n, "features": []} for n, one in enumerate(ids)],
        "applicants": [
            {"id": f"E{n}", "craft": "c", "score": chance.randrange(100), "needs": [], "kw": chance.choice([0, 1, 2, 3.5]),
             "stalls": chance.choice([1, 2]), "stalls_min": 1, "wishes": [chance.choice(ids)], "guaranteed": False}
            for n in range(1, 9)
        ],
        "rules": {"pins": []},
        "boards": [{"id": "L", "limit_kw": 4, "stalls": ids[:4]}, {"id": "R", "limit_kw": 3, "stalls": ids[4:]}],
        "levels": [{"placed_value": 1}, {"wish_points": 1, "extra_stalls": 500}],
    }  # fmt: skip
    found = compute(document, Wanted(seconds=2))
    assert not any(load.is_over for load in boards.loads(document, found.plan.allocation))


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_a_move_by_hand_makes_a_new_version_and_swaps_who_stood_there(fair):
    fair.maker(1, 90, "A1")
    fair.maker(2, 60, "A2")
    plan = fair.plan()
    made = operations.move_by_hand(plan=plan, change=Change(1, ("A2",)), by=fair.by, at=AT)
    assert (made.number, made.kind, made.based_on, made.state) == (plan.number + 1, "hand", plan, "done")
    assert places(made) == {"E1": ("A2",), "E2": ("A1",)}
    assert places(plan) == {"E1": ("A1",), "E2": ("A2",)}
    assert made.levels[:2] == plan.levels[:2]
    assert made.levels[2] < plan.levels[2]


def test_a_rule_is_broken_only_with_a_ground_and_some_never(fair):
    fair.maker(1, 90, power_kw=Decimal(2))
    plan = fair.plan()
    with pytest.raises(Refused) as broken:
        operations.move_by_hand(plan=plan, change=Change(1, ("B1",)), by=fair.by, at=AT)
    assert broken.value.code == "rule_broken"
    made = operations.move_by_hand(plan=plan, change=Change(1, ("B1",)), by=fair.by, at=AT, ground="brings a battery")
    assert "battery" in made.overridden
    fair.ground.stalls.filter(number="B2").update(is_blocked=True)
    plan = fair.plan()
    for never in (("B2",), ("A1", "A3"), ("Z9",)):
        with pytest.raises(Refused) as impossible:
            operations.move_by_hand(plan=plan, change=Change(1, never), by=fair.by, at=AT, ground="please")
        assert impossible.value.code == "not_possible"


# --- publishing -------------------------------------------------------------------------------------------------------


def test_publishing_gives_the_stalls_writes_the_ledger_and_makes_the_rest_wait(fair):
    fair.ground.stalls.filter(row="A").exclude(number="A1").update(is_blocked=True)
    fair.ground.stalls.filter(number="B2").update(is_dead_end=True)
    makers = [fair.maker(entry, 100 - entry, wish) for entry, wish in ((1, "A1"), (2, "B1"), (3, "B2"), (4, "A1"))]
    plan = fair.publish(fair.plan())
    assert (plan.state, plan.published_at) == ("published", AT)
    assert live(fair) == {makers[0].pk: "A1", makers[1].pk: "B1", makers[2].pk: "B2"}
    assert [stall.number for stall in queries.stall_of(makers[0])] == ["A1"]
    assert (fair.application(4).state, fair.application(4).place_in_list) == ("waiting", 1)
    found = set(LedgerEntry.objects.values_list("exhibitor", "kind"))
    assert {(makers[0].exhibitor_id, "corner"), (makers[0].exhibitor_id, "first_choice")} <= found
    assert {(makers[2].exhibitor_id, "dead_end"), (makers[3].exhibitor_id, "waiting")} <= found


def test_a_maker_reads_the_reasons_only_once_they_are_published(fair):
    fair.maker(1, 90, "A1")
    second = fair.maker(2, 60, "A1")
    plan = fair.plan()
    assert queries.reasons_for(second, "en") == []
    fair.publish(plan)
    said = " ".join(queries.reasons_for(second, "en"))
    assert "A1 went to another maker, who has more points from the jury." in said
    assert "Vera" not in said
    AllocationRules.objects.create(event=fair.event, names_shown=True)
    assert str(fair.application(1).exhibitor) in " ".join(queries.reasons_for(second, "en"))
    for language in ("lv", "ru"):
        assert queries.reasons_for(second, language) != queries.reasons_for(second, "en")


def test_what_would_have_to_change_is_true(fair):
    fair.ground.stalls.filter(row="A").update(is_blocked=True)
    waiting = fair.maker(1, 90, power_kw=Decimal(2))
    plan = fair.plan()
    assert "Without this need, B1 would have been free: 2 kW of power." in queries.reasons_in(plan, waiting, "en", names_shown=False)
    waiting.power_kw = Decimal(0)
    waiting.save()
    assert places(fair.plan())["E1"]


def test_a_version_that_is_out_of_date_is_not_published(fair):
    fair.maker(1)
    plan = fair.plan()
    Application.objects.update(state="withdrawn")
    with pytest.raises(Refused) as late:
        fair.publish(plan)
    assert late.value.code == "out_of_date"
    assert not Assignment.objects.exists()


def test_a_version_that_never_saw_the_published_one_is_not_published_over_it(fair):
    fair.maker(1)
    first, second = fair.plan(), fair.plan()
    fair.publish(first)
    with pytest.raises(Refused) as blind:
        fair.publish(second)
    assert blind.value.code == "out_of_date"
    third = fair.publish(fair.plan())
    first.refresh_from_db()
    assert (first.state, third.state) == ("superseded", "published")


def test_after_a_withdrawal_the_place_is_refilled_and_nobody_else_moves(fair):
    fair.ground.stalls.filter(row="B").update(is_blocked=True)
    for entry in range(1, 7):
        fair.maker(entry, 100 - entry, f"A{entry}" if entry < 5 else "A2")
    fair.publish(fair.plan())
    second = fair.application(2)
    Application.objects.filter(pk=second.pk).update(state="withdrawn")
    assert [stall.number for stall in operations.free(application=second, by=fair.by, at=AT)] == ["A2"]
    refill = operations.ask_refill(event=fair.event, by=fair.by, at=AT)
    assert tasks.compute(plan_id=refill.pk) == "done"
    refill.refresh_from_db()
    before, after = places(queries.published(fair.event)), places(refill)
    assert {who for who in before if who != "E2" and before[who] != after[who]} == set()
    assert after["E5"] == ("A2",)
    fair.publish(refill)
    assert live(fair)[fair.application(5).pk] == "A2"


def test_rules_are_checked_before_they_are_kept(fair):
    fair.maker(1)
    for wrong, field in (
        ({"levels": [{"wish_points": -5}]}, "levels"),
        ({"preset": "own", "levels": []}, "levels"),
        ({"quotas": [{"by": "shoe size", "value": "42", "min_percent": 5}]}, "quotas"),
        ({"keep_apart": [[1, 99]]}, "keep_apart"),
        ({"keep_apart": [[1, 1]]}, "keep_apart"),
    ):
        with pytest.raises(Invalid) as refused:
            operations.set_rules(event=fair.event, facts=wrong, by=fair.by, at=AT)
        assert refused.value.field == field
    operations.set_rules(event=fair.event, facts={"preset": "strict"}, by=fair.by, at=AT)
    assert len(json.loads(fair.plan().instance)["levels"]) == 9


# --- a stall is never given twice -----------------------------------------------------------------------------------


def test_the_database_gives_a_stall_once(fair):
    one, other = fair.maker(1), fair.maker(2)
    Assignment.objects.create(stall=fair.stall("A1"), application=one, since=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(stall=fair.stall("A1"), application=other, since=AT)
    with pytest.raises(Stale):
        operations.assign(application=other, stalls=[fair.stall("A1")], by=fair.by, at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_organisers_and_the_solver_at_once_never_give_a_stall_twice(fair):
    for entry in range(1, 7):
        fair.maker(entry, 100 - entry, "A1", "A2")
    first, second = fair.plan(), fair.plan()
    rerun = operations.ask_plan(event=fair.event, budget="quick", by=fair.by, at=AT)
    jobs = [
        lambda: operations.publish(plan=Plan.objects.get(pk=first.pk), by=fair.by, at=AT),
        lambda: operations.publish(plan=Plan.objects.get(pk=second.pk), by=fair.by, at=AT),
        lambda: tasks.compute(plan_id=rerun.pk),
        lambda: operations.assign(application=fair.application(6), stalls=[fair.stall("A1")], by=fair.by, at=AT),
        lambda: operations.assign(application=fair.application(5), stalls=[fair.stall("A1")], by=fair.by, at=AT),
    ]

    def attempt(job) -> str:
        try:
            job()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(jobs)) as people:
        came = list(people.map(attempt, jobs))
    assert came[2] == "done"
    assert sorted(came[:2])[-1] != "done" or came[:2].count("done") == 1
    assert Assignment.objects.filter(stall__number="A1").count() == 1
    assert Plan.objects.filter(state="published").count() <= 1
    assert Assignment.objects.count() == Assignment.objects.values("stall").distinct().count()
