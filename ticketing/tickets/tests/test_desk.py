import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.factories import PersonFactory
from ticketing.factories import EventFactory, ProductFactory, TicketFactory
from ticketing.models import Event, PrintRun, Product
from ticketing.tickets import operations

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair() -> Event:
    return EventFactory()


@pytest.fixture
def badge(fair) -> Product:
    product = ProductFactory(event=fair)
    TicketFactory(event=fair, product=product)
    return product


@pytest.fixture
def run(fair, badge) -> PrintRun:
    return operations.ask_print_run(event=fair, layout="a4_8", by=PersonFactory(), at=timezone.now())


@pytest.fixture
def anna(sign_in, fair) -> Client:
    return sign_in(fair)


def page(name, event, *args):
    return reverse(f"desk:{name}", args=[event.slug, *args])


def finish(run):
    operations.start_print_run(run=run, total=1, at=timezone.now())
    operations.finish_print_run(run=run, content=b"%PDF-", at=timezone.now())


@pytest.mark.parametrize("name", ["badges", "print_progress", "printed"])
def test_badges_are_for_those_who_print(sign_in, fair, run, name):
    finish(run)
    address = page(name, fair, *([] if name == "badges" else [run.pk]))
    assert Client().get(address).status_code == 302
    assert sign_in(fair, None).get(address).status_code == 404
    assert sign_in(fair, "steward").get(address).status_code == 403
    assert sign_in(fair, "finance").get(address).status_code == 403
    assert sign_in(fair, "supervisor").get(address).status_code == 200


def test_a_run_is_asked_for_some_products(anna, fair, badge):
    TicketFactory(event=fair)
    assert anna.post(page("badges", fair), {"layout": "a6", "products": [badge.pk]}).status_code == 302
    run = PrintRun.objects.get()
    assert (run.layout, run.total, list(run.products.all())) == ("a6", 1, [badge])


def test_products_of_others_cannot_be_chosen(anna, fair, badge):
    answer = anna.post(page("badges", fair), {"layout": "a6", "products": [ProductFactory().pk]})
    assert answer.context["form"].errors["products"]


def test_where_there_is_nothing_to_print_the_page_says_so(anna, fair):
    assert anna.post(page("badges", fair), {"layout": "a6"}).context["form"].non_field_errors()
    assert not PrintRun.objects.exists()


def test_progress_is_told_to_the_bar(anna, fair, run):
    answer = anna.get(page("print_progress", fair, run.pk)).json()
    assert (answer["value"], answer["max"], answer["done"]) == (0, 1, False)
    finish(run)
    assert anna.get(page("print_progress", fair, run.pk)).json()["done"]


def test_a_run_is_stopped_once(anna, fair, run):
    for _time in range(2):
        assert anna.post(page("stop_print", fair, run.pk)).status_code == 302
    run.refresh_from_db()
    assert run.state == PrintRun.State.CANCELLED


def test_the_file_is_handed_out_as_an_attachment(anna, fair, run):
    assert anna.get(page("printed", fair, run.pk)).status_code == 404
    finish(run)
    answer = anna.get(page("printed", fair, run.pk))
    assert b"".join(answer.streaming_content) == b"%PDF-"
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{fair.slug}-a4_8-')


def test_a_file_that_was_swept_away_is_not_found(anna, fair, run):
    finish(run)
    run.file.storage.delete(run.file.name)
    assert anna.get(page("printed", fair, run.pk)).status_code == 404


def test_the_run_of_another_event_is_not_found(anna, fair):
    other = PrintRun.objects.create(event=EventFactory(), layout="a6", asked_at=timezone.now())
    other.file.save("x.pdf", ContentFile(b"%PDF-"))
    for name in ("print_progress", "printed"):
        assert anna.get(page(name, fair, other.pk)).status_code == 404


def test_at_a_locked_event_nothing_is_printed(anna, fair, badge, suspend):
    suspend(fair)
    assert anna.post(page("badges", fair), {"layout": "a6"}).context["form"].non_field_errors()


def test_three_runs_take_as_many_statements_as_one(anna, fair, run):
    def count():
        with CaptureQueriesContext(connection) as captured:
            assert anna.get(page("badges", fair)).status_code == 200
        return len(captured)

    one = count()
    for _time in range(2):
        anna.post(page("badges", fair), {"layout": "a6"})
    assert count() == one
