"""What the organiser has asked at the gate: not before it is answered is anybody let in, and what they said is kept."""

import uuid
from datetime import timedelta

import pytest

from accounts.models import Entry
from ticketing.catalogue.queries import offers
from ticketing.door import operations, packing, queries
from ticketing.door.operations import Offline
from ticketing.door.rules import Reason
from ticketing.door.tests.conftest import KEY, code_of, now
from ticketing.door.tests.test_api import Phone, problem
from ticketing.factories import QuestionFactory, TicketFactory
from ticketing.models import Answer, Question, Scan, Ticket
from ticketing.orders import operations as orders
from ticketing.orders.queries import questions_for


@pytest.fixture
def api(client, phone):
    return Phone(client)


@pytest.fixture
def ask(event, product):
    """`ask(kind, **facts)` adds a question that the gate puts to the holders of the product."""

    def add(kind="text", text="Dog?", options=(), **facts):
        said = {"text_lv": text, "text_en": text, "kind": kind, "ask_at_door": True, **facts}
        return orders.save_question(event=event, facts=said, products=[product], options=options, by="Anna", at=now())

    return add


@pytest.fixture
def bought(event, product):
    """A paid ticket that was ordered before anything was asked."""
    return buy(event, product)


def buy(event, product, is_walk_in=False):
    wants = [orders.Want(product.pk, None, 1)]
    cart = orders.hold(event=event, wants=wants, request_key=uuid.uuid4(), language="en", by="Vera", at=now(), is_walk_in=is_walk_in)
    holders = {line.pk: orders.Holder(name="Vera Ščukina") for line in cart.lines.all()}
    order = orders.place(order=cart, buyer=orders.Buyer("vera@example.org", "Vera"), holders=holders, by="Vera", at=now())
    ticket = Ticket.objects.get(order_line__order=order)
    Ticket.objects.filter(pk=ticket.pk).update(state="valid")
    ticket.refresh_from_db()
    return ticket


def answers_of(ticket):
    return dict(Answer.objects.filter(line__ticket=ticket).values_list("question__text_en", "value"))


def test_nobody_goes_in_before_they_are_asked_and_the_answer_is_kept_with_the_admission(api, ask, bought):
    question = ask(is_required=True, help_text_en="On a lead")
    code = code_of(bought)
    first = api.scan(code).json()
    assert (first["verdict"], first["admitted"], first["reason"]) == ("look", False, "questions")
    (asked,) = first["questions"]
    assert (asked["id"], asked["text"], asked["help_text"], asked["kind"], asked["is_required"]) == (
        question.pk, "Dog?", "On a lead", "text", True,
    )  # fmt: skip
    problem(api.scan(code, answers={}), 422, "answer_missing")
    assert not Scan.objects.filter(verdict="admit").exists()
    second = api.scan(code, answers={question.pk: " Two "}).json()
    assert (second["verdict"], second["reason"], second["questions"]) == ("admit", "ok", [])
    assert answers_of(bought) == {"Dog?": "Two"}
    assert Entry.objects.get(action="ticket.answered").after == {"questions": ["Dog?"]}


def test_who_has_answered_is_not_asked_again(api, ask, bought, gate):
    gate.rule = "in_and_out"
    gate.save()
    question = ask()
    code = code_of(bought)
    assert api.scan(code, answers={question.pk: ""}).json()["admitted"], "it may be left open"
    assert api.scan(code, direction="exit").json()["reason"] == "exit", "nobody is kept inside by questions"
    assert api.scan(code).json()["reason"] == "ok"
    assert answers_of(bought) == {"Dog?": ""}


def test_the_same_scan_sent_again_gets_the_same_answer_and_keeps_the_answers_once(api, ask, bought):
    question, nonce = ask(), uuid.uuid4()
    said = {"nonce": nonce, "answers": {question.pk: "yes"}}
    assert api.scan(code_of(bought), **said).json() == api.scan(code_of(bought), **said).json()
    assert (Scan.objects.count(), Entry.objects.filter(action="ticket.answered").count()) == (1, 1)


def test_a_used_ticket_keeps_no_new_answers(api, ask, bought):
    question = ask()
    code = code_of(bought)
    api.scan(code, answers={question.pk: "first"})
    assert api.scan(code, answers={question.pk: "second"}).json()["reason"] == "used"
    assert answers_of(bought) == {"Dog?": "first"}


def test_money_comes_before_questions(api, ask, bought):
    question = ask()
    Ticket.objects.filter(pk=bought.pk).update(state="unpaid")
    assert api.scan(code_of(bought)).json()["reason"] == "unpaid"
    assert api.scan(code_of(bought), anyway=True).json()["reason"] == "questions"
    assert api.scan(code_of(bought), anyway=True, answers={question.pk: "x"}).json()["admitted"]


CHOICE = [{"text_lv": "Jā, mazs"}, {"text_lv": "Jā, liels"}]


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", "Rex", "Rex"),
        ("long_text", "a\nb", "a\nb"),
        ("number", "2,5", "2.5"),
        ("number", 3, "3"),
        ("date", "2026-06-06", "2026-06-06"),
        ("yes_no", False, False),
        ("choice", 1, [1]),
        ("choices", [0, 1], [0, 1]),
    ],
)
def test_each_kind_is_kept_as_the_shop_keeps_it(api, ask, bought, kind, given, kept):
    question = ask(kind, options=CHOICE if kind.startswith("choice") else ())
    options = list(question.options.values_list("pk", flat=True))
    if kind == "choice":
        given, kept = options[given], options[kept[0]]
    elif kind == "choices":
        given = kept = options
    assert api.scan(code_of(bought), answers={question.pk: given}).json()["admitted"]
    assert Answer.objects.get(question=question).value == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [("number", "two"), ("number", "NaN"), ("date", "6.6.2026"), ("yes_no", "maybe"), ("choice", 0), ("choices", [0]), ("text", "x" * 501)],
)
def test_what_cannot_be_read_lets_nobody_in(api, ask, bought, kind, given):
    question = ask(kind, options=CHOICE if kind.startswith("choice") else ())
    answer = api.scan(code_of(bought), answers={question.pk: given})
    assert (answer.status_code, answer.json()["code"] in ("answer_unreadable", "invalid")) == (422, True)
    assert not Scan.objects.filter(verdict="admit").exists()
    assert not Answer.objects.exists()
    assert Ticket.objects.get(pk=bought.pk).to_ask


def test_the_shop_does_not_ask_what_the_gate_asks(ask, event, product):
    ask(is_required=True)
    ticket = buy(event, product)
    assert ticket.to_ask
    assert questions_for([ticket.order_line]) == {product.pk: []}
    assert offers(event, now())


def test_a_walk_in_and_a_guest_are_not_asked(ask, event, product, ticket):
    ask()
    assert not buy(event, product, is_walk_in=True).to_ask
    assert not Ticket.objects.get(pk=ticket.pk).to_ask


def test_a_question_taken_back_or_off_a_product_is_asked_of_nobody(ask, event, product, bought):
    def is_asked():
        return Ticket.objects.get(pk=bought.pk).to_ask

    question = ask()
    before = Ticket.objects.get(pk=bought.pk).changed_at
    assert (is_asked(), before > bought.changed_at) == (True, True), "phones hear of it"
    said = {"event": event, "options": [], "by": "Anna", "at": now(), "question": question}
    orders.save_question(facts={"text": "Dog?", "ask_at_door": True}, products=[], **said)
    assert not is_asked()
    orders.save_question(facts={"text": "Dog?", "ask_at_door": True}, products=[product], **said)
    assert is_asked()
    orders.save_question(facts={"text": "Dog?", "ask_at_door": False}, products=[product], **said)
    assert not is_asked()


def test_an_answer_may_stand_on_the_ticket_from_then_on(api, ask, bought, gate):
    gate.rule = "in_and_out"
    gate.save()
    question = ask(show_at_door=True)
    assert api.scan(code_of(bought), answers={question.pk: "Rex"}).json()["admitted"]
    assert Ticket.objects.get(pk=bought.pk).answers == [["Dog?", "Rex"]]


def test_phones_are_told_what_to_ask_and_of_whom(api, ask, bought, ticket, phone, product):
    question = ask("choice", options=CHOICE)
    (told,) = api.get("configuration").json()["questions"]
    assert (told["id"], told["products"], len(told["options"])) == (question.pk, [product.pk], 2)
    columns = packing.packed(queries.snapshot(phone, "", now()))["tickets"]
    assert dict(zip([bought.pk, ticket.pk], [1, 0], strict=True)) == _spread(columns)


def _spread(columns):
    serials, serial = [], 0
    for step in columns["serial"]:
        serial += step
        serials.append(serial)
    asks = [value for value, count in zip(columns["ask"][::2], columns["ask"][1::2], strict=True) for _ in range(count)]
    return dict(zip(serials, asks, strict=True))


def offline(ticket, **more):
    return Offline(**{"nonce": uuid.uuid4(), "code": code_of(ticket), "at": now() - timedelta(minutes=5), "verdict": "admit", **more})


@pytest.fixture
def sync(phone):
    return lambda *scans: operations.sync(key=KEY, device=phone, scans=scans, sent_at=now(), by="device", at=now())


def test_answers_given_without_a_network_come_with_the_scan_and_only_once(sync, ask, bought):
    question = ask(is_required=True)
    one = offline(bought, answers={question.pk: "Rex"})
    assert sync(one)[one.nonce].reason == sync(one)[one.nonce].reason == Reason.OK
    assert answers_of(bought) == {"Dog?": "Rex"}
    assert not Ticket.objects.get(pk=bought.pk).to_ask


def test_who_went_in_unasked_is_no_clash_and_is_asked_next_time(sync, ask, bought):
    ask(is_required=True)
    one = offline(bought)
    assert sync(one)[one.nonce].admitted
    assert Ticket.objects.get(pk=bought.pk).to_ask
    two = offline(TicketFactory(event=bought.event, product=bought.product), verdict="look")
    assert not sync(two)[two.nonce].admitted


def test_an_answer_that_cannot_be_kept_holds_nothing_up_and_is_noted(sync, ask, bought):
    question = ask("number")
    one = offline(bought, answers={question.pk: "two"})
    assert sync(one)[one.nonce].admitted
    assert Entry.objects.get(action="scan.answers_lost").after == {"reason": "answer_unreadable"}
    assert not Answer.objects.exists()


def test_a_question_of_the_shop_is_none_of_the_gates(api, event, product, bought):
    QuestionFactory(event=event, products=[product])
    assert api.scan(code_of(bought)).json()["reason"] == "ok"
    assert Question.objects.get().ask_at_door is False


def test_who_gets_a_ticket_from_somebody_else_inherits_no_answers_and_is_asked_anew(api, ask, bought, gate):
    gate.rule = "in_and_out"
    gate.save()
    question = ask(show_at_door=True)
    assert api.scan(code_of(bought), answers={question.pk: "Two"}).json()["admitted"]
    bought = Ticket.objects.select_related("event", "product").get(pk=bought.pk)
    assert bought.answers == [["Dog?", "Two"]]
    orders.hand_over(ticket=bought, name="Oļegs Kalns", email="olegs@example.org", by="visitor", at=now())
    bought.refresh_from_db()
    assert (answers_of(bought), bought.answers, bought.to_ask) == ({}, [], True)
    assert not Entry.objects.filter(action="ticket.handed_over", after__has_key="answers").exists()
