"""Every page of makers opens to those who may see it, and to nobody else; the main forms are taken."""

import io
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.factories import PersonFactory, RoleFactory
from accounts.models import Person
from common.models import Message
from exhibitors.documents.operations import warn_expiring
from exhibitors.factories import CraftFactory, ExhibitorFactory, KeeperFactory
from exhibitors.models import Acquaintance, Exhibitor, Keeper, Paper, Photo, Work
from exhibitors.profiles.forms import STEPS
from exhibitors.works import operations as works

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)


def text(response) -> str:
    return unescape(response.content.decode())


def jpeg(name="krūze.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (180, 90, 60)).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


@pytest.fixture
def weaving():
    group = CraftFactory(code="TEX", name_lv="tekstils", name_ru="текстиль", name_en="textiles")
    return CraftFactory(group=group)


@pytest.fixture
def vera() -> Person:
    return PersonFactory(name="Vera Paraudziņa")


@pytest.fixture
def maker(vera, weaving) -> Exhibitor:
    """Vera's profile with a picture, a work and a paper."""
    one = ExhibitorFactory(name="Вера Иванова", country="RU", legal_form="IP", craft=weaving)
    KeeperFactory(exhibitor=one, person=vera)
    photo = works.add_photo(exhibitor=one, file=jpeg(), name="a.jpg", by=vera, at=NOW)
    works.save_work(exhibitor=one, facts={"name_lv": "dvielis", "price_from": 10, "price_until": 20}, photos=[photo], by=vera, at=NOW)
    Paper.objects.create(exhibitor=one, kind="master", number="7", valid_until=date(2026, 5, 20), added_at=NOW)
    return one


@pytest.fixture
def as_vera(client, vera, maker):
    client.force_login(vera)
    return client


@pytest.fixture
def anna(maker) -> Person:
    """A manager of a partner that knows the maker."""
    role = RoleFactory()
    Acquaintance.objects.create(exhibitor=maker, partner=role.partner, since=NOW)
    return role.person


def of_maker(one: Exhibitor) -> list[str]:
    photo, work, paper = one.photos.get(), one.works.get(), one.papers.get()
    own = [
        *(f"profile/{step}/" for step in STEPS),
        *("keepers/", "photos/", "works/", "works/new/", "papers/", "papers/new/", "consents/", "data/", "my-data.json"),
        *(f"photos/{photo.pk}/", f"works/{work.pk}/", f"papers/{paper.pk}/"),
    ]
    return [f"/maker/{one.pk}/{page}" for page in own] + [f"/maker/pictures/{photo.pk}/{size}/" for size in ("thumb", "screen", "full")]


def of_desk(one: Exhibitor) -> list[str]:
    return [f"/desk/makers/{one.pk}/"]


def statuses(client, pages) -> dict[str, int]:
    return {page: client.get(page).status_code for page in pages}


# --- the maker's own pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["lv", "ru", "en"])
def test_vera_opens_every_page_of_hers(as_vera, maker, language):
    as_vera.post("/language/", {"language": language})
    pages = [*of_maker(maker), f"/maker/{maker.pk}/delete/", "/maker/", "/maker/new/"]
    assert statuses(as_vera, pages) == dict.fromkeys(pages, 200)
    assert f'<html lang="{language}"' in text(as_vera.get("/maker/"))


def test_her_pages_are_not_there_for_somebody_else(client, maker):
    client.force_login(PersonFactory())
    pages = [*of_maker(maker), f"/maker/{maker.pk}/delete/", *of_desk(maker), "/desk/makers/"]
    assert statuses(client, pages) == dict.fromkeys(pages, 404)


def test_somebody_without_a_profile_is_led_to_begin_one(client):
    client.force_login(PersonFactory())
    assert client.get("/welcome/")["Location"] == "/maker/new/"
    assert 'href="/maker/new/"' in text(client.get("/maker/"))
    begun = client.post("/maker/new/", {"kind": "person", "name": "Vera Ivanova", "country": "LV", "phone": "20000000"})
    made = Exhibitor.objects.get()
    assert (begun["Location"], made.phone) == (f"/maker/{made.pk}/profile/who/", "+37120000000")
    assert client.get("/welcome/")["Location"] == "/maker/"


def test_the_workshop_leads_to_what_is_missing(as_vera, maker):
    body = text(as_vera.get("/maker/"))
    for page in ("profile/reach/", "profile/who/", "photos/", "consents/"):
        assert f'href="/maker/{maker.pk}/{page}"' in body


def test_a_step_is_saved_and_leads_to_the_next(as_vera, maker):
    facts = {"kind": "person", "name": "Вера Иванова", "name_latin": "Vera Ivanova"}
    assert as_vera.post(f"/maker/{maker.pk}/profile/who/", facts)["Location"] == f"/maker/{maker.pk}/profile/reach/"
    maker.refresh_from_db()
    assert maker.name_latin == "Vera Ivanova"
    assert as_vera.post(f"/maker/{maker.pk}/profile/who/", {**facts, "name": ""}).status_code == 200


def test_every_step_takes_what_it_shows(as_vera, maker):
    for step in STEPS:
        page = f"/maker/{maker.pk}/profile/{step}/"
        form = as_vera.get(page).context["form"]
        shown = {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}
        assert as_vera.post(page, {**shown, "stay": "1"})["Location"] == page, step


def test_a_home_of_another_country_is_not_lost(as_vera, maker):
    ExhibitorFactory(municipality__country="RU")
    home = maker.municipality_id
    form = as_vera.get(f"/maker/{maker.pk}/profile/home/").context["form"]
    assert form.fields["municipality"].queryset.filter(pk=home).exists()
    as_vera.post(f"/maker/{maker.pk}/profile/home/", {"municipality": home})
    maker.refresh_from_db()
    assert maker.municipality_id == home


def test_pictures_are_taken_moved_and_removed(as_vera, maker):
    page = f"/maker/{maker.pk}/photos/"
    assert as_vera.post(page, {"files": [jpeg("b.jpg"), jpeg("c.jpg")], "about": "stall"})["Location"] == page
    row = list(maker.photos.all())
    assert [one.about for one in row] == ["work", "stall", "stall"]
    as_vera.post(f"{page}{row[2].pk}/move/", {"to": "first"})
    assert maker.photos.first() == row[2]
    as_vera.post(f"{page}{row[1].pk}/", {"about": "making", "caption": "pie stellēm"})
    assert Photo.objects.get(pk=row[1].pk).caption == "pie stellēm"
    as_vera.post(f"{page}{row[0].pk}/remove/")
    assert maker.photos.count() == 2
    assert as_vera.post(page).status_code == 200
    assert "krāsa.txt" in text(as_vera.post(page, {"files": SimpleUploadedFile("krāsa.txt", b"x"), "about": "work"}, follow=True))


def test_a_work_is_described_and_no_price_is_below_nothing(as_vera, maker):
    page, photo = f"/maker/{maker.pk}/works/new/", maker.photos.get()
    facts = {"name_lv": "sega", "price_from": "12,50", "currency": "EUR", "photos": [photo.pk]}
    assert as_vera.post(page, facts)["Location"] == f"/maker/{maker.pk}/works/"
    made = Work.objects.get(name_lv="sega")
    assert (str(made.price_from), list(made.photos.all())) == ("12.50", [photo])
    assert f'src="/maker/pictures/{photo.pk}/thumb/"' in text(as_vera.get(f"/maker/{maker.pk}/works/{made.pk}/"))
    for name in ("price_from", "price_until"):
        assert as_vera.post(page, {**facts, name: "-1"}).status_code == 200
    as_vera.post(f"/maker/{maker.pk}/works/{made.pk}/remove/")
    assert not Work.objects.filter(pk=made.pk).exists()


def test_a_paper_is_kept_with_its_picture(as_vera, maker):
    facts = {"kind": "craftsman", "number": "LV-12", "valid_until": "2030-01-31", "file": jpeg("karte.jpg")}
    assert as_vera.post(f"/maker/{maker.pk}/papers/new/", facts)["Location"] == f"/maker/{maker.pk}/papers/"
    paper = Paper.objects.get(kind="craftsman")
    file = as_vera.get(f"/maker/{maker.pk}/papers/{paper.pk}/file/")
    assert (file.status_code, file["Content-Type"]) == (200, "image/jpeg")
    assert as_vera.post(f"/maker/{maker.pk}/papers/new/", {**facts, "kind": "disability", "file": jpeg()}).status_code == 200
    as_vera.post(f"/maker/{maker.pk}/papers/{paper.pk}/remove/")
    assert not Paper.objects.filter(pk=paper.pk).exists()


def test_a_consent_is_given_and_taken_back(as_vera, maker):
    page = f"/maker/{maker.pk}/consents/"
    as_vera.post(page, {"kind": "data", "action": "give"})
    assert 'value="withdraw"' in text(as_vera.get(page))
    as_vera.post(page, {"kind": "data", "action": "withdraw"})
    assert 'value="withdraw"' not in text(as_vera.get(page))


def test_a_colleague_is_invited_and_dropped(as_vera, maker):
    page = f"/maker/{maker.pk}/keepers/"
    as_vera.post(page, {"email": "lida@example.org", "name": "Lida", "language": "ru"})
    letter = Message.objects.get(kind="maker.invitation")
    assert "Вера Иванова" in letter.subject
    assert letter.html
    lida = Keeper.objects.get(person__email="lida@example.org")
    assert as_vera.get(page).status_code == 200
    as_vera.post(f"{page}{lida.pk}/drop/")
    assert maker.keepers.count() == 1


def test_a_paper_that_ends_soon_is_written_about(maker):
    assert warn_expiring(on=NOW.date(), at=NOW) == 1
    letter = Message.objects.get(kind="paper.expiring")
    assert f"/maker/{maker.pk}/papers/" in letter.text
    assert letter.html


def test_a_profile_is_deleted(as_vera, maker):
    assert as_vera.post(f"/maker/{maker.pk}/delete/")["Location"] == "/maker/"
    assert not Exhibitor.objects.exists()


# --- the organiser's pages -------------------------------------------------------------------------------------------


def test_a_manager_opens_the_pages_of_a_maker_her_partner_knows(client, anna, maker):
    client.force_login(anna)
    twin = ExhibitorFactory(name="Вера Иванова", search=maker.search)
    Acquaintance.objects.create(exhibitor=twin, partner=Acquaintance.objects.get(exhibitor=maker).partner, since=NOW)
    pages = [
        *("/desk/makers/", "/desk/makers/?q=vera&state=missing&country=RU", "/desk/makers/makers.csv", "/desk/makers/makers.xlsx"),
        *("/desk/makers/new/", *of_desk(maker), f"/desk/makers/{maker.pk}/merge/{twin.pk}/", *of_maker(maker)),
    ]
    assert statuses(client, pages) == dict.fromkeys(pages, 200)
    assert client.get(f"/maker/{maker.pk}/delete/").status_code == 403
    assert client.post(f"/desk/makers/{maker.pk}/merge/{twin.pk}/")["Location"] == f"/desk/makers/{maker.pk}/"
    assert not Exhibitor.objects.filter(pk=twin.pk).exists()


def test_boris_of_another_partner_does_not_even_learn_of_the_maker(client, maker, anna):
    client.force_login(RoleFactory().person)
    pages = [*of_desk(maker), *of_maker(maker)]
    assert statuses(client, pages) == dict.fromkeys(pages, 404)
    assert maker.name not in text(client.get("/desk/makers/"))


def test_a_finance_person_may_look_only(client, maker, anna):
    money = RoleFactory(kind="finance", partner=Acquaintance.objects.get().partner).person
    client.force_login(money)
    assert statuses(client, of_desk(maker)) == dict.fromkeys(of_desk(maker), 200)
    assert "/verify/" not in text(client.get(f"/desk/makers/{maker.pk}/"))
    assert client.get("/desk/makers/new/").status_code == 403
    assert client.get(f"/maker/{maker.pk}/profile/who/").status_code == 403


def test_a_paper_is_verified(client, anna, maker):
    client.force_login(anna)
    paper = maker.papers.get()
    client.post(f"/desk/makers/{maker.pk}/papers/{paper.pk}/verify/", {"level": "seen"})
    paper.refresh_from_db()
    assert (paper.level, paper.verified_by) == ("seen", anna)
    assert client.get(f"/desk/makers/{maker.pk}/").status_code == 200


def test_a_maker_is_entered_once_and_a_namesake_in_spite(client, anna, maker):
    client.force_login(anna)
    start = client.get("/desk/makers/new/").context["form"]
    partner = start["partner"].value()
    facts = {"kind": "person", "name": "Вера Иванова", "country": "RU", "language": "ru", "partner": getattr(partner, "pk", partner)}
    Exhibitor.objects.filter(pk=maker.pk).update(search="vera ivanova")
    seen = client.post("/desk/makers/new/", facts)
    assert seen.status_code == 200
    assert f'href="/desk/makers/{maker.pk}/"' in text(seen)
    assert client.post("/desk/makers/new/", {**facts, "in_spite": ["False", "on"]}).status_code == 302
    assert Exhibitor.objects.count() == 2


def test_the_entry_form_can_be_sent_as_it_is_drawn(client, anna, maker):
    client.force_login(anna)
    partner = Acquaintance.objects.get().partner
    body = text(client.get("/desk/makers/new/"))
    assert f'name="partner" value="{partner.pk}"' in body
