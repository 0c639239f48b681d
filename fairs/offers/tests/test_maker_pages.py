"""The maker's pages of a place: the offer answered, passes, papers, goods for the border, the form after the fair."""

from datetime import timedelta
from html import unescape

import pytest

from accounts.factories import PersonFactory
from fairs.fairday.models import AfterForm
from fairs.offers import operations as offers
from fairs.offers.models import Offer

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.fixture
def offered(fair, now):
    """Vera has been told: stall A1 is hers if she says yes."""
    offers.publish(call=fair.call, by=fair.anna, at=now)
    fair.vera.refresh_from_db()
    return fair


@pytest.fixture
def as_vera(client, fair):
    fair.person.language = "en"
    fair.person.save()
    client.force_login(fair.person)
    return client


def place(fair, page: str = "place/") -> str:
    return f"/calls/applications/{fair.vera.pk}/{page}"


def confirmed(fair, now):
    offer = Offer.objects.get(application=fair.vera)
    offers.accept(offer=offer, by=fair.person, at=now)
    offer.refresh_from_db()
    if offer.state != Offer.State.CONFIRMED:
        offers.confirm(offer=offer, by=fair.anna, at=now)
    fair.vera.refresh_from_db()


def test_the_application_leads_to_its_offer(as_vera, offered):
    page = text(as_vera.get(f"/calls/my/{offered.vera.pk}/"))
    assert f'href="{place(offered)}"' in page
    assert "A1" in page


def test_the_offer_is_shown_with_its_price_and_accepted(as_vera, offered):
    page = text(as_vera.get(place(offered)))
    assert "Yes, I take it" in page
    assert "Corner" in page
    as_vera.post(place(offered), {"action": "accept"})
    assert Offer.objects.get().state == "accepted"
    page = text(as_vera.get(place(offered)))
    assert "Yes, I take it" not in page
    assert "/o/" in page, "the way to pay"


def test_the_offer_is_declined_with_a_reason(as_vera, offered):
    as_vera.post(place(offered), {"action": "decline", "reason": "I am ill."})
    offer = Offer.objects.get(application=offered.vera)
    assert (offer.state, offer.reason) == ("declined", "I am ill.")
    assert "I am ill." in text(as_vera.get(place(offered)))


def test_a_reason_that_is_too_long_is_said_and_nothing_is_declined(as_vera, offered):
    page = text(as_vera.post(place(offered), {"action": "decline", "reason": "x" * 300}))
    assert 'id="id_reason_error"' in page
    assert Offer.objects.get().state == "open"


def test_an_offer_whose_time_is_over_cannot_be_taken(as_vera, offered, now):
    Offer.objects.update(made_at=now - timedelta(days=3), expires_at=now - timedelta(hours=1))
    assert "Yes, I take it" not in text(as_vera.get(place(offered)))
    as_vera.post(place(offered), {"action": "accept"})
    assert Offer.objects.get().state == "open"


def test_passes_are_made_within_the_number_printed_and_taken_back(as_vera, offered, now):
    confirmed(offered, now)
    most = offered.call.vehicles_max
    for number in range(most):
        assert as_vera.post(place(offered, "place/passes/"), {"kind": "vehicle", "name": f"AB-{number}"}).status_code == 302
    over = text(as_vera.post(place(offered, "place/passes/"), {"kind": "vehicle", "name": "AB-9"}))
    assert "All the passes of this kind are made" in over
    page = text(as_vera.get(place(offered)))
    assert "AB-0" in page
    pdf = as_vera.get(place(offered, "place/passes.pdf"))
    assert pdf.content.startswith(b"%PDF")
    first = offered.vera.passes.first()
    as_vera.post(place(offered, f"place/passes/{first.pk}/back/"))
    assert not offered.vera.passes.filter(returned_at=None).exists()
    assert as_vera.post(place(offered, f"place/passes/{first.pk}/back/")).status_code == 404
    assert as_vera.get(place(offered, "place/passes.pdf")).status_code == 302, "nothing to print"


def test_no_pass_before_the_place_is_confirmed_and_none_without_a_name(as_vera, offered, now):
    early = text(as_vera.post(place(offered, "place/passes/"), {"kind": "badge", "name": "Vera"}))
    assert "once your place is confirmed" in early
    confirmed(offered, now)
    assert 'id="id_name_error"' in text(as_vera.post(place(offered, "place/passes/"), {"kind": "badge", "name": ""}))
    assert 'id="id_kind_error"' in text(as_vera.post(place(offered, "place/passes/"), {"kind": "crown", "name": "Vera"}))


@pytest.mark.parametrize("kind", ["decision", "contract", "goods"])
def test_papers_are_the_makers_own(as_vera, offered, now, kind):
    confirmed(offered, now)
    assert as_vera.get(place(offered, f"papers/{kind}.pdf")).content.startswith(b"%PDF")
    assert as_vera.get(place(offered, "papers/crown.pdf")).status_code == 404


def test_a_line_of_goods_is_added_changed_and_taken_away(as_vera, offered):
    said = {"description": "cups", "quantity": "10", "unit": "pcs.", "value": "120", "currency": "EUR", "purpose": "sale"}
    as_vera.post(place(offered, "goods/"), said)
    line = offered.vera.goods.get()
    page = text(as_vera.get(place(offered, "goods/")))
    assert "cups" in page
    as_vera.post(place(offered, f"goods/{line.pk}/"), {**said, "returned": "4"})
    line.refresh_from_db()
    assert line.returned == 4
    assert "returned" in text(as_vera.post(place(offered, f"goods/{line.pk}/"), {**said, "returned": "11"}))
    assert 'id="id_currency_error"' in text(as_vera.post(place(offered, "goods/"), {**said, "currency": "USD"}))
    as_vera.post(place(offered, f"goods/{line.pk}/"), {"action": "drop"})
    assert not offered.vera.goods.exists()


def test_the_form_after_the_fair_is_sent_once(as_vera, offered, now):
    confirmed(offered, now)
    assert "not over yet" in text(as_vera.post(place(offered, "afterwards/"), {"rating": "5"}))
    offered.event.starts_at, offered.event.ends_at = now - timedelta(days=2), now - timedelta(days=1)
    offered.event.save()
    assert place(offered, "afterwards/") in text(as_vera.get(f"/calls/my/{offered.vera.pk}/"))
    as_vera.post(place(offered, "afterwards/"), {"rating": "5", "remarks": "Good."})
    assert AfterForm.objects.get().rating == 5
    assert "already" in text(as_vera.post(place(offered, "afterwards/"), {"rating": "1"}))
    assert place(offered, "afterwards/") not in text(as_vera.get(f"/calls/my/{offered.vera.pk}/"))


def test_nobody_else_opens_any_of_it(client, offered, now):
    confirmed(offered, now)
    client.force_login(PersonFactory(name="Boris"))
    for page in ("place/", "place/passes/", "place/passes.pdf", "papers/contract.pdf", "goods/", "afterwards/"):
        assert client.get(place(offered, page)).status_code == 404, page
    assert client.post(place(offered), {"action": "decline"}).status_code == 404
    assert Offer.objects.get(application=offered.vera).state == "confirmed"


def test_one_without_an_offer_has_no_place(as_vera, fair):
    assert as_vera.get(place(fair)).status_code == 404
