"""Evidence: figures that add up, English files whatever the reader reads, pictures without secrets, papers with consent only."""

import io
import zipfile
from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.factories import PersonFactory
from common.errors import Refused
from conference.certificates import operations as certificates
from conference.certificates.operations import Signed
from conference.evidence import operations, queries
from conference.factories import AttendanceFactory, CourseFactory, EnrolmentFactory, ProposalCallFactory, ProposalFactory, SlotFactory
from conference.models import EvidencePhoto, Proposal, ProposalFile
from ticketing.factories import EventFactory
from ticketing.models import EventRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(finished, client: Client) -> Client:
    client.force_login(finished.anna)
    return client


def address(finished, page: str = "evidence", *args: object) -> str:
    return reverse(f"desk:{page}", args=[finished.event.slug, *args])


def jpeg(size: tuple[int, int] = (60, 40), *, exif: bool = False) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", size, (160, 67, 27))
    data = Image.Exif()
    if exif:
        data[0x010F] = "SecretCamera"
    picture.save(out, "JPEG", exif=data)
    return out.getvalue()


def add_photo(finished, content: bytes | None = None, name: str = "kadrs.jpg", **facts) -> EvidencePhoto:
    return operations.add_photo(
        event=finished.event, file=io.BytesIO(jpeg() if content is None else content), name=name,
        facts={"about": "event", **facts}, by=finished.anna, at=finished.over,
    )  # fmt: skip


# --- figures --------------------------------------------------------------------------------------------------------------


def test_every_breakdown_adds_up_to_those_who_came(finished) -> None:
    EnrolmentFactory(course=finished.course, name="Nav Bijis")
    found = queries.figures(finished.event)
    assert (found.registered, found.present) == (4, 3)
    for tally in (found.by_country, found.by_gender, found.by_group, found.by_craft, found.by_part):
        assert sum(count for _name, count in tally) == 3
    assert found.minutes == 300 + 300 + 60
    assert [count for _half, count in found.by_half] == [2, 3]


def test_people_are_counted_once_across_the_partners_events_and_never_across_partners(finished) -> None:
    second = CourseFactory(event=EventFactory(kind="workshop", partner=finished.event.partner))
    slot = SlotFactory(session__event=second.event)
    AttendanceFactory(session=slot.session, enrolment=EnrolmentFactory(course=second, name="Вера Щукина", email="VERA@example.org"))
    AttendanceFactory(enrolment=EnrolmentFactory(email="other@example.org"))
    found = queries.across(finished.event)
    assert (found.reached.events, found.reached.least, found.reached.most) == (2, 3, 3)
    assert found.new == 2


def test_the_page_shows_figures_and_asks_as_much_for_five_as_for_three(finished, desk: Client, django_assert_num_queries) -> None:
    page = address(finished)
    assert "Дарья Вымышлова" in desk.get(page).content.decode()
    with django_assert_num_queries(13):
        desk.get(page)
    for number in range(2):
        AttendanceFactory(session=finished.box, enrolment=EnrolmentFactory(course=finished.course, name=f"Viesis {number}"))
    with django_assert_num_queries(13):
        desk.get(page)


def test_an_event_nobody_was_noted_at_has_a_page_and_a_paper(desk: Client, finished) -> None:
    empty = EventFactory(kind="training", partner=finished.event.partner)
    EventRole.objects.create(event=empty, person=finished.anna, kind="manager")
    assert desk.get(reverse("desk:evidence", args=[empty.slug])).status_code == 200
    assert desk.get(reverse("desk:evidence_pdf", args=[empty.slug])).content.startswith(b"%PDF")


# --- English, whatever the reader reads -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["lv", "ru", "en"])
def test_pdf_and_xlsx_are_in_english_whatever_the_reader_reads(finished, desk: Client, language: str) -> None:
    certificates.issue(event=finished.event, enrolments=[finished.vera.pk], signed=Signed("Inese"), by=finished.anna, at=finished.over)
    add_photo(finished, caption_lv="Pie galda", caption_en="At the table")
    desk.post(reverse("set_language"), {"language": language})
    document = pypdfium2.PdfDocument(desk.get(address(finished, "evidence_pdf")).content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", " ")
    for wanted in (
        "Evidence of the event", "Social media and packaging", "Took part", "Latvia", "Russia", "Woman", "Attendance list", "scanned",
        "Dar", "Daria Vymyshlova", "2026-0001", "Photo annex", "At the table",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert "Pie galda" not in text
    images = [thing for page in document for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
    assert images, "the photograph is in the file"
    book = zipfile.ZipFile(io.BytesIO(b"".join(desk.get(address(finished, "evidence_file", "participants")).streaming_content)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    for wanted in ("Target group", "Latvia", "Woman", "scanned", "Daria Vymyshlova"):
        assert wanted in sheet
    figures = zipfile.ZipFile(io.BytesIO(b"".join(desk.get(address(finished, "evidence_file", "figures")).streaming_content)))
    assert "at least" in figures.read("xl/worksheets/sheet1.xml").decode()
    assert desk.get(address(finished, "evidence_file", "secrets")).status_code == 404


# --- pictures -------------------------------------------------------------------------------------------------------------


def test_a_picture_is_kept_without_the_cameras_data_and_shown_to_insiders_only(finished, desk: Client) -> None:
    file = SimpleUploadedFile("Vera pie galda.jpg", jpeg(exif=True), "image/jpeg")
    assert desk.post(address(finished, "evidence_photos"), {"file": file, "about": "event", "caption_en": "Vera"}).status_code == 302
    one = EvidencePhoto.objects.get()
    assert b"SecretCamera" not in one.file.read()
    assert "Vera" not in one.file.name
    page = address(finished, "evidence_picture", one.pk, "thumb")
    assert desk.get(page)["Content-Type"] == "image/webp"
    assert desk.get(address(finished, "evidence_picture", one.pk, "huge")).status_code == 404
    assert Client().get(page).status_code == 302
    boris = Client()
    boris.force_login(PersonFactory(name="Boris"))
    assert boris.get(page).status_code == 404


@pytest.mark.parametrize(("name", "content"), [("x.jpg", b"not a picture"), ("x.svg", b"<svg/>"), ("x.jpg", b""), ("x.pdf", b"%PDF-1.4")])
def test_what_is_no_picture_is_refused(finished, desk: Client, name: str, content: bytes) -> None:
    answer = desk.post(address(finished, "evidence_photos"), {"file": SimpleUploadedFile(name, content), "about": "event"})
    assert answer.context["form"].errors
    assert not EvidencePhoto.objects.exists()


def test_pictures_are_ordered_described_and_removed_with_their_files(finished, desk: Client) -> None:
    first, second = add_photo(finished), add_photo(finished)
    desk.post(address(finished, "evidence_photo", second.pk), {"action": "earlier"})
    assert list(queries.photos(finished.event)) == [second, first]
    desk.post(
        address(finished, "evidence_photo", first.pk), {"about": "publicity", "caption_lv": "Logo", "caption_ru": "", "caption_en": ""}
    )
    first.refresh_from_db()
    assert (first.about, first.caption_lv) == ("publicity", "Logo")
    assert desk.post(address(finished, "evidence_photo", first.pk), {"action": "remove"}).status_code == 302
    assert list(queries.photos(finished.event)) == [second]


def test_an_event_has_so_many_pictures_and_no_more(finished, monkeypatch) -> None:
    monkeypatch.setattr(operations, "MOST", 1)
    add_photo(finished)
    with pytest.raises(Refused) as caught:
        add_photo(finished)
    assert caught.value.code == "enough"


def test_another_events_picture_cannot_be_reached_through_ones_own(finished, desk: Client) -> None:
    one = add_photo(finished)
    other = EventFactory()
    EventRole.objects.create(event=other, person=finished.anna, kind="manager")
    assert desk.get(reverse("desk:evidence_picture", args=[other.slug, one.pk, "thumb"])).status_code == 404
    assert desk.post(reverse("desk:evidence_photo", args=[other.slug, one.pk]), {"action": "remove"}).status_code == 404
    assert EvidencePhoto.objects.filter(pk=one.pk).exists()


# --- proceedings ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def paper(finished) -> ProposalFile:
    proposal = ProposalFactory(
        call=ProposalCallFactory(event=finished.event),
        state=Proposal.State.CONFIRMED,
        shown_state=Proposal.State.CONFIRMED,
        submitted_at=finished.opens,
        title="Melnā keramika",
    )
    finished.box.proposal = proposal
    finished.box.save()
    one = ProposalFile(proposal=proposal, kind="slides", name="slides.pdf", may_publish=True, added_at=finished.opens)
    one.file.save("x.pdf", ContentFile(b"%PDF-1.4 slides"))
    return one


def test_papers_with_consent_are_public_and_others_are_not(finished, paper: ProposalFile, client: Client) -> None:
    page, file = (
        reverse("learn:proceedings", args=[finished.event.slug]),
        reverse("learn:proceedings_file", args=[finished.event.slug, paper.pk]),
    )
    assert "Iepakojums" in client.get(page).content.decode()
    assert b"".join(client.get(file).streaming_content) == b"%PDF-1.4 slides"
    paper.may_publish = False
    paper.save()
    assert "Iepakojums" not in client.get(page).content.decode()
    assert client.get(file).status_code == 404, "a consent taken back takes the file away"


@pytest.mark.parametrize("hidden", ["draft", "not begun", "cancelled session", "not confirmed", "another event"])
def test_nothing_is_published_too_early_or_of_what_did_not_take_place(finished, paper: ProposalFile, client: Client, hidden: str) -> None:
    event, session, slug = finished.event, finished.box, finished.event.slug
    if hidden == "draft":
        event.state = "draft"
    elif hidden == "not begun":
        event.starts_at, event.ends_at = timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=2)
    elif hidden == "cancelled session":
        session.state = "cancelled"
    elif hidden == "not confirmed":
        Proposal.objects.update(state=Proposal.State.ACCEPTED, shown_state=Proposal.State.ACCEPTED)
    else:
        slug = EventFactory(starts_at=finished.opens, ends_at=finished.over).slug
    event.save()
    session.save()
    assert client.get(reverse("learn:proceedings_file", args=[slug, paper.pk])).status_code == 404


def test_the_proceedings_ask_as_much_for_three_as_for_one(finished, paper: ProposalFile, client: Client, django_assert_num_queries) -> None:
    page = reverse("learn:proceedings", args=[finished.event.slug])
    client.get(page)
    with django_assert_num_queries(4):
        client.get(page)
    for number in range(2):
        proposal = ProposalFactory(
            call=paper.proposal.call,
            number=50 + number,
            state=Proposal.State.CONFIRMED,
            shown_state=Proposal.State.CONFIRMED,
            submitted_at=finished.opens,
        )
        SlotFactory(session__event=finished.event, session__proposal=proposal)
        ProposalFile.objects.create(proposal=proposal, kind="paper", name="p.pdf", file="p.pdf", may_publish=True, added_at=finished.opens)
    with django_assert_num_queries(4):
        client.get(page)


def test_the_events_page_leads_to_the_proceedings_once_there_are_papers(finished, paper: ProposalFile, client: Client) -> None:
    way = reverse("learn:proceedings", args=[finished.event.slug])
    page = reverse("events:detail", args=[finished.event.slug])
    assert way in client.get(page).content.decode()
    ProposalFile.objects.update(may_publish=False)
    assert way not in client.get(page).content.decode()
