"""What everybody, the holder, the trainer and the desk see of certificates and feedback; and what they do not."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.factories import PersonFactory
from conference.certificates import links, rules
from conference.certificates import operations as certificates
from conference.certificates.operations import Signed
from conference.factories import EnrolmentFactory
from conference.models import Certificate, Feedback
from ticketing.models import EventRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(finished) -> Certificate:
    (made,) = certificates.issue(
        event=finished.event, enrolments=[finished.vera.pk], signed=Signed("Inese Kalendāre"), by=finished.anna, at=finished.over
    )
    return made


@pytest.fixture
def desk(finished, client: Client) -> Client:
    client.force_login(finished.anna)
    return client


def address(finished, page: str, *args: object) -> str:
    return reverse(f"desk:{page}", args=[finished.event.slug, *args])


# --- checking ----------------------------------------------------------------------------------------------------


def test_anybody_can_check_a_certificate_and_learns_no_more_than_the_paper_says(one, client: Client) -> None:
    answer = client.get(reverse("learn:verify", args=[one.code]))
    page = answer.content.decode()
    for wanted in ("Vera Ščukina", "2026-0001", "Sociālie mediji un iepakojums"):
        assert wanted in page
    for hidden in ("vera@example.org", one.secret, "scan"):
        assert hidden not in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_revoked_one_is_said_to_be_so_without_the_reason(one, finished, client: Client) -> None:
    certificates.revoke(certificate=one, reason="krāpšana", by=finished.anna, at=finished.over)
    page = client.get(reverse("learn:verify", args=[one.code])).content.decode()
    assert "Atsaukta" in page
    assert "krāpšana" not in page


def test_a_code_that_does_not_exist_is_not_found_and_none_is_listed(one, client: Client) -> None:
    answer = client.get(reverse("learn:verify", args=["Z" * 16]))
    assert answer.status_code == 404
    assert "Vera" not in answer.content.decode()
    assert client.get(reverse("learn:verify", args=[str(one.pk)])).status_code == 404
    assert client.get(reverse("learn:verify", args=["2026-0001"])).status_code == 404
    assert "Vera" not in client.get(reverse("learn:verify_find")).content.decode()


def test_a_code_typed_with_hyphens_in_small_letters_is_found(one, client: Client) -> None:
    answer = client.post(reverse("learn:verify_find"), {"code": rules.spoken(one.code).lower()}, follow=True)
    assert "Vera Ščukina" in answer.content.decode()
    assert client.post(reverse("learn:verify_find"), {"code": "abc"}, follow=True).status_code == 404


def test_who_tries_codes_by_machine_is_stopped(one, client: Client) -> None:
    codes = [client.get(reverse("learn:verify", args=["Z" * 16])).status_code for _try in range(links.TRIES * 2 + 2)]
    assert codes[0] == 404
    assert codes[-1] == 429
    assert client.get(reverse("learn:verify", args=[one.code])).status_code == 429


# --- one's own ----------------------------------------------------------------------------------------------------


def test_the_holder_opens_the_paper_by_the_link_in_three_languages(one, client: Client) -> None:
    assert "Vera Ščukina" in client.get(reverse("learn:certificate", args=[one.secret])).content.decode()
    for language in ("lv", "ru", "en"):
        answer = client.get(reverse("learn:certificate_file", args=[one.secret, language]))
        assert answer.content.startswith(b"%PDF")
        assert answer["Cache-Control"] == "private, no-store"
    assert client.get(reverse("learn:certificate_file", args=[one.secret, "de"])).status_code == 404


@pytest.mark.parametrize("wrong", ["code", "short"])
def test_the_public_code_does_not_give_the_paper(one, client: Client, wrong: str) -> None:
    secret = {"code": one.code, "short": one.secret[:-1]}[wrong]
    assert client.get(reverse("learn:certificate", args=[secret])).status_code == 404
    assert client.get(reverse("learn:certificate_file", args=[secret, "lv"])).status_code == 404


# --- the desk ----------------------------------------------------------------------------------------------------


def test_certificates_are_issued_from_the_desk(finished, desk: Client) -> None:
    page = desk.get(address(finished, "certificates_issue"))
    assert page.context["chosen"] == {str(finished.vera.pk), str(finished.darja.pk)}
    said = {"enrolment": [finished.vera.pk, finished.olegs.pk, "x"], "signatory": "Inese", "sends": "on"}
    assert desk.post(address(finished, "certificates_issue"), said)["Location"] == address(finished, "certificates")
    assert Certificate.objects.get().enrolment == finished.vera
    listed = desk.get(address(finished, "certificates")).content.decode()
    assert "2026-0001" in listed
    assert desk.get(address(finished, "certificates_issue")).context["form"].initial["signatory"] == "Inese"


def test_an_empty_signatory_is_told_at_its_field(finished, desk: Client) -> None:
    answer = desk.post(address(finished, "certificates_issue"), {"enrolment": [finished.vera.pk]})
    assert answer.context["form"].errors["signatory"]
    assert not Certificate.objects.exists()


def test_a_sample_is_drawn_and_nothing_is_kept(finished, desk: Client) -> None:
    assert desk.get(address(finished, "certificates_preview"), {"language": "ru"}).content.startswith(b"%PDF")
    assert not Certificate.objects.exists()


def test_the_register_is_searched_in_any_script_by_number_and_state(one, finished, desk: Client) -> None:
    for words, found in (("Щукина", 1), ("0001", 1), ("Ozola", 0)):
        assert len(desk.get(address(finished, "certificates"), {"q": words}).context["rows"]) == found
    assert len(desk.get(address(finished, "certificates"), {"state": "revoked"}).context["rows"]) == 0


def test_the_register_asks_as_much_for_three_as_for_one(one, finished, desk: Client, django_assert_num_queries) -> None:
    page = address(finished, "certificates")
    desk.get(page)
    with django_assert_num_queries(7):
        desk.get(page)
    certificates.issue(
        event=finished.event, enrolments=[finished.darja.pk], talks=[f"{finished.speaker.pk}-{finished.box.pk}"],
        signed=Signed("Inese"), by=finished.anna, at=finished.over,
    )  # fmt: skip
    with django_assert_num_queries(7):
        desk.get(page)


def test_the_register_goes_to_a_spreadsheet(one, finished, desk: Client) -> None:
    lines = b"".join(desk.get(address(finished, "certificates_file", "csv")).streaming_content).decode().splitlines()
    assert lines[1].startswith("2026-0001;")
    assert rules.spoken(one.code) in lines[1]
    assert desk.get(address(finished, "certificates_file", "xlsx")).status_code == 200


def test_one_certificate_is_printed_mailed_and_revoked(one, finished, desk: Client) -> None:
    assert "300 / 300" in desk.get(address(finished, "certificate", one.pk)).content.decode()
    assert desk.get(address(finished, "certificate_file", one.pk, "en")).content.startswith(b"%PDF")
    assert desk.get(address(finished, "certificates_print")).content.startswith(b"%PDF")
    assert desk.post(address(finished, "certificate_send", one.pk), {"language": "ru"}).status_code == 302
    assert desk.post(address(finished, "certificate_revoke", one.pk), {"reason": ""}).status_code == 200
    assert desk.post(address(finished, "certificate_revoke", one.pk), {"reason": "kļūda"}).status_code == 302
    one.refresh_from_db()
    assert one.revoked_reason == "kļūda"
    assert desk.get(address(finished, "certificates_print")).status_code == 404, "nothing valid is left to print"


def test_a_supervisor_sees_the_register_and_cannot_issue_or_revoke(one, finished, client: Client) -> None:
    janis = PersonFactory(name="Jānis")
    EventRole.objects.create(event=finished.event, person=janis, kind="supervisor")
    client.force_login(janis)
    assert client.get(address(finished, "certificates")).status_code == 200
    assert client.post(address(finished, "certificates_issue"), {"signatory": "Jānis"}).status_code == 403
    assert client.post(address(finished, "certificate_revoke", one.pk), {"reason": "x"}).status_code == 403
    assert "certificate_revoke" not in client.get(address(finished, "certificate", one.pk)).content.decode()


def test_another_events_certificate_cannot_be_opened_through_ones_own(one, finished, client: Client) -> None:
    other = EnrolmentFactory().course.event
    boris = PersonFactory(name="Boris")
    EventRole.objects.create(event=other, person=boris, kind="manager")
    client.force_login(boris)
    assert client.get(reverse("desk:certificate", args=[other.slug, one.pk])).status_code == 404
    assert client.get(reverse("desk:certificate_file", args=[other.slug, one.pk, "lv"])).status_code == 404
    assert client.post(reverse("desk:certificate_revoke", args=[other.slug, one.pk]), {"reason": "x"}).status_code == 404
    one.refresh_from_db()
    assert one.revoked_at is None


# --- feedback ----------------------------------------------------------------------------------------------------


def test_a_person_answers_for_the_sessions_they_were_in(finished, client: Client) -> None:
    page = client.get(reverse("learn:feedback", args=[finished.olegs.secret]))
    assert [row["session"] for row in page.context["rows"]] == [finished.box]
    form = reverse("learn:feedback_session", args=[finished.olegs.secret, finished.box.number])
    assert client.post(form, {"rating": ""}).context["form"].errors["rating"]
    assert client.post(form, {"rating": "4", "liked": "<b>viss</b>"}).status_code == 200
    assert client.post(form, {"rating": "1"}).status_code == 200, "a second answer is thanked for and not kept"
    assert Feedback.objects.get().rating == 4
    assert client.get(reverse("learn:feedback", args=[finished.olegs.secret])).context["rows"][0]["is_answered"]
    elsewhere = reverse("learn:feedback_session", args=[finished.olegs.secret, finished.photo.number])
    assert client.get(elsewhere).status_code == 404
    assert client.get(reverse("learn:feedback", args=["nobody"])).status_code == 404


def test_a_browser_answers_once_by_the_code_in_the_room(finished, client: Client) -> None:
    page = reverse("learn:feedback_room", args=[finished.photo.guid])
    assert client.get(page).status_code == 200
    for _time in range(2):
        assert client.post(page, {"rating": "5"}).status_code == 200
    assert Feedback.objects.get().is_from_room
    assert Client().post(page, {"rating": "3"}).status_code == 200
    assert Feedback.objects.count() == 2


def test_the_trainers_link_shows_one_session_and_cannot_be_made_up(finished, client: Client) -> None:
    for who in "abc":
        certificates.give_feedback(
            session=finished.box, who=who, facts={"rating": 5, "liked": f"<i>{who}</i>"}, is_from_room=False, at=finished.over
        )
    page = client.get(links.results_url(finished.box).partition("8000")[2]).content.decode()
    assert "5.0" in page or "5,0" in page
    assert "&lt;i&gt;a" in page
    assert client.get(reverse("learn:feedback_results", args=[str(finished.box.pk)])).status_code == 404


def test_the_desk_sees_no_words_of_two_people(finished, desk: Client) -> None:
    for who in "ab":
        certificates.give_feedback(
            session=finished.box, who=who, facts={"rating": 1, "missed": "tikai divi"}, is_from_room=True, at=finished.over
        )
    assert "tikai divi" not in desk.get(address(finished, "feedback")).content.decode()
    lines = b"".join(desk.get(address(finished, "feedback_file", "csv")).streaming_content).decode()
    assert "tikai divi" not in lines
    certificates.give_feedback(session=finished.box, who="c", facts={"rating": 5}, is_from_room=True, at=finished.over)
    assert "tikai divi" in desk.get(address(finished, "feedback")).content.decode()
    assert "2.3" in b"".join(desk.get(address(finished, "feedback_file", "csv")).streaming_content).decode().replace(",", ".")


def test_feedback_asks_as_much_for_three_as_for_one(finished, desk: Client, django_assert_num_queries) -> None:
    page = address(finished, "feedback")
    desk.get(page)
    with django_assert_num_queries(6):
        desk.get(page)
    for who in "abc":
        certificates.give_feedback(session=finished.box, who=who, facts={"rating": 5}, is_from_room=False, at=finished.over)
    with django_assert_num_queries(6):
        desk.get(page)


def test_my_registration_leads_to_the_certificate_and_to_feedback(one, finished, client: Client) -> None:
    page = client.get(reverse("learn:mine", args=[finished.vera.secret])).content.decode()
    assert reverse("learn:certificate", args=[one.secret]) in page
    assert reverse("learn:feedback", args=[finished.vera.secret]) in page
    others = client.get(reverse("learn:mine", args=[finished.olegs.secret])).content.decode()
    assert "/learn/certificate/" not in others
