import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.factories import PersonFactory
from accounts.models import Person
from common.errors import Invalid, Refused
from common.files import UnusableFile
from places.equipment import operations as equipment
from places.factories import BookableFactory, RoomFactory
from places.management.commands.load_places import DATA
from places.models import Bookable, PlaceKeeper, Site, TrainedUser

pytestmark = pytest.mark.django_db


@pytest.fixture
def loom() -> Bookable:
    return BookableFactory(name_lv="Stelles", code="L03-1")


@pytest.fixture
def keeper(loom: Bookable) -> Person:
    return PlaceKeeper.objects.create(site=loom.site, person=PersonFactory()).person


def picture(kind: str = "JPEG", exif: bool = False) -> io.BytesIO:
    out = io.BytesIO()
    image = Image.new("RGB", (640, 480), "red")
    marks = Image.Exif()
    if exif:
        marks[0x010E] = "taken in the yard"
    image.save(out, kind, exif=marks)
    out.seek(0)
    return out


def test_a_label_is_drawn_anew_without_what_the_camera_wrote(loom: Bookable, keeper: Person):
    saved = equipment.save_thing(
        site=loom.site, thing=loom, facts={"label_on": date(2026, 5, 1)}, label=picture(exif=True), label_name="a.jpg", by=keeper,
        at=timezone.now(),
    )  # fmt: skip
    with Image.open(saved.label_photo.open()) as kept:
        assert (kept.format, kept.size) == ("WEBP", (640, 480))
        assert not kept.getexif()


def test_a_disguised_file_is_no_label(loom: Bookable, keeper: Person):
    with pytest.raises(UnusableFile):
        equipment.save_thing(
            site=loom.site,
            thing=loom,
            facts={},
            label=io.BytesIO(b"<svg/>"),
            label_name="a.jpg",
            by=keeper,
            at=timezone.now(),
        )


def test_an_inventory_number_and_a_room_are_taken_once(loom: Bookable, keeper: Person):
    with pytest.raises(Invalid) as refused:
        equipment.save_thing(site=loom.site, facts={"name_lv": "Cits", "code": "L03-1"}, by=keeper, at=timezone.now())
    assert refused.value.field == "code"
    room = RoomFactory(site=loom.site)
    facts = {"name_lv": "Zāle", "kind": "room", "room": room}
    equipment.save_thing(site=loom.site, facts=facts | {"code": "R1"}, by=keeper, at=timezone.now())
    with pytest.raises(Invalid) as refused:
        equipment.save_thing(site=loom.site, facts=facts | {"code": "R2"}, by=keeper, at=timezone.now())
    assert refused.value.field == "room"


def test_the_form_asks_in_three_languages_and_tells_what_is_wrong(client: Client, loom: Bookable, keeper: Person):
    client.force_login(keeper)
    address = reverse("places:thing_edit", args=[loom.site.code.lower(), loom.pk])
    facts = {
        "name_lv": "Stelles 120 cm", "name_ru": "Ткацкий станок", "name_en": "Loom", "code": "L03-1", "kind": "equipment",
        "condition": "limited", "open_to": "visitors", "setup_minutes": "20", "cooldown_minutes": "0",
    }  # fmt: skip
    assert client.post(address, facts).context["form"].errors["setup_minutes"]
    assert client.post(address, facts | {"kind": "room", "setup_minutes": "15"}).context["form"].errors["room"]
    assert client.post(address, facts | {"setup_minutes": "15"}).status_code == 302
    loom.refresh_from_db()
    assert (loom.name_ru, loom.condition, loom.setup_minutes) == ("Ткацкий станок", "limited", 15)


def test_who_was_trained_is_noted_once_and_taken_back(client: Client, loom: Bookable, keeper: Person):
    vera = PersonFactory()
    client.force_login(keeper)
    address = reverse("places:trained", args=[loom.site.code.lower(), loom.pk])
    assert client.post(address, {"email": "nobody@example.org", "trained_on": "2026-05-01"}).context["trained_form"].errors["email"]
    for day in ("2026-05-01", "2026-06-01"):
        assert client.post(address, {"email": vera.email.upper(), "trained_on": day}).status_code == 302
    row = TrainedUser.objects.get(bookable=loom, person=vera)
    assert row.trained_on == date(2026, 6, 1)
    client.post(address, {"forget": str(row.pk)})
    assert not TrainedUser.objects.exists()
    assert client.post(address, {"forget": "9" * 30}).status_code == 404


def test_the_last_keeper_stays(client: Client, loom: Bookable, keeper: Person):
    other = equipment.appoint(site=loom.site, email=PersonFactory().email, by=keeper, at=timezone.now())
    equipment.dismiss(keeper=other, by=keeper, at=timezone.now())
    with pytest.raises(Refused) as refused:
        equipment.dismiss(keeper=PlaceKeeper.objects.get(), by=keeper, at=timezone.now())
    assert refused.value.code == "last_keeper"
    client.force_login(keeper)
    client.post(reverse("places:keepers", args=[loom.site.code.lower()]), {"dismiss": str(PlaceKeeper.objects.get().pk)})
    assert PlaceKeeper.objects.count() == 1


def test_the_projects_equipment_is_loaded_once_and_corrections_stay():
    call_command("load_places", verbosity=0)
    rows = json.loads(Path(DATA / "equipment.json").read_text())
    assert Bookable.objects.count() == len(rows) >= 30
    assert set(Site.objects.filter(is_equipment_place=True).values_list("code", flat=True)) <= {row["site"] for row in rows}
    assert all(set(row["name"]) == {"lv", "ru", "en"} for row in rows)
    Bookable.objects.filter(code="L12-01").update(name_lv="Labots")
    call_command("load_places", verbosity=0)
    assert Bookable.objects.count() == len(rows)
    assert Bookable.objects.get(code="L12-01").name_lv == "Labots"
