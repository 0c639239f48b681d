"""The papers, read back from their PDF: who must be found on them, how many pages they have, and that their letters are in them."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from pypdfium2 import raw

from fairs.factories import ApplicationFactory, StallFactory
from fairs.fairground.models import Entrance
from fairs.models import Application, Assignment
from fairs.offers import documents, operations
from fairs.offers.documents.letters import contract, decision
from ticketing.orders import references

pytestmark = pytest.mark.django_db
LANGUAGES = ("lv", "ru")


def pages(content):
    """The text of each page, its white space evened out."""
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(BytesIO(content))]


def fonts(content):
    """The faces the pages use: name, and whether it is in the file."""
    found = {}
    for page in pypdfium2.PdfDocument(BytesIO(content)):
        for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=4):
            font = raw.FPDFTextObj_GetFont(piece.raw)
            found[raw.FPDFFont_GetWeight(font)] = bool(raw.FPDFFont_GetIsEmbedded(font))
    return found


@pytest.fixture
def placed(fair):
    """Vera on A1, and Олег, whose name is written in two scripts, on A2."""
    Assignment.objects.create(stall=StallFactory(ground=fair.a1.ground, position=3), application=fair.olegs, since=fair.vera.created_at)
    exhibitor = fair.olegs.exhibitor
    exhibitor.name_latin, exhibitor.name_latvian, exhibitor.country, exhibitor.inn = (
        "Oleg Obraztsov",
        "Oļegs Obrazcovs",
        "RU",
        "601500000000",
    )
    exhibitor.legal_form, exhibitor.address = "NPD", "Псков, ул. Примерная"
    exhibitor.save()
    partner = fair.event.partner
    partner.registration_number, partner.address = "DEMO 90000", "Atbrīvošanas aleja 95, Rēzekne"
    partner.save()
    return fair


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_traders_holds_what_a_municipality_asks_for(placed, now, language):
    content = documents.traders(placed.event, language=language, at=now)
    (text,) = pages(content)
    for wanted in ("Vera Paraudziņa", "Олег Образцов", "Oļegs Obrazcovs", "ИНН 601500000000", "ул. Примерная", "linen towels", "A1", "A3"):
        assert wanted in text
    for organiser in ("DEMO 90000", "Atbrīvošanas aleja 95"):
        assert organiser in text
    assert "10:00" in text or "11:00" in text, "the hours of the trade"
    assert {"lv": "Tirdzniecības dalībnieku saraksts", "ru": "Реестр участников ярмарки"}[language] in text


def test_every_letter_of_a_paper_is_in_its_file(placed, now):
    for language in LANGUAGES:
        assert all(fonts(documents.traders(placed.event, language=language, at=now)).values())
        assert all(fonts(documents.BY_KIND["cards"](placed.event, language=language, at=now)).values())


def test_a_signature_never_stands_on_a_page_of_its_own(placed, now):
    """Whatever the number of rows, the last of them goes with the line to sign on."""
    for more in range(8, 14):
        while Assignment.objects.count() < more:
            number = Assignment.objects.count() + 3
            application = ApplicationFactory(call=placed.call, number=number, exhibitor__name=f"Vera Paraudziņa-Garvārde {number}")
            Assignment.objects.create(
                stall=StallFactory(ground=placed.a1.ground, row="B", position=number), application=application, since=now
            )
        last = pages(documents.traders(placed.event, language="lv", at=now))[-1]
        assert "paraksts" in last
        assert "Garvārde" in last


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contract_names_both_parties_the_place_the_price_and_the_rules(placed, now, language):
    operations.publish(call=placed.call, by=placed.anna, at=now)
    placed.call.rules_text_lv, placed.call.rules_text_ru = "Tirgo tikai paša darinātu.", "Только своё."
    placed.call.save()
    vera = Application.objects.get(pk=placed.vera.pk)
    operations.accept(offer=vera.offers.get(), by=placed.person, at=now)
    text = " ".join(pages(contract(vera, language=language, at=now)))
    reference = references.purpose_of(vera.offers.get().order)
    for wanted in (placed.event.partner.name, "DEMO 90000", "Vera Paraudziņa", "A1", reference, "3 × 3 m"):
        assert wanted in text
    assert {"lv": "Tirgo tikai paša darinātu.", "ru": "Только своё."}[language] in text
    assert {"lv": "Jāsamaksā līdz", "ru": "Оплатить до"}[language] in text


def test_each_decision_is_told_with_its_number_its_date_and_its_reason(placed, now):
    operations.publish(call=placed.call, by=placed.anna, at=now)
    said = {}
    for name in ("vera", "rita"):
        application = Application.objects.get(pk=getattr(placed, name).pk)
        (said[name],) = pages(decision(application, language="lv", at=now))
        assert f"Nr. {placed.event.number}-{application.number}" in said[name]
    assert "Jums piedāvājam vietu A1" in said["vera"]
    assert "Šoreiz pārāk daudz keramikas." in said["rita"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_border_is_shown_the_name_as_the_passport_writes_it(placed, now, language):
    facts = {"description": "Полотенце", "quantity": 4, "unit": "шт.", "value": 80, "currency": "EUR", "origin": "RU"}
    operations.save_goods(application=placed.olegs, facts=facts, by=placed.anna, at=now)
    (text,) = pages(documents.goods(placed.olegs, language=language, at=now))
    for wanted in ("Олег Образцов", "Oleg Obraztsov", "Полотенце", "80,00"):
        assert wanted in text


def test_the_schedule_says_a_day_once_and_a_time_for_each(placed, now):
    Entrance.objects.create(ground=placed.a1.ground, name="Ziemeļu vārti", x_m=0, y_m=0)
    day = placed.event.days.get()
    day.setup_from, day.setup_until = day.opens_at - timedelta(hours=2), day.opens_at
    day.save()
    operations.plan_load_in(event=placed.event, by=placed.anna, at=now)
    (text,) = pages(documents.schedule(placed.event, language="lv", at=now))
    assert text.count("Ziemeļu vārti") == 1
    assert "Vera Paraudziņa" in text
    assert "Олег Образцов" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_for_each_stall_says_who_sells_in_both_scripts(placed, now, language):
    exhibitor = placed.olegs.exhibitor
    exhibitor.name_shown = "Гончарня"
    exhibitor.save()
    cards = pages(documents.BY_KIND["cards"](placed.event, language=language, at=now))
    assert len(cards) == 2
    assert all(wanted in cards[1] for wanted in ("A3", "Гончарня", "Олег Образцов", "Oļegs Obrazcovs"))
