"""Where one's application stands: only what has been told; withdrawing, staying with a moved fair, sharing a stall."""

from datetime import timedelta
from html import unescape

import pytest

from accounts.factories import PersonFactory
from exhibitors.factories import ExhibitorFactory, KeeperFactory
from fairs.calls import links
from fairs.calls import operations as calls
from fairs.calls.models import Application, Companion
from fairs.calls.operations.filling import Lists
from fairs.factories import ApplicationFactory, CallFactory

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


def mine(client, application) -> str:
    return text(client.get(f"/calls/my/{application.pk}/"))


@pytest.mark.parametrize("inside", ["selected", "waiting", "rejected"])
def test_what_was_moved_inside_is_not_seen_before_it_is_told(as_vera, sent, now, inside):
    calls.move(application=sent, to=inside, by="jury", at=now, note="Too many cups.", place_in_list=3)
    page = mine(as_vera, sent)
    assert "decisions are not made yet" in page
    for word in ("Too many cups", "You are selected", "number 3", "Not selected", "waiting list."):
        assert word not in page
    calls.reveal(applications=[sent], by="Anna", at=now)
    page = mine(as_vera, sent)
    assert "decisions are not made yet" not in page
    assert "Too many cups" in page
    assert ("number 3" in page) == (inside == "waiting")


def may_change(client, application) -> bool:
    """Whether the page leads to the form, which has to agree with what the form itself answers."""
    page, form = mine(client, application), client.get(f"/calls/my/{application.pk}/place/")
    is_open = f"/calls/my/{application.pk}/review/" in page
    assert (form.status_code == 200) == is_open
    assert is_open or "so all that were sent stay as they are" in page
    return is_open


@pytest.mark.parametrize("inside", ["selected", "waiting", "rejected"])
def test_what_is_decided_inside_while_the_call_is_open_closes_changes_for_all_alike(as_vera, sent, fair, vera, now, inside):
    other = ApplicationFactory(call=fair.call, number=9, exhibitor=KeeperFactory(person=vera.person).exhibitor)
    assert may_change(as_vera, sent)
    assert may_change(as_vera, other)
    calls.move(application=sent, to=inside, by="jury", at=now)
    assert not may_change(as_vera, sent)
    assert not may_change(as_vera, other)
    mine(as_vera, sent)  # shows the messages of the forms that were refused
    moved, left = (mine(as_vera, one).partition("<main")[2].partition("</section>")[0] for one in (sent, other))
    told = moved.replace(f"No. {sent.number}", "").replace(str(sent.exhibitor), "")
    assert told == left.replace(f"No. {other.number}", "").replace(str(other.exhibitor), "")
    calls.move(application=sent, to="submitted", by="jury", at=now)
    assert all(may_change(as_vera, one) for one in (sent, other)), "what was taken back opens them again"


def test_a_save_that_comes_too_late_is_refused_in_the_same_words_whoever_was_moved(sent, fair, vera, now):
    other = ApplicationFactory(call=fair.call, number=9)
    calls.move(application=sent, to="rejected", by="jury", at=now)
    refusals = []
    for one in (sent, other):
        with pytest.raises(calls.BeingDecided) as refused:
            calls.save(application=one, facts={"product": "bowls"}, revision=one.revision, by=vera.person, at=now)
        refusals.append(str(refused.value))
    assert refusals[0] == refusals[1]
    assert set(Application.objects.filter(pk__in=[sent.pk, other.pk]).values_list("product", flat=True)) == {sent.product, other.product}
    calls.save(application=other, facts={"product": "bowls"}, revision=other.revision, by="Anna", at=now, by_staff=True)


def test_a_draft_is_filled_in_and_sent_while_others_are_decided(as_vera, draft, fair, now):
    other = ApplicationFactory(call=fair.call, number=9)
    calls.move(application=other, to="selected", by="jury", at=now)
    assert as_vera.get(f"/calls/my/{draft.pk}/place/").status_code == 200


def test_the_public_count_falls_when_a_refusal_is_told_and_not_before(client, sent, now):
    assert "1 of 12" in text(client.get("/calls/pavasara-tirgus/", headers={"accept-language": "en"}))
    calls.move(application=sent, to="rejected", by="jury", at=now)
    assert "1 of 12" in text(client.get("/calls/pavasara-tirgus/", headers={"accept-language": "en"}))
    calls.reveal(applications=[sent], by="Anna", at=now)
    assert "0 of 12" in text(client.get("/calls/pavasara-tirgus/", headers={"accept-language": "en"}))


def test_a_reason_written_for_a_later_move_waits_until_it_is_told(as_vera, sent, now):
    calls.move(application=sent, to="waiting", by="jury", at=now)
    calls.reveal(applications=[sent], by="Anna", at=now)
    calls.move(application=sent, to="rejected", by="jury", at=now, note="No stall is left.")
    assert "No stall is left" not in mine(as_vera, sent)


def test_the_page_takes_a_fixed_number_of_statements(as_vera, sent, django_assert_num_queries):
    with django_assert_num_queries(15):
        mine(as_vera, sent)


def test_nobody_else_sees_or_withdraws_it(client, sent):
    client.force_login(PersonFactory(name="Boris"))
    assert client.get(f"/calls/my/{sent.pk}/").status_code == 404
    assert client.post(f"/calls/my/{sent.pk}/withdraw/").status_code == 404
    assert client.post(f"/calls/my/{sent.pk}/reconfirm/").status_code == 404
    sent.refresh_from_db()
    assert sent.state == "submitted"


def test_a_maker_withdraws_with_a_reason_and_may_apply_anew(as_vera, sent):
    as_vera.post(f"/calls/my/{sent.pk}/withdraw/", {"reason": "The kiln is broken."})
    page = mine(as_vera, sent)
    assert "The kiln is broken." in page
    assert "/withdraw/" not in page
    assert as_vera.get("/calls/pavasara-tirgus/apply/").status_code == 200


def test_one_refused_inside_can_still_withdraw_and_learns_nothing_by_it(as_vera, sent, now):
    calls.move(application=sent, to="rejected", by="jury", at=now)
    as_vera.post(f"/calls/my/{sent.pk}/withdraw/", {"reason": ""})
    sent.refresh_from_db()
    assert sent.shown_state == "withdrawn"


def test_one_who_was_told_no_has_nothing_to_withdraw(as_vera, sent, now):
    calls.move(application=sent, to="rejected", by="jury", at=now)
    calls.reveal(applications=[sent], by="Anna", at=now)
    as_vera.post(f"/calls/my/{sent.pk}/withdraw/", {"reason": ""})
    sent.refresh_from_db()
    assert sent.state == "rejected"


def test_a_draft_of_a_closed_call_says_that_it_was_not_sent(as_vera, draft, now):
    draft.call.closes_at = now - timedelta(days=1)
    draft.call.save()
    page = mine(as_vera, draft)
    assert "can no longer be sent" in page
    assert "/goods/" not in page


def test_after_the_fair_has_moved_the_maker_says_yes_on_the_page(as_vera, sent, now):
    calls.ask_to_reconfirm(event=sent.call.event, by="Anna", at=now)
    assert "Will you come on the new days?" in mine(as_vera, sent)
    as_vera.post(f"/calls/my/{sent.pk}/reconfirm/")
    sent.refresh_from_db()
    assert sent.reconfirmed_at is not None
    assert "Will you come on the new days?" not in mine(as_vera, sent)


@pytest.mark.parametrize(("answer", "state"), [("yes", "submitted"), ("no", "withdrawn")])
def test_or_answers_from_the_letter_without_signing_in(client, sent, now, answer, state):
    calls.ask_to_reconfirm(event=sent.call.event, by="Anna", at=now)
    address = links.reconfirm_url(sent.pk).partition("/calls/")[2]
    assert client.get(f"/calls/{address}").status_code == 200
    sent.refresh_from_db()
    assert sent.reconfirmed_at is None, "looking is no answer"
    client.post(f"/calls/{address}", {"answer": answer})
    sent.refresh_from_db()
    assert (sent.state, sent.reconfirmed_at is not None) == (state, answer == "yes")
    assert client.get(f"/calls/{address}").status_code == 200


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_the_second_maker_of_a_shared_stall_answers_from_the_letter(client, sent, vera, now, answer):
    other = ExhibitorFactory(email="zaiga@example.org")
    calls.save(application=sent, facts={}, revision=sent.revision, by=vera.person, at=now, lists=Lists(companions=[("share", other.email)]))
    share = Companion.objects.get()
    address = "/calls/" + links.share_url(share.pk).partition("/calls/")[2]
    assert client.get(address).status_code == 200
    client.post(address, {"answer": answer})
    client.post(address, {"answer": "no" if answer == "yes" else "yes"})
    share.refresh_from_db()
    assert (share.confirmed_at is not None, share.refused_at is not None) == (answer == "yes", answer == "no"), "the first answer stands"
    assert client.get(address).status_code == 200


def test_a_made_up_or_foreign_link_answers_nothing(client, sent):
    as_share = links.reconfirm_url(sent.pk).partition("/calls/")[2]
    assert client.get("/calls/answer/abc:def/").status_code == 404
    share = Companion.objects.create(application=sent, kind="share", named="Zaiga")
    address = "/calls/" + links.share_url(share.pk).partition("/calls/")[2]
    share.delete()
    assert client.get(address).status_code == 404
    client.post(f"/calls/{as_share}", {"answer": "yes"})
    sent.refresh_from_db()
    assert sent.reconfirmed_at is None, "nobody has asked"


def test_the_workshop_shows_ones_applications_open_calls_and_what_to_answer(as_vera, sent, vera, now):
    CallFactory(event__title_en="Autumn fair")
    other = Application.objects.create(
        call=CallFactory(event__title_en="Winter fair"), exhibitor=ExhibitorFactory(), number=1, state="submitted", created_at=now,
        shown_state="submitted",
        changed_at=now, submitted_at=now,
    )  # fmt: skip
    Companion.objects.create(application=other, kind="share", named="Vera", exhibitor=vera.exhibitor)
    page = text(as_vera.get("/maker/"))
    assert f'href="/calls/my/{sent.pk}/"' in page
    assert "Autumn fair" in page
    assert "/calls/answer/" in page


def test_the_workshop_of_one_without_a_profile_is_as_before(client):
    client.force_login(PersonFactory())
    assert "my-applications" not in text(client.get("/maker/"))


def test_a_second_profile_may_apply_beside_the_first(as_vera, sent, vera):
    studio = KeeperFactory(person=vera.person, exhibitor=ExhibitorFactory(name="Studija")).exhibitor
    as_vera.post("/calls/pavasara-tirgus/apply/", {"start": f"{studio.pk}:"})
    assert Application.objects.get(exhibitor=studio).call == sent.call
