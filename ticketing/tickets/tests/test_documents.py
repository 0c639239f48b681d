from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pypdfium2
import pytest
import zxingcpp

from common.publicity.models import Notice
from ticketing.factories import EventFactory, ProductFactory, TicketFactory
from ticketing.models import Event, PrintRun, Ticket
from ticketing.tickets import documents, queries

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MM = 72 / 25.4
A4, A6 = (210 * MM, 297 * MM), (105 * MM, 148 * MM)
LONG = "Ļaudonija Mežģīne-Šķēršļainā Ķirbjakmentiņa-Žagariņšnoviča"
RUSSIAN = "Объедкова-Щукина Любовь Ёжиковна"


@pytest.fixture
def event() -> Event:
    return EventFactory(starts_at=datetime(2026, 11, 28, 8, tzinfo=UTC), ends_at=datetime(2026, 11, 28, 16, tzinfo=UTC))


@pytest.fixture
def tickets(event: Event) -> list[Ticket]:
    """Ten tickets, over the edge of a sheet: each language, both scripts, no name, a very long one, each style."""
    people = [
        ("Vera Ščukina", "Вера Щукина", "lv"),
        (RUSSIAN, "Lyubov Obyedkova-Shchukina", "ru"),
        (LONG, "", "lv"),
        ("", "", "en"),
        ("", "Анна", "ru"),
        *[(f"Viesis {number}", "", "en") for number in range(5)],
    ]
    products = [ProductFactory(event=event, style=style) for style in ("ticket", "badge", "wristband", "vehicle")]
    for number, (name, other, language) in enumerate(people):
        TicketFactory(
            event=event, product=products[number % 4], name=name, name_other=other, language=language, country="LV", lines=["A12"]
        )
    return list(queries.with_code())


def read(content: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(content)


def words(document: pypdfium2.PdfDocument, page: int) -> str:
    """The text of a page in one line, with the hyphens and blanks of line ends put right."""
    text = document[page].get_textpage().get_text_bounded()
    return " ".join(text.replace("\ufffe", "-").replace("\u00a0", " ").replace("\u202f", " ").split())


def symbols(document: pypdfium2.PdfDocument, dpi: int = 200) -> Iterator[tuple[int, str, float]]:
    """Decode every code of the rendered pages: (page, text, printed width in mm with its quiet zone)."""
    for number, page in enumerate(document):
        for found in zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil()):
            corners = found.position
            width = (corners.top_right.x - corners.top_left.x) / dpi * 25.4
            yield number, found.text, width * 45 / 37


def sizes(document: pypdfium2.PdfDocument) -> list[float]:
    """Widths in mm of the pictures that are codes, as placed in the file."""
    found = []
    for page in document:
        for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            left, _bottom, right, _top = thing.get_bounds()
            found.append((right - left) / MM)
    return found


def fonts(document: pypdfium2.PdfDocument) -> set[tuple[str, bool]]:
    """Names of the fonts in use and whether they are in the file."""
    raw, found = pypdfium2.raw, set()
    for page in document:
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=3):
            font = raw.FPDFTextObj_GetFont(thing)
            length = raw.FPDFFont_GetBaseFontName(font, None, 0)
            name = (raw.c_char * length)()
            raw.FPDFFont_GetBaseFontName(font, name, length)
            found.add((name.value.decode(), bool(raw.FPDFFont_GetIsEmbedded(font))))
    return found


def test_a_ticket_speaks_its_holders_language(tickets: list[Ticket]) -> None:
    document = read(documents.ticket_pdf(tickets[:4], at=AT))
    assert len(document) == 4
    latvian, russian, long, nameless = (words(document, number) for number in range(4))
    assert "Māras tirgus Lūznavā" in latvian
    assert "Sestdiena, 2026. gada 28. novembris, 10:00–18:00" in latvian
    assert "Riga time" in latvian or "Rīgas laiks" in latvian
    assert "Vera Ščukina" in latvian
    assert "Вера Щукина" in latvian
    assert "Lūznavas muižas smēde" in latvian
    assert "Ярмарка Мары в Лузнаве" in russian
    assert "Суббота, 28 ноября 2026 г., 10:00–18:00" in russian
    assert RUSSIAN in russian
    assert LONG.split("-")[0] in long
    assert LONG.split("-")[-1] in long
    assert "Māra's fair in Lūznava" in nameless
    assert "1 / 4" in latvian
    assert "4 / 4" in nameless


def test_a_ticket_is_a_page_of_a4_with_a_code_of_40_mm(tickets: list[Ticket]) -> None:
    document = read(documents.ticket_pdf(tickets[:3], at=AT))
    assert [page.get_size() for page in document] == [pytest.approx(A4, abs=0.5)] * 3
    assert sizes(document) == [pytest.approx(40, abs=0.3)] * 3
    for (page, text, width), ticket in zip(symbols(document), tickets[:3], strict=True):
        assert text == queries.code(ticket)
        assert queries.spoken(ticket) in words(document, page)
        assert width == pytest.approx(40, abs=0.3)


def test_a_ticket_shows_order_price_and_that_it_is_unpaid(tickets: list[Ticket]) -> None:
    ticket = tickets[5]
    plain = words(read(documents.ticket_pdf([ticket], at=AT)), 0)
    ticket.state = Ticket.State.UNPAID
    purchase = documents.Purchase(order_code="K7TQ2M", price=Decimal("4.50"), currency="EUR")
    bought = words(read(documents.ticket_pdf([ticket], purchases={ticket.pk: purchase}, at=AT)), 0)
    assert "K7TQ2M" in bought
    assert "€4.50" in bought
    assert "Not paid yet" in bought
    assert "Not paid yet" not in plain
    assert "€" not in plain


def test_the_funders_notice_in_force_stands_on_the_ticket(tickets: list[Ticket]) -> None:
    Notice.objects.create(name="now", valid_from=date(2026, 1, 1), text_lv="Par saturu atbild {publisher}.", text_en="{publisher} answers.")
    Notice.objects.create(name="old", valid_from=date(2020, 1, 1), valid_until=date(2025, 1, 1), text_lv="Vecais.")
    document = read(documents.ticket_pdf([tickets[0], tickets[5]], at=AT))
    partner = tickets[0].event.partner.name
    assert f"Par saturu atbild {partner}." in words(document, 0)
    assert f"{partner} answers." in words(document, 1)


@pytest.mark.parametrize(("layout", "pages", "size"), [(PrintRun.Layout.A4_8, 2, A4), (PrintRun.Layout.A6, 10, A6)])
def test_badges_come_on_sheets_with_codes_of_30_mm(tickets: list[Ticket], layout: str, pages: int, size: tuple[float, float]) -> None:
    document = read(documents.badges_pdf(tickets, layout, at=AT))
    assert [page.get_size() for page in document] == [pytest.approx(size, abs=0.5)] * pages
    assert sizes(document) == [pytest.approx(30, abs=0.3)] * 10
    found = list(symbols(document))
    assert sorted(text for _page, text, _width in found) == sorted(queries.code(ticket) for ticket in tickets)
    assert [width for _page, _text, width in found] == [pytest.approx(30, abs=0.3)] * 10
    everything = " ".join(words(document, number) for number in range(pages))
    for expected in ("Вера Щукина", "Анна", "Dienas biļete", "Билет на день", "Day ticket", "Латвия", "A12"):
        assert expected in everything
    for ticket in tickets:
        assert queries.spoken(ticket) in everything


@pytest.mark.parametrize("layout", [PrintRun.Layout.A4_8, PrintRun.Layout.A6])
def test_every_font_is_ours_and_in_the_file(tickets: list[Ticket], layout: str) -> None:
    for content in (documents.ticket_pdf(tickets[:2], at=AT), documents.badges_pdf(tickets, layout, at=AT)):
        used = fonts(read(content))
        assert {name.split("+")[-1] for name, _embedded in used} == {"Body", "Body-Bold", "Head-Bold"}
        assert all(embedded for _name, embedded in used)


def test_the_same_tickets_give_the_same_bytes(tickets: list[Ticket]) -> None:
    assert documents.ticket_pdf(tickets[:2], at=AT) == documents.ticket_pdf(tickets[:2], at=AT)
    assert documents.badges_pdf(tickets, "a4_8", at=AT) == documents.badges_pdf(tickets, "a4_8", at=AT)


def test_the_file_says_its_title_and_language(tickets: list[Ticket]) -> None:
    content = documents.ticket_pdf(tickets[1:2], at=AT)
    document = read(content)
    assert "Ярмарка Мары в Лузнаве" in document.get_metadata_dict()["Title"]
    assert document.get_metadata_dict()["CreationDate"].startswith("D:20261120090000")
    assert document.get_version() == 17


def test_progress_is_told_and_may_end_the_work(tickets: list[Ticket]) -> None:
    told: list[int] = []
    documents.badges_pdf(tickets, "a6", told.append, at=AT)
    assert told == [10]

    def stop(done: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        documents.badges_pdf(tickets, "a6", stop, at=AT)


def test_nothing_to_print_is_an_error() -> None:
    for print_nothing in (lambda: documents.ticket_pdf([]), lambda: documents.badges_pdf([], "a6"), lambda: documents.tickets_pdf([])):
        with pytest.raises(ValueError, match=r"no (ticket|badge) to print"):
            print_nothing()


def test_a_name_cannot_bring_markup_or_files_in(event: Event) -> None:
    ticket = TicketFactory(event=event, name='<img src="file:///etc/passwd"><b>Vera', name_other="", language="en")
    content = documents.badges_pdf([ticket], "a6", at=AT)
    assert "<b>Vera" in words(read(content), 0)
