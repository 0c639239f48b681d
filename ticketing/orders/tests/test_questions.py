import pytest

from common.errors import Invalid
from ticketing.factories import OrderLineFactory, QuestionFactory
from ticketing.models import Answer, Question
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(fair, now):
    options = [{"text_lv": "latviešu"}, {"text_lv": "krievu"}, {"text_lv": "angļu"}]
    return save(fair, now, options)


def save(event, now, options, question=None, kind="choice"):
    facts = {"text_lv": "Valoda?", "kind": kind}
    return orders.save_question(event=event, facts=facts, products=[], options=options, question=question, by="system", at=now)


def kept(question, *places):
    options = list(question.options.all())
    return [{"pk": options[place].pk, "text_lv": options[place].text_lv} for place in places]


@pytest.mark.parametrize("written", [lambda pk: pk, str, lambda pk: [pk]])
def test_an_answer_somebody_chose_is_not_removed(fair, question, now, written):
    Answer.objects.create(line=OrderLineFactory(order__event=fair), question=question, value=written(question.options.all()[1].pk))
    with pytest.raises(Invalid) as refused:
        save(fair, now, kept(question, 0, 2), question)
    assert (refused.value.code, refused.value.field) == ("in_use", "options")
    assert save(fair, now, kept(question, 0, 1), question).options.count() == 2


def test_the_kind_of_an_answered_question_stays(fair, now):
    question = QuestionFactory(event=fair, kind="text")
    Answer.objects.create(line=OrderLineFactory(order__event=fair), question=question, value="42")
    with pytest.raises(Invalid) as refused:
        save(fair, now, [], question, kind="number")
    assert (refused.value.code, refused.value.field) == ("kind_in_use", "kind")
    Answer.objects.all().delete()
    save(fair, now, [], question, kind="number")
    assert Question.objects.get().kind == "number"
