from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from ticketing.billing import operations as billing
from ticketing.models import EventRole, Movement, Shift, Till
from ticketing.tills import documents, queries, rules
from ticketing.tills import operations as tills

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(sign_in, fair):
    return sign_in(fair)


def test_a_till_is_set_up_opened_counted_and_countersigned(sign_in, fair, phone):
    anna, janis = sign_in(fair), sign_in(fair, "supervisor")
    anna.post(reverse("desk:new_till", args=[fair.slug]), {"name": "Pie vārtiem", "gate": phone.gate_id, "is_active": "on"})
    till = Till.objects.get()
    person = EventRole.objects.get(event=fair, kind="supervisor").person
    opened = janis.post(reverse("desk:open_shift", args=[fair.slug, till.pk]), {"people": [person.pk], "float-EUR": "50", "float-RUB": ""})
    shift = Shift.objects.get()
    assert opened.url == reverse("desk:shift", args=[fair.slug, shift.pk])
    janis.post(
        reverse("desk:shift_act", args=[fair.slug, shift.pk]),
        {"action": "cash", "direction": "out", "amount": "20", "currency": "EUR", "reason": "to the safe"},
    )
    address = reverse("desk:shift_count", args=[fair.slug, shift.pk])
    asked = janis.post(address, {"piece-EUR-20": "1", "piece-EUR-5": "1"})
    assert asked.status_code == 200, "five euro are missing and nobody said why"
    assert janis.post(address, {"piece-EUR-20": "1", "piece-EUR-5": "1", "reason-cash-EUR": "lost"}).status_code == 302
    assert janis.post(address, {"piece-EUR-20": "9"}).status_code == 302
    janis.post(reverse("desk:shift_act", args=[fair.slug, shift.pk]), {"action": "sign"})
    shift.refresh_from_db()
    assert (shift.drawers.get().counted, shift.signed_at) == (Decimal(25), None)
    anna.post(reverse("desk:shift_act", args=[fair.slug, shift.pk]), {"action": "sign"})
    shift.refresh_from_db()
    assert shift.signed_words == "Anna Paraudziņa"


def test_what_the_drawer_should_hold_is_not_told_before_it_is_counted(browser, fair, shift):
    shift.drawers.update(opening=Decimal("61.37"))
    assert "61.37" in browser.get(reverse("desk:shift", args=[fair.slug, shift.pk])).content.decode()
    assert "61.37" not in browser.get(reverse("desk:shift_count", args=[fair.slug, shift.pk])).content.decode()


def test_cash_is_given_back_by_who_may_book_money(browser, sign_in, fair, shift, order, anna, now):
    billing.record(order=order, provider="cash", amount=Decimal(12), reference="", by=anna, at=now)
    address = reverse("desk:shift_refund", args=[fair.slug, shift.pk])
    facts = {"order": order.code.lower(), "amount": "5", "reason": "one came less"}
    assert sign_in(fair, "supervisor").post(address, facts).status_code == 403
    assert browser.post(address, {**facts, "order": "NONE"}).status_code == 200
    assert browser.post(address, facts).status_code == 302
    assert Movement.objects.filter(kind="refund", amount=-5).exists()


def test_shifts_are_found_filtered_and_exported(browser, fair, shift):
    address = reverse("desk:shifts", args=[fair.slug])
    assert "Pie vārtiem, 1" in browser.get(address).content.decode()
    assert "Pie vārtiem, 1" in browser.get(address, {"q": "vartiem anna", "state": "open"}).content.decode()
    assert "Pie vārtiem, 1" not in browser.get(address, {"state": "closed"}).content.decode()
    file = b"".join(browser.get(reverse("desk:shifts_file", args=[fair.slug, "csv"])).streaming_content).decode()
    assert "Pie vārtiem" in file


def test_an_unclosed_shift_stands_out(browser, fair, shift):
    Shift.objects.update(opened_at=shift.opened_at - timedelta(days=1))
    shown = browser.get(reverse("desk:shifts", args=[fair.slug])).content.decode()
    assert "is not counted yet" in shown


@pytest.mark.parametrize("language", ["lv", "ru", "en"])
def test_the_report_is_a_pdf_in_each_language(browser, fair, shift, order, anna, now, language):
    billing.record(order=order, provider="cash", amount=Decimal(12), reference="", by=anna, at=now)
    counted = tills.Count(way="cash", currency="EUR", counted=Decimal(60), reason="two missing", pieces={"50": 1, "10": 1})
    tills.close(shift=shift, counts=[counted], by=anna, at=now)
    answer = browser.get(reverse("desk:shift_pdf", args=[fair.slug, shift.pk]), {"language": language})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_the_report_says_what_the_page_says(shift, now):
    assert documents.report(shift, language="en", at=now) == documents.report(shift, language="en", at=now)
    assert [sheet.drawer.way for sheet in queries.sheets(shift)] == ["cash"]
    assert set(rules.COUNTED) == {"cash", "terminal"}


@pytest.mark.parametrize(
    ("page", "for_steward"),
    [("shifts", 200), ("shifts_file", 403), ("shift", 404), ("shift_count", 404), ("shift_pdf", 404), ("till", 403)],
)
def test_outsiders_find_nothing_and_stewards_only_what_is_theirs(sign_in, fair, till, shift, page, for_steward):
    more = {"shifts": [], "shifts_file": ["csv"], "till": [till.pk]}.get(page, [shift.pk])
    address = reverse(f"desk:{page}", args=[fair.slug, *more])
    assert [who.get(address).status_code for who in (sign_in(fair, None), sign_in(fair, "steward"), Client())] == [404, for_steward, 302]


def test_a_steward_opens_a_shift_counts_it_and_sees_no_other(sign_in, fair, till, shift):
    other = tills.save_till(event=fair, facts={"name": "Otrie vārti"}, by="Anna", at=shift.opened_at)
    janis = sign_in(fair, "steward")
    person = EventRole.objects.get(event=fair, kind="steward").person
    page = janis.get(reverse("desk:open_shift", args=[fair.slug, other.pk]))
    assert list(page.context["form"].fields["people"].queryset) == [person]
    janis.post(reverse("desk:open_shift", args=[fair.slug, other.pk]), {"people": [person.pk], "float-EUR": "20"})
    mine = Shift.objects.get(till=other)
    assert list(mine.people.all()) == [person]
    shown = janis.get(reverse("desk:shifts", args=[fair.slug])).context
    assert list(shown["page_obj"]) == [mine]
    assert janis.post(reverse("desk:shift_count", args=[fair.slug, mine.pk]), {"piece-EUR-20": "1"}).status_code == 302
    mine.refresh_from_db()
    assert not mine.is_open
