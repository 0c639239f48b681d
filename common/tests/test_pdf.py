import os
import subprocess
import sys
from datetime import UTC, datetime

import pypdfium2
import pytest

from common import pdf

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CSS = ["pdf/badge_a6.css"]


def page(body: str) -> str:
    return f'<!doctype html><html lang="lv"><head><title>Pārbaude</title></head><body>{body}</body></html>'


def pictures(content: bytes) -> int:
    kinds = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    return sum(1 for sheet in pypdfium2.PdfDocument(content) for _ in sheet.get_objects(filter=kinds))


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import django, hashlib, sys; django.setup(); from datetime import UTC, datetime; from common import pdf;"
        "print(hashlib.sha256(pdf.render(sys.argv[1], css=['pdf/badge_a6.css'], at=datetime(2026, 11, 20, tzinfo=UTC))).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script, page("<p>Šķūnis, Ёлка</p>")],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in (1, 2)
    ]
    assert runs[0] == runs[1]


def test_title_language_and_date_are_in_the_file() -> None:
    document = pypdfium2.PdfDocument(pdf.render(page("<p>x</p>"), css=CSS, at=AT))
    facts = document.get_metadata_dict()
    assert facts["Title"] == "Pārbaude"
    assert facts["CreationDate"] == facts["ModDate"] == "D:20261120090000+00'00"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "static:../config/settings.py",
        "static:/etc/passwd",
        "static:img/nowhere.svg",
        "data:image/png;base64,iVBORw0KGgo=",
        "img/logo.svg",
    ],
)
def test_nothing_but_our_own_static_files_is_read(address: str) -> None:
    assert pictures(pdf.render(page(f'<img src="{address}" alt="x">'), css=CSS, at=AT)) == 0


def test_a_bitmap_is_placed_as_it_is() -> None:
    chess = bytes([0b10101010, 0b01010101] * 4)
    content = pdf.render(page('<img src="code:chess" alt="x">'), css=CSS, pictures={"code:chess": pdf.Bitmap("chess", 8, chess)}, at=AT)
    (sheet,) = pypdfium2.PdfDocument(content)
    (picture,) = sheet.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    seen = picture.get_bitmap().to_pil().convert("1")
    assert [seen.getpixel((x, 0)) for x in range(8)] == [255, 0] * 4
    assert seen.size == (8, 8)


def test_joined_documents_are_one_file_in_order() -> None:
    def laid_out() -> object:
        for number in range(5):
            yield pdf.layout(page(f"<p>Lapa {number}</p>"), css=CSS)

    document = pypdfium2.PdfDocument(pdf.join(laid_out(), pages=5, at=AT))
    assert [sheet.get_textpage().get_text_bounded().strip() for sheet in document] == [f"Lapa {number}" for number in range(5)]


@pytest.mark.parametrize("pages", [1, 3])
def test_a_wrong_number_of_pages_is_an_error_not_a_wrong_print(pages: int) -> None:
    two = (pdf.layout(page("<p>x</p>"), css=CSS) for _ in range(2))
    with pytest.raises(ValueError, match="pages"):
        pdf.join(two, pages=pages, at=AT)


def test_importing_costs_nothing_until_something_is_printed() -> None:
    script = "import django, sys; django.setup(); import ticketing.tickets.documents; print('weasyprint' in sys.modules)"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    assert subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True).stdout == b"False\n"
