from datetime import UTC, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django_q.models import OrmQ

from accounts.factories import PersonFactory
from accounts.people.models import Person
from common.errors import Invalid, Refused, Stale
from ticketing.factories import EventFactory, ProductFactory, TicketFactory
from ticketing.models import Event, PrintRun
from ticketing.tickets import documents, operations, queries, tasks

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def anna() -> Person:
    return PersonFactory()


@pytest.fixture
def event() -> Event:
    """A fair with twelve tickets of two products; one cancelled, and one product that lets nobody in."""
    event = EventFactory(slug="maras-tirgus")
    visitor, helper = ProductFactory(event=event), ProductFactory(event=event, style="badge")
    TicketFactory.create_batch(9, event=event, product=visitor)
    TicketFactory.create_batch(2, event=event, product=helper, state="unpaid")
    TicketFactory(event=event, product=helper, state="cancelled")
    TicketFactory(event=event, product=ProductFactory(event=event, admits=False))
    return event


def ask(event: Event, by: Person, **more: Any) -> PrintRun:
    return operations.ask_print_run(event=event, by=by, **{"layout": PrintRun.Layout.A4_8, "at": timezone.now(), **more})


def pages(run: PrintRun) -> int:
    run.refresh_from_db()
    with run.file.open("rb") as file:
        return len(pypdfium2.PdfDocument(file.read()))


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`busy(at_sheet)`: what else happens while a run is being printed, called after each part with the number done."""

    def during(happens: Any) -> None:
        real = documents.badges_pdf

        def printing(tickets: Any, layout: str, progress: Any, **more: Any) -> bytes:
            def told(done: int) -> None:
                happens(done)
                progress(done)

            return real(tickets, layout, told, **more)

        monkeypatch.setattr(documents, "badges_pdf", printing)

    return during


def test_the_worker_prints_the_live_tickets_that_admit(event: Event, anna: Person) -> None:
    run = ask(event, anna)
    assert (run.total, run.state) == (11, "queued")
    assert tasks.print_run(run_id=run.pk) == "done"
    assert pages(run) == 2
    assert (run.done, run.total) == (11, 11)
    assert run.finished_at is not None


def test_only_the_chosen_products_are_printed(event: Event, anna: Person) -> None:
    run = ask(event, anna, layout=PrintRun.Layout.A6, products=event.products.filter(style="badge"))
    tasks.print_run(run_id=run.pk)
    assert pages(run) == 2


def test_ticket_sheets_are_a_page_each(event: Event, anna: Person) -> None:
    run = ask(event, anna, layout=PrintRun.Layout.TICKETS)
    assert tasks.print_run(run_id=run.pk) == "done"
    assert pages(run) == 11


def test_asking_queues_the_task_after_commit(event: Event, anna: Person, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = ask(event, anna)
    (task,) = [queued.task for queued in OrmQ.objects.all()]
    assert (task["func"], task["kwargs"]) == ("ticketing.tickets.tasks.print_run", {"run_id": run.pk})


def test_nothing_to_print_and_products_of_another_event_are_refused(event: Event, anna: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(EventFactory(), anna)
    assert refusal.value.code == "nothing_to_print"
    with pytest.raises(Invalid):
        ask(event, anna, products=[ProductFactory()])
    assert not PrintRun.objects.exists()


def test_a_run_called_twice_prints_once(event: Event, anna: Person) -> None:
    run = ask(event, anna)
    tasks.print_run(run_id=run.pk)
    first = PrintRun.objects.get(pk=run.pk)
    assert tasks.print_run(run_id=run.pk) == "done"
    second = PrintRun.objects.get(pk=run.pk)
    assert (second.file.name, second.finished_at) == (first.file.name, first.finished_at)
    assert len(default_storage.listdir(f"print/{second.finished_at:%Y/%m}")[1]) == 1


def test_a_second_worker_leaves_a_living_run_alone_and_takes_over_a_dead_one(event: Event, anna: Person) -> None:
    run = ask(event, anna)
    operations.start_print_run(run=run, total=11, at=timezone.now())
    assert tasks.print_run(run_id=run.pk) == "running"
    PrintRun.objects.update(beat_at=timezone.now() - timedelta(minutes=10))
    assert list(queries.print_runs_waiting(timezone.now())) == [run]
    assert tasks.print_run(run_id=run.pk) == "done"
    assert pages(run) == 2


def test_a_worker_that_was_taken_over_stops(event: Event, anna: Person) -> None:
    run = ask(event, anna)
    operations.start_print_run(run=run, total=11, at=timezone.now() - timedelta(minutes=10))
    another = PrintRun.objects.get(pk=run.pk)
    operations.start_print_run(run=another, total=11, at=timezone.now())
    with pytest.raises(Stale):
        operations.note_progress(run=run, done=8, at=timezone.now())
    operations.note_progress(run=another, done=8, at=timezone.now())


def test_a_run_cancelled_while_printing_leaves_no_file(event: Event, anna: Person, busy: Any) -> None:
    run = ask(event, anna)
    busy(lambda done: operations.cancel_print_run(run=PrintRun.objects.get(pk=run.pk), by=anna, at=AT))
    assert tasks.print_run(run_id=run.pk) == "cancelled"
    run.refresh_from_db()
    assert (run.file.name, run.done) == ("", 0)


def test_a_run_cancelled_at_the_last_moment_leaves_no_file(event: Event, anna: Person) -> None:
    run = ask(event, anna)
    operations.start_print_run(run=run, total=11, at=timezone.now())
    operations.cancel_print_run(run=PrintRun.objects.get(pk=run.pk), by=anna, at=AT)
    with pytest.raises(Stale):
        operations.finish_print_run(run=run, content=b"%PDF", at=AT)
    assert default_storage.listdir("print/2026/11") == ([], [])


def test_a_failure_is_kept_for_the_organiser_to_read(event: Event, anna: Person, busy: Any) -> None:
    def fail(done: int) -> None:
        raise OSError("no space left")

    run = ask(event, anna)
    busy(fail)
    assert tasks.print_run(run_id=run.pk) == "failed"
    run.refresh_from_db()
    assert run.error == "OSError: no space left"


def test_a_finished_run_cannot_be_cancelled(event: Event, anna: Person) -> None:
    run = ask(event, anna)
    tasks.print_run(run_id=run.pk)
    run.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        operations.cancel_print_run(run=run, by=anna, at=AT)
    assert refusal.value.code == "print_finished"


def test_a_run_whose_task_was_lost_is_queued_again(event: Event, anna: Person) -> None:
    run = ask(event, anna, at=timezone.now() - timedelta(minutes=10))
    ask(event, anna)
    assert tasks.print_waiting() == 1
    (task,) = [queued.task for queued in OrmQ.objects.all()]
    assert task["kwargs"] == {"run_id": run.pk}


def test_a_run_that_is_gone_is_no_error() -> None:
    assert tasks.print_run(run_id=0) == "gone"


def test_boris_does_not_find_annas_run(event: Event, anna: Person) -> None:
    run = ask(event, anna)
    assert queries.print_run_of(event, run.pk) == run
    assert queries.print_run_of(EventFactory(), run.pk) is None
