"""Quotas and questions at the desk."""

import pytest
from django.urls import reverse

from ticketing.cockpit.tests.conftest import text
from ticketing.factories import (
    OptionFactory,
    OrderLineFactory,
    ProductFactory,
    QuestionFactory,
    QuotaFactory,
    VariationFactory,
)
from ticketing.models import Answer, Option, Question, Quota

COCKPIT = "/desk/maras-tirgus/"


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
