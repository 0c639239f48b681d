"""A fair whose plan everybody sees: Vera on A1 has said yes, Олег on A2 is confirmed, Rita on A3 has not answered."""

from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from exhibitors.factories import CraftFactory, ExhibitorFactory
from exhibitors.models import Photo, Work
from fairs.factories import ApplicationFactory, CallFactory, GroundFactory, StallFactory
from fairs.models import Assignment
from ticketing.factories import EventFactory


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def drawn() -> ContentFile:
    out = BytesIO()
    Image.new("RGB", (64, 48), "#a0431b").save(out, "WEBP")
    return ContentFile(out.getvalue(), "cup.webp")


def show_work(exhibitor, name, now, *, is_public=True):
    """A work of a maker with one picture."""
    photo = Photo.objects.create(exhibitor=exhibitor, added_at=now, width=64, height=48)
    for field in ("file", "screen", "thumb"):
        getattr(photo, field).save("cup.webp", drawn(), save=False)
    photo.save()
    work = Work.objects.create(exhibitor=exhibitor, name=name, name_lv=name, price_from=5, is_public=is_public)
    work.photos.add(photo)
    return SimpleNamespace(work=work, photo=photo)


@pytest.fixture
def fair(db, now):
    event = EventFactory(slug="gadatirgus", title_lv="Gadatirgus", title_ru="Ярмарка", title_en="Fair")
    call, ground = CallFactory(event=event), GroundFactory(event=event, is_public=True)
    clay = CraftFactory(code="CER-POT", name_lv="podniecība", name_ru="гончарное дело", name_en="pottery")

    def stands(number, name, state, **more):
        exhibitor = ExhibitorFactory(name=name, phone=f"+3712000000{number}", about_lv=f"Par mani {number}", **more)
        application = ApplicationFactory(call=call, number=number, exhibitor=exhibitor, state=state)
        stall = StallFactory(ground=ground, position=number)
        Assignment.objects.create(stall=stall, application=application, since=now)
        return SimpleNamespace(exhibitor=exhibitor, application=application, stall=stall)

    vera = stands(1, "Vera Paraudziņa", "accepted", craft=clay, public_fields=["craft", "about"])
    oleg = stands(2, "Олег Щукин", "confirmed")
    rita = stands(3, "Rita Izdomātā", "offered", public_fields=["craft", "about", "phone"])
    StallFactory(ground=ground, position=12)
    return SimpleNamespace(event=event, call=call, ground=ground, vera=vera, oleg=oleg, rita=rita, address="/calls/gadatirgus/map/")
