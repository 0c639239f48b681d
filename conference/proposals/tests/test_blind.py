"""Blind means blind everywhere: every page and file a reviewer can open is read for what tells whose a proposal is."""

import io
import re
from collections import deque

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from accounts.people.models import Person
from conference.factories import AuthorFactory
from conference.proposals import operations as proposals
from conference.proposals.models import Author, ProposalFile, ReviewPhase

pytestmark = pytest.mark.django_db

TELLING = (
    "Ščukin", "Щукин", "Shchukina", "Vera", "Вера", "Linu Pagalms", "linupagalms", "vera.scukina", "29123456", "29 123 456",
    "SECRET-NAME", "Kamera", "Kalniņ",
)  # fmt: skip
HREF = re.compile(r"""(?:href|src|action|data-[\w-]*url)=["']([^"'#]+)""")


@pytest.fixture
def told(room, now):
    """A proposal that tells its authors wherever it can."""
    proposal = room.sent(
        9, name="Вера Щукина", email="vera.scukina@linupagalms.lv", title="Veras Ščukinas dvieļi", needs="SECRET-NAME", note="SECRET-NAME",
        answer="SECRET-NAME",
        abstract="Es, Vera Ščukina no biedrības Linu Pagalms, ar J. Kalniņu rādu linus. Tālrunis +371 29 123 456, www.linupagalms.lv",
    )  # fmt: skip
    Author.objects.filter(proposal=proposal).update(
        name_other="Vera Shchukina", organisation="Biedrība Linu Pagalms", biography="Vera auž. SECRET-NAME"
    )
    AuthorFactory(proposal=proposal, name="Jānis Kalniņš", email="janis@example.org", position=1)
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "Vera Linu Pagalms", "SECRET-NAME", "Kamera Vera"
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG", exif=exif, comment=b"SECRET-NAME Vera")
    who = {"proposal": proposal, "by": "test", "at": now}
    proposals.add_file(**who, kind="picture", file=ContentFile(out.getvalue()), name="vera.scukina-SECRET-NAME.jpg")
    proposals.add_file(**who, kind="paper", file=ContentFile(b"%PDF-1.7 /Author (Vera SECRET-NAME)"), name="vera.scukina.pdf")
    room.told = proposal
    return room


def crawl(client, start):
    """Open every address that a page leads to; yield (address, answer, its head, its body)."""
    queue, seen = deque(start), set()
    while queue:
        address = queue.popleft()
        if address in seen or not address.startswith("/review/"):
            continue
        seen.add(address)
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield address, answer, "\n".join(f"{name}: {value}" for name, value in answer.items()), body
        if "html" in answer.get("Content-Type", ""):
            base = address.split("?")[0]
            for href in HREF.findall(body.decode()):
                queue.append(base + href if href.startswith("?") else href)
        elif answer.status_code in (301, 302):
            queue.append(answer["Location"])


@pytest.mark.parametrize("language", ["lv", "ru", "en"])
def test_every_page_and_file_of_a_reviewer_is_blind(client, told, language):
    person = told.reviewers[0].person
    Person.objects.filter(pk=person.pk).update(language=language)
    client.force_login(person)
    client.cookies["django_language"] = language
    told.judge(1, told.told, 5, 5, comment="skaidri")
    desk = reverse("review:desk", args=[told.event.slug])
    searches = [f"{desk}?q={word}" for word in ("Ščukina", "Щукина", "vera.scukina", "linu", "Kalniņš")]
    paper = ProposalFile.objects.get(kind="paper")
    unlinked = reverse("review:file", args=[told.event.slug, 9, paper.pk])
    opened, pictures = set(), 0
    for address, answer, head, body in crawl(client, [reverse("review:home"), desk, *searches, unlinked]):
        opened.add(address)
        is_picture = answer.get("Content-Type", "").startswith("image/")
        text = head + ("" if is_picture else body.decode())
        if "?q=" in address:  # what was typed comes back in its own box
            text = re.sub(r'value="[^"]*"', "", text)
        found = [word for word in TELLING if word.casefold() in text.casefold()]
        assert not found, (address, found)
        if is_picture:
            pictures += 1
            assert not [word for word in TELLING if word.encode() in body]
            assert not Image.open(io.BytesIO(body)).getexif()
    assert f"{desk}9/" in opened
    assert pictures == 1
    assert client.get(unlinked).status_code == 404


def test_a_search_for_an_author_finds_nothing(client, told):
    client.force_login(told.reviewers[0].person)
    desk = reverse("review:desk", args=[told.event.slug])
    row = f'<th scope="row"><a href="{desk}9/"'
    assert row in client.get(desk, {"q": "dvieļi"}).content.decode()
    for words in ("Щукина", "Pagalms", "Kalniņš", "29123456"):
        assert row not in client.get(desk, {"q": words}).content.decode()


def test_a_reviewer_opens_no_page_that_names_authors(client, told):
    client.force_login(told.reviewers[0].person)
    slug = told.event.slug
    closed = [f"/desk/{slug}/", f"/desk/{slug}/activity/", f"/desk/{slug}/letters/", f"/desk/{slug}/orders/"]
    assert {client.get(address).status_code for address in closed} == {404}


def test_where_nothing_is_blind_names_and_papers_are_there(client, told):
    ReviewPhase.objects.filter(pk=told.phase.pk).update(is_blind=False)
    client.force_login(told.reviewers[0].person)
    shown = client.get(reverse("review:entry", args=[told.event.slug, 9])).content.decode()
    assert "Щукина" in shown
    assert "vera-scukina.pdf" in shown
    paper = ProposalFile.objects.get(kind="paper")
    assert client.get(reverse("review:file", args=[told.event.slug, 9, paper.pk])).status_code == 200
