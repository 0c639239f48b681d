"""Blind means blind everywhere: every page a juror can open is read for what tells whose an application is."""

import io
import re
from collections import deque

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from accounts.factories import PersonFactory
from accounts.people.models import Person
from exhibitors.factories import ExhibitorFactory, KeeperFactory
from exhibitors.works import operations as works
from exhibitors.works.models import Photo
from fairs.calls.models import ApplicationPhoto, CallQuestion
from fairs.factories import ApplicationFactory
from fairs.jury import operations as jury
from places.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

TELLING = (
    "Ščukin", "Щукин", "Shchukin", "Vera", "Вера", "Linu Pagalms", "linupagalms", "Preiļ", "vera.scukina", "29123456", "29 123 456",
    "40003245752", "Jelgavas", "SECRET-NAME", "fotografe", "Kamera",
)  # fmt: skip
HREF = re.compile(r"""(?:href|src|action|data-[\w-]*url)=["']([^"'#]+)""")


def photo_with_everything_in_it(exhibitor, now):
    """A picture whose file name, EXIF, GPS and comment tell the maker."""
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "Vera Ščukina Linu Pagalms", "SECRET-NAME", "Kamera Vera"
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG", exif=exif, comment=b"SECRET-NAME Vera")
    photo = works.add_photo(exhibitor=exhibitor, file=ContentFile(out.getvalue()), name="vera.scukina-SECRET-NAME.jpg", by="test", at=now)
    Photo.objects.filter(pk=photo.pk).update(caption="Vera Ščukina pie stellēm", rights_holder="SIA Linu Pagalms, fotografe")
    return photo


@pytest.fixture
def told(blind, now):
    """An application that tells its maker wherever it can."""
    vera = ExhibitorFactory(
        name="Вера Щукина", name_latin="Vera Shchukina", name_latvian="Vera Ščukina", name_shown="SIA Linu Pagalms",
        contact_name="Vera Ščukina", email="vera.scukina@linupagalms.lv", phone="+37129123456", registration_number="40003245752",
        address="Jelgavas iela 5", municipality=MunicipalityFactory(name="Preiļu novads", code="preili"), website="https://linupagalms.lv",
        about="Vera Ščukina auž.",
    )  # fmt: skip
    KeeperFactory(exhibitor=vera, person=PersonFactory(name="Vera Ščukina", email="vera.scukina@example.org"))
    question = CallQuestion.objects.create(call=blind.call, text="Kā jūs sauc?", names_maker=True)
    other = CallQuestion.objects.create(call=blind.call, text="Cik gadu aužat?", names_maker=False)
    application = ApplicationFactory(
        call=blind.call, number=9, goods_group=blind.group, exhibitor=vera, product="Veras dvieļi",
        assortment="Ščukinas lina dvieļi no SIA Linu Pagalms, Preiļi. Zvaniet +371 29 123 456, www.linupagalms.lv",
        price_range="no 12 €, vera.scukina@linupagalms.lv", demonstrates=True, demonstration="Vera Ščukina rāda stelles Jelgavas ielā.",
        answers={str(question.pk): "Vera Ščukina", str(other.pk): "Ščukina auž 20 gadus"}, tent_note="SECRET-NAME", note="SECRET-NAME",
        vehicle_plate="SECRET-NAME",
    )  # fmt: skip
    for position, about in enumerate(("work", "portrait", "work")):
        photo = photo_with_everything_in_it(vera, now)
        Photo.objects.filter(pk=photo.pk).update(about=about)
        ApplicationPhoto.objects.create(application=application, photo=photo, position=position)
    jury.redact(application=application, text="", hidden_photos=[photo.pk], by=blind.anna, at=now)
    blind.told = application
    return blind


def crawl(client, start):
    """Open every address that a page leads to, and every list with searches; yield (address, everything it answered)."""
    queue, seen = deque(start), set()
    while queue:
        address = queue.popleft()
        if address in seen or not address.startswith(("/jury/", "?")):
            continue
        seen.add(address)
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        head = "\n".join(f"{name}: {value}" for name, value in answer.items())
        yield address, answer, head, body
        if "html" in answer.get("Content-Type", ""):
            base = address.split("?")[0]
            for href in HREF.findall(body.decode()):
                queue.append(base + href if href.startswith("?") else href)
        elif answer.status_code in (301, 302):
            queue.append(answer["Location"])


@pytest.mark.parametrize("language", ["lv", "ru"])
def test_every_juror_page_is_blind(client, told, language):
    juror = told.jurors[0].person
    Person.objects.filter(pk=juror.pk).update(language=language)
    client.force_login(juror)
    client.cookies["django_language"] = language
    told.judge(0, 1, 7, 7)
    desk = reverse("jury:desk", args=[told.event.slug])
    searches = [f"{desk}?q={word}" for word in ("Ščukina", "Щукина", "Preiļi", "vera.scukina", "linu")]
    opened, pictures = set(), 0
    for address, answer, head, body in crawl(client, [reverse("jury:home"), desk, *searches]):
        opened.add(address)
        text = head + ("" if answer.get("Content-Type", "").startswith("image/") else body.decode())
        if "?q=" in address:  # what was typed comes back in its own box
            text = re.sub(r'value="[^"]*"', "", text)
        found = [word for word in TELLING if word.casefold() in text.casefold()]
        assert not found, (address, found)
        if answer.get("Content-Type", "").startswith("image/"):
            pictures += 1
            assert not [word for word in TELLING if word.encode() in body]
            assert not Image.open(io.BytesIO(body)).getexif()
            assert not [name for name in Photo.objects.values_list("file", flat=True) if name.rpartition("/")[2][:20] in head]
    assert f"{desk}9/" in opened
    assert pictures == 2  # large and full, of the one picture that is neither a portrait nor hidden


def test_a_search_for_a_maker_finds_nothing(client, told):
    client.force_login(told.jurors[0].person)
    desk = reverse("jury:desk", args=[told.event.slug])
    assert f"{desk}9/" in client.get(desk, {"q": "dvieļi"}).content.decode()
    for words in ("Щукина", "Preiļi", "Pagalms", "29123456"):
        assert f"{desk}9/" not in client.get(desk, {"q": words}).content.decode()


def test_a_juror_opens_no_page_that_names_makers(client, told):
    client.force_login(told.jurors[0].person)
    photo = told.told.photos.first().photo_id
    slug = told.event.slug
    closed = [
        reverse("maker:picture", args=[photo, "full"]),
        reverse("desk:offers", args=[slug]),
        f"/desk/{slug}/",
        f"/desk/{slug}/activity/",
    ]
    assert {client.get(address).status_code for address in closed} <= {403, 404}


def test_in_a_round_that_is_not_blind_the_maker_is_named(client, told):
    told.one.__class__.objects.filter(pk=told.one.pk).update(is_blind=False)
    client.force_login(told.jurors[0].person)
    page = client.get(reverse("jury:entry", args=[told.event.slug, 9])).content.decode()
    assert "SIA Linu Pagalms" in page
    assert page.count("data-picture=") == 3
