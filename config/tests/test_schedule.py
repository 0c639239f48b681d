"""What the worker does by the clock."""

import pytest
from django.utils.module_loading import import_string
from django_q.models import Schedule

from config import schedule

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", schedule.TABLE)
def test_every_periodic_task_can_be_called(name: str) -> None:
    assert callable(import_string(schedule.TABLE[name].function))


def test_registering_again_changes_nothing() -> None:
    schedule.register()
    before = list(Schedule.objects.order_by("id").values())
    schedule.register()
    assert list(Schedule.objects.order_by("id").values()) == before
    assert len(before) == len(schedule.TABLE)


def test_a_task_that_has_left_the_table_leaves_the_schedule() -> None:
    Schedule.objects.create(name="once upon a time", func="math.sqrt")
    schedule.register()
    assert not Schedule.objects.filter(name="once upon a time").exists()


@pytest.mark.parametrize("function", ["fairs.allocation.tasks.compute_waiting", "ticketing.tickets.tasks.print_waiting"])
def test_jobs_lost_with_their_process_are_taken_up_again(function: str) -> None:
    assert next(task.minutes for task in schedule.TABLE.values() if task.function == function) <= 5
