"""A speaker's way through the pages: begun, filled in, sent, changed, taken back."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from common.outbox.models import Message
from conference.proposals.models import Proposal, ProposalFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(client, room):
    """A proposal begun on the public page."""
    address = reverse("learn:propose", args=[room.event.slug])
    typed = {"kind": room.talk.pk, "title": "Melnā keramika", "name": "Ilze Ozola", "email": "ilze@example.org"}
    answer = client.post(address, typed)
    proposal = Proposal.objects.get()
    assert answer["Location"] == reverse("learn:proposal_step", args=[proposal.secret, "talk"])
    return proposal


def page(proposal, step):
    return reverse("learn:proposal_step", args=[proposal.secret, step])


def talk(room, proposal, **more):
    proposal.refresh_from_db()
    return {"kind": room.talk.pk, "language": "lv", "title": "Melnā keramika", "abstract": "Dūmi.", "revision": proposal.revision, **more}


def test_the_call_is_shown_to_everybody_with_its_kinds(client, room):
    shown = client.get(reverse("learn:proposals_call", args=[room.event.slug])).content.decode()
    assert "Referāts" in shown
    assert reverse("learn:propose", args=[room.event.slug]) in shown


def test_a_hidden_call_does_not_exist(client, room):
    room.call.is_published = False
    room.call.save()
    assert client.get(reverse("learn:proposals_call", args=[room.event.slug])).status_code == 404


def test_the_link_comes_by_mail_and_only_there(begun):
    letter = Message.objects.get(kind="proposal.begun")
    assert letter.to == "ilze@example.org"
    assert begun.secret in letter.text


def test_a_proposal_is_filled_in_page_by_page_and_sent(client, room, begun):
    assert client.post(page(begun, "talk"), talk(room, begun))["Location"] == page(begun, "people")
    begun.refresh_from_db()
    rows = {
        "authors-TOTAL_FORMS": 2, "authors-INITIAL_FORMS": 2, "authors-0-name": "Ilze Ozola", "authors-0-speaks": "on",
        "authors-0-email": "somebody.else@example.org", "authors-1-name": "Вера Щукина", "authors-1-email": "vera@example.org",
        "authors-1-country": "LV", "revision": begun.revision,
    }  # fmt: skip
    assert client.post(page(begun, "people"), rows)["Location"] == page(begun, "files")
    assert [author.email for author in begun.authors.all()] == ["ilze@example.org", "vera@example.org"]
    begun.refresh_from_db()
    away = re.findall(r'name="away" value="(\d+)"', client.get(page(begun, "when")).content.decode())
    assert client.post(page(begun, "when"), {"away": away[0], "needs": "Ripa", "revision": begun.revision})["Location"] == page(
        begun, "review"
    )
    begun.refresh_from_db()
    assert len(away) == 2
    assert len(begun.unavailable) == 1
    assert client.post(page(begun, "review")).status_code == 302
    begun.refresh_from_db()
    assert begun.state == begun.shown_state == "submitted"
    assert {letter.kind for letter in Message.objects.filter(to="vera@example.org")} == {"proposal.coauthor"}
    assert begun.secret not in Message.objects.get(to="vera@example.org").text
    shown = client.get(reverse("learn:proposal", args=[begun.secret])).content.decode()
    assert "Melnā keramika" in shown


def test_what_is_missing_is_said_and_nothing_is_sent(client, begun):
    shown = client.get(page(begun, "review")).content.decode()
    assert page(begun, "talk") in shown
    client.post(page(begun, "review"))
    begun.refresh_from_db()
    assert begun.state == "draft"


def test_two_windows_notice_each_other(client, room, begun):
    first = talk(room, begun)
    client.post(page(begun, "talk"), {**first, "title": "Pirmais"})
    answer = client.post(page(begun, "talk"), {**first, "title": "Otrais"})
    assert answer.status_code == 200
    begun.refresh_from_db()
    assert begun.title == "Pirmais"


def test_an_abstract_has_2500_characters_and_none_more(client, room, begun):
    assert client.post(page(begun, "talk"), talk(room, begun, abstract="ā" * 2500)).status_code == 302
    assert client.post(page(begun, "talk"), talk(room, begun, abstract="ā" * 2501)).status_code == 200
    shown = client.get(page(begun, "talk")).content.decode()
    assert "2500" in shown


def test_a_wrong_link_gets_a_page_that_helps(client, room):
    answer = client.get(reverse("learn:proposal", args=["nobody-knows-this"]))
    assert answer.status_code == 404
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("name", "content"),
    [("paper.pdf", b"MZ\x90\x00 not a pdf"), ("paper.docx", b"%PDF-1.7 disguised"), ("paper.pdf", b""), ("page.html", b"<script>")],
)
def test_a_disguised_or_empty_file_is_not_taken(client, begun, name, content):
    sent = {"file_form": "1", "kind": "paper", "file": SimpleUploadedFile(name, content)}
    assert client.post(page(begun, "files"), sent).status_code == 200
    assert not ProposalFile.objects.exists()


def test_a_huge_file_is_not_taken(client, begun):
    sent = {"file_form": "1", "kind": "paper", "file": SimpleUploadedFile("paper.pdf", b"%PDF-1.7" + b"0" * 20_000_001)}
    assert client.post(page(begun, "files"), sent).status_code == 200
    assert not ProposalFile.objects.exists()


def test_a_picture_is_drawn_anew_and_a_ninth_file_is_refused(client, begun):
    exif = Image.Exif()
    exif[0x013B] = "Ilze Ozola"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG", exif=exif)
    for _number in range(9):
        client.post(page(begun, "files"), {"file_form": "1", "kind": "picture", "file": SimpleUploadedFile("ilze.jpg", out.getvalue())})
    assert ProposalFile.objects.count() == 8
    kept = ProposalFile.objects.first()
    assert b"Ilze" not in kept.file.read()
    assert "ilze" not in kept.file.name


def test_a_file_is_fetched_and_removed_by_its_own_link_only(client, room, begun):
    client.post(page(begun, "files"), {"file_form": "1", "kind": "paper", "file": SimpleUploadedFile("ilze.pdf", b"%PDF-1.7 ilze")})
    kept, other = ProposalFile.objects.get(), room.sent(50)
    answer = client.get(reverse("learn:proposal_file", args=[begun.secret, kept.pk]))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(reverse("learn:proposal_file", args=[other.secret, kept.pk])).status_code == 404
    assert client.post(reverse("learn:proposal_file_act", args=[other.secret, kept.pk]), {"action": "remove"}).status_code == 404
    client.post(reverse("learn:proposal_file_act", args=[begun.secret, kept.pk]), {"action": "remove"})
    assert not ProposalFile.objects.exists()


def test_after_the_call_nothing_is_changed_but_it_can_be_taken_back(client, room, now):
    proposal = room.sent(7)
    room.call.closes_at = now
    room.call.save()
    assert client.get(page(proposal, "talk"))["Location"] == reverse("learn:proposal", args=[proposal.secret])
    client.post(reverse("learn:proposal_act", args=[proposal.secret]), {"action": "withdraw"})
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_a_decision_is_not_seen_before_it_is_told(client, room):
    proposal = room.sent(7, state="accepted", shown_state="submitted", answer="Lielisks")
    shown = client.get(reverse("learn:proposal", args=[proposal.secret])).content.decode()
    assert "Lielisks" not in shown
    assert 'value="confirm"' not in shown
    assert page(proposal, "talk") in shown
    client.post(reverse("learn:proposal_act", args=[proposal.secret]), {"action": "confirm"})
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def test_an_accepted_proposal_is_confirmed_and_takes_slides(client, room):
    proposal = room.sent(7, state="accepted", answer="Lielisks")
    mine = reverse("learn:proposal", args=[proposal.secret])
    assert "Lielisks" in client.get(mine).content.decode()
    client.post(reverse("learn:proposal_act", args=[proposal.secret]), {"action": "confirm"})
    slides = {"file_form": "1", "kind": "slides", "may_publish": "on", "file": SimpleUploadedFile("slides.pdf", b"%PDF-1.7 s")}
    client.post(mine, slides)
    proposal.refresh_from_db()
    assert proposal.state == proposal.shown_state == "confirmed"
    kept = ProposalFile.objects.get()
    handout = reverse("learn:handout", args=[room.event.slug, kept.pk])
    assert client.get(handout).status_code == 200
    client.post(reverse("learn:proposal_file_act", args=[proposal.secret, kept.pk]), {"action": "forbid"})
    assert client.get(handout).status_code == 404
