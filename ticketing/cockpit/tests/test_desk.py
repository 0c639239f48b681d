import csv
import io
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from accounts.factories import PersonFactory, RoleFactory
from accounts.models import Entry
from common.models import Message
from ticketing.factories import (
    EventFactory,
    GateFactory,
    OptionFactory,
    OrderFactory,
    OrderLineFactory,
    ProductFactory,
    QuestionFactory,
    QuotaFactory,
    VariationFactory,
)
from ticketing.models import Answer, Event, Option, Question, Quota

HOME = "/desk/"
COCKPIT = "/desk/maras-tirgus/"
STATE = "/desk/maras-tirgus/state/"


def text(response) -> str:
    return unescape(response.content.decode())


def state_of(event) -> str:
    return Event.objects.values_list("state", flat=True).get(pk=event.pk)


# --- my events -------------------------------------------------------------------------------------------------------


def test_the_desk_asks_the_anonymous_to_sign_in(client, db):
    assert client.get(HOME).url == "/accounts/login/?next=/desk/"


def test_somebody_without_a_role_is_told_whom_to_ask(client, event):
    client.force_login(PersonFactory(language="en"))
    page = text(client.get(HOME))
    assert "You have no role at any event yet" in page
    assert "New event" not in page
    assert event.title not in page


def test_boris_sees_nothing_of_annas_events(client, event, boris):
    client.force_login(boris)
    assert event.title not in text(client.get(f"{HOME}?when=all"))
    assert event.title not in "".join(chunk.decode() for chunk in client.get("/desk/events.csv?when=all"))


def test_anna_sees_her_event_and_may_make_another(as_anna, event):
    page = text(as_anna.get(HOME))
    assert event.title_en in page
    assert reverse("desk:new") in page


def test_a_steward_makes_no_events(client, event, janis):
    client.force_login(janis)
    page = text(client.get(HOME))
    assert event.title_en in page
    assert reverse("desk:new") not in page


def test_a_search_that_finds_nothing_says_so(as_anna, event):
    assert "No event like that." in text(as_anna.get(f"{HOME}?q=opera"))


@pytest.mark.parametrize(
    "query", ["when=nonsense", "partner=abc", "partner=99999999999999999999", "sort=drop", "page=zz", "kind=x&state=y"]
)
def test_an_address_that_makes_no_sense_shows_what_comes_nearest(as_anna, event, query):
    assert as_anna.get(f"{HOME}?{query}").status_code == 200


def test_the_list_goes_to_a_spreadsheet_as_filtered(as_anna, event):
    EventFactory(partner=event.partner, title_en="Potters' day", kind="workshop")
    sent = b"".join(as_anna.get("/desk/events.csv?kind=workshop")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sent)))
    assert [row[0] for row in rows] == ["Event", "Potters' day"]


def test_the_list_costs_the_same_for_one_event_and_for_three(as_anna, event, django_assert_num_queries):
    with django_assert_num_queries(10):
        as_anna.get(HOME)
    for _number in range(2):
        EventFactory(partner=event.partner)
    with django_assert_num_queries(10):
        as_anna.get(HOME)


# --- cockpit ---------------------------------------------------------------------------------------------------------


def test_the_cockpit_of_a_running_event_costs_no_more_with_more_in_it(as_anna, event, django_assert_num_queries):
    def fill():
        product = ProductFactory(event=event)
        QuotaFactory(event=event, products=[product])
        GateFactory(event=event, products=[product])
        OrderLineFactory(order=OrderFactory(event=event, placed_at=event.starts_at - timedelta(days=3)), product=product)

    fill()
    with django_assert_num_queries(22):
        as_anna.get(COCKPIT)
    fill()
    fill()
    with django_assert_num_queries(22):
        as_anna.get(COCKPIT)


def test_a_steward_sees_neither_money_nor_buttons(client, event, janis):
    client.force_login(janis)
    page = text(client.get(COCKPIT))
    assert event.title_en in page
    assert "Received" not in page
    assert STATE not in page


def test_finance_sees_money_but_no_buttons(client, event, vita):
    client.force_login(vita)
    page = text(client.get(COCKPIT))
    assert "Received" in page
    assert STATE not in page


def test_what_is_missing_links_to_where_it_is_seen_to(as_anna, event):
    page = text(as_anna.get(COCKPIT))
    assert f'<a href="{reverse("desk:products", args=[event.slug])}">Nothing can be ordered: add a product.</a>' in page


def test_finance_is_told_of_a_missing_product_without_a_link_to_it(client, event, vita):
    client.force_login(vita)
    page = text(client.get(COCKPIT))
    assert "Nothing can be ordered: add a product." in page
    assert reverse("desk:products", args=[event.slug]) not in page


def test_the_chart_has_its_numbers_as_a_table(as_anna, event, now):
    OrderLineFactory(order=OrderFactory(event=event, placed_at=now), product=ProductFactory(event=event))
    page = text(as_anna.get(COCKPIT))
    assert page.count("<rect") == 30
    assert '<td class="num">1</td>' in page


# --- state -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "to"), [("draft", "published"), ("published", "draft"), ("published", "cancelled"), ("moved", "published")]
)
def test_a_button_moves_the_event_on(as_anna, event, before, to):
    Event.objects.filter(pk=event.pk).update(state=before)
    assert f'name="to" value="{to}"' in text(as_anna.get(COCKPIT))
    as_anna.post(STATE, {"to": to})
    assert state_of(event) == to


def test_an_event_that_cannot_be_published_has_no_button_for_it(as_anna, event):
    Event.objects.filter(pk=event.pk).update(state="draft", site=None)
    page = text(as_anna.get(COCKPIT))
    assert "Cannot be published so." in page
    assert 'value="published"' not in page
    assert "Choose a site first" in text(as_anna.post(STATE, {"to": "published"}, follow=True))
    assert state_of(event) == "draft"


def test_an_event_people_have_tickets_for_is_not_withdrawn(as_anna, event):
    OrderFactory(event=event)
    page = text(as_anna.post(STATE, {"to": "draft"}, follow=True))
    assert "Somebody has ordered already." in page
    assert state_of(event) == "published"


def test_an_event_that_has_not_begun_cannot_be_finished(as_anna, event):
    assert 'value="finished"' not in text(as_anna.get(COCKPIT))
    as_anna.post(STATE, {"to": "finished"})
    assert state_of(event) == "published"


@pytest.mark.parametrize("to", ["", "moved", "nonsense", "reported"])
def test_a_state_that_no_button_leads_to_changes_nothing(as_anna, event, to):
    assert as_anna.post(STATE, {"to": to}).status_code == 302
    assert state_of(event) == "published"


def test_the_event_of_a_suspended_partner_is_seen_but_not_moved(as_anna, event, suspended):
    page = text(as_anna.get(COCKPIT))
    assert "nothing can be changed or sold" in page
    assert STATE not in page
    page = text(as_anna.post(STATE, {"to": "cancelled"}, follow=True))
    assert f"{event.partner} is suspended." in page
    assert state_of(event) == "published"


# --- quotas and questions --------------------------------------------------------------------------------------------


def test_a_quota_covers_what_is_ticked_and_counts_what_is_sold(as_anna, event):
    ticket = ProductFactory(event=event)
    child = VariationFactory(product=ticket)
    OrderLineFactory(order__event=event, product=ticket, variation=child)
    OrderLineFactory(order__event=event, product=ticket, variation=VariationFactory(product=ticket))
    as_anna.post("/desk/maras-tirgus/quotas/new/", {"name": "Bērni", "size": "5", "covers": [f"{ticket.pk}-{child.pk}"]})
    quota = Quota.objects.get()
    assert (quota.name, quota.size, quota.taken) == ("Bērni", 5, 1)
    as_anna.post(f"/desk/maras-tirgus/quotas/{quota.pk}/", {"name": "Visi", "size": "5", "covers": [str(ticket.pk)]})
    quota.refresh_from_db()
    assert (quota.name, quota.taken) == ("Visi", 2)


def test_a_quota_too_small_for_what_is_sold_is_refused_at_its_size(as_anna, event):
    ticket = ProductFactory(event=event)
    OrderLineFactory(order__event=event, product=ticket)
    response = as_anna.post("/desk/maras-tirgus/quotas/new/", {"name": "Visi", "size": "0", "covers": [str(ticket.pk)]})
    assert response.context["form"].errors["size"] == ["1 places are already taken; the quota cannot be smaller."]
    assert 'value="Visi"' in text(response)
    assert not Quota.objects.exists()


def test_a_quota_does_not_reach_into_another_event(as_anna, event):
    foreign = ProductFactory()
    response = as_anna.post("/desk/maras-tirgus/quotas/new/", {"name": "x", "size": "5", "covers": [str(foreign.pk)]})
    assert "covers" in response.context["form"].errors


def question_data(texts, **more):
    rows = {"options-TOTAL_FORMS": len(texts), "options-INITIAL_FORMS": len(texts)}
    for place, said in enumerate(texts):
        pk, said = said if isinstance(said, tuple) else ("", said)
        rows |= {f"options-{place}-pk": pk, f"options-{place}-text_lv": said}
    return {"text_lv": "Valoda?", "kind": "choice", **rows, **more}


def test_a_question_is_saved_with_its_answers_and_products(as_anna, event):
    ticket = ProductFactory(event=event)
    as_anna.post("/desk/maras-tirgus/questions/new/", question_data(["latviešu", "krievu"], products=[ticket.pk]))
    question = Question.objects.get()
    assert [option.text_lv for option in question.options.all()] == ["latviešu", "krievu"]
    assert list(question.products.all()) == [ticket]


def test_one_answer_more_is_asked_for_without_losing_what_is_typed(as_anna, event):
    response = as_anna.post("/desk/maras-tirgus/questions/new/", question_data(["latviešu"], add_row="1"))
    page = text(response)
    assert 'value="latviešu"' in page
    assert 'name="options-1-text_lv"' in page
    assert "form-errors" not in page
    assert not Question.objects.exists()


def test_too_few_answers_are_refused_above_the_form_with_everything_kept(as_anna, event):
    page = text(as_anna.post("/desk/maras-tirgus/questions/new/", question_data(["latviešu"])))
    assert "Give at least two answers to choose from." in page
    assert 'value="latviešu"' in page


def test_an_answer_somebody_chose_cannot_be_taken_away(as_anna, event):
    question = QuestionFactory(event=event, kind="choice")
    first, second, third = (OptionFactory(question=question, position=place) for place in range(3))
    Answer.objects.create(line=OrderLineFactory(order__event=event), question=question, value=second.pk)
    data = question_data([(one.pk, one.text_lv) for one in (first, second, third)])
    page = text(as_anna.post(f"/desk/maras-tirgus/questions/{question.pk}/", data | {"options-1-DELETE": "on"}))
    assert "it cannot be removed" in page
    as_anna.post(f"/desk/maras-tirgus/questions/{question.pk}/", data | {"options-2-DELETE": "on"})
    assert set(Option.objects.all()) == {first, second}


@pytest.mark.parametrize("what", ["quota", "question"])
def test_what_belongs_to_another_event_is_not_found_here(as_anna, event, what):
    foreign = {"quota": QuotaFactory, "question": QuestionFactory}[what]()
    assert as_anna.get(reverse(f"desk:{what}", args=[event.slug, foreign.pk])).status_code == 404


def test_the_offer_of_a_suspended_partner_is_seen_but_not_changed(as_anna, event, suspended):
    quota = QuotaFactory(event=event)
    address = f"/desk/maras-tirgus/quotas/{quota.pk}/"
    assert as_anna.get(address).status_code == 200
    page = text(as_anna.post(address, {"name": "Cits", "size": "5"}))
    assert f"{event.partner} is suspended." in page
    assert 'value="Cits"' in page
    assert as_anna.post("/desk/maras-tirgus/questions/new/", question_data(["a", "b"])).status_code == 200
    quota.refresh_from_db()
    assert (quota.name, Question.objects.count()) == ("Vietas", 0)


# --- letters ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def failed(event, now):
    return Message.objects.create(
        key="k", kind="order.placed", about="order:1", within=f"event:{event.pk}", to="vera@example.org", language="lv",
        subject="Pasūtījums", text="…", state="failed", error="mailbox full", created_at=now, due_at=now,
    )  # fmt: skip


def test_a_failed_letter_is_sent_again_by_a_persons_word(as_anna, event, failed):
    page = text(as_anna.get("/desk/maras-tirgus/letters/?which=trouble"))
    assert "mailbox full" in page
    as_anna.post(f"/desk/maras-tirgus/letters/{failed.pk}/again/")
    failed.refresh_from_db()
    assert failed.state == "queued"
    assert Entry.objects.get(action="letter.again").after == {"to": "vera@example.org"}


def test_a_letter_on_its_way_is_not_sent_twice(as_anna, event, failed):
    for _time in range(2):
        page = text(as_anna.post(f"/desk/maras-tirgus/letters/{failed.pk}/again/", follow=True))
    assert "Only a message that failed or may not have arrived can be sent again." in page
    assert Entry.objects.filter(action="letter.again").count() == 1


def test_a_letter_of_another_event_is_not_found_here(client, event, failed, boris):
    other = EventFactory(partner=boris.roles.get().partner)
    client.force_login(boris)
    assert client.post(reverse("desk:send_again", args=[other.slug, failed.pk])).status_code == 404


def test_a_supervisor_reads_letters_and_sends_none(client, event, failed):
    client.force_login(RoleFactory(partner=event.partner, kind="supervisor").person)
    assert "mailbox full" in text(client.get("/desk/maras-tirgus/letters/"))
    assert client.post(f"/desk/maras-tirgus/letters/{failed.pk}/again/").status_code == 403


# --- the wrong person ------------------------------------------------------------------------------------------------

PAGES = [
    "event",
    "state",
    "new_quota",
    "new_question",
    "letters",
    "products",
    "edit",
    "move",
    "roles",
    "activity",
    "new_product",
    "new_window",
]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_closed_to_strangers_and_to_boris(client, event, boris, page):
    address = reverse(f"desk:{page}", args=[event.slug])
    for send in (client.get, client.post):
        assert send(address)["Location"].startswith("/accounts/login/")
    client.force_login(boris)
    for send in (client.get, client.post):
        assert send(address).status_code == 404


@pytest.mark.parametrize("page", [page for page in PAGES if page != "event"])
def test_all_but_the_overview_are_closed_to_a_steward(client, event, janis, page):
    client.force_login(janis)
    address = reverse(f"desk:{page}", args=[event.slug])
    for send in (client.get, client.post):
        assert send(address).status_code == 403
