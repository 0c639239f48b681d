"""The paper: three languages, one number, and a square that other people's phones can read."""

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings

from common.models import Notice
from conference.certificates import documents, links
from conference.certificates import operations as certificates
from conference.certificates.operations import Signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(finished):
    talk = f"{finished.speaker.pk}-{finished.box.pk}"
    return certificates.issue(
        event=finished.event, enrolments=[finished.vera.pk, finished.darja.pk], talks=[talk],
        signed=Signed("Inese Kalendāre", "vadītāja"), by=finished.anna, at=finished.over,
    )  # fmt: skip


def words(content: bytes, page: int = 0) -> str:
    text = pypdfium2.PdfDocument(content)[page].get_textpage().get_text_bounded()
    return " ".join(text.replace("\ufffe", "-").replace("\u00a0", " ").replace("\u202f", " ").split())


def symbols(content: bytes, dpi: int = 150) -> list[str]:
    return [found.text for page in pypdfium2.PdfDocument(content) for found in zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())]


SAID = {
    "lv": ("Apliecība", "ir pabeigusi apmācību", "Sociālie mediji un iepakojums", "6,6 akadēmiskās stundas", "300 no 300 minūtēm", "Nr."),
    "ru": ("Свидетельство", "прошла обучение", "Социальные сети и упаковка", "6,6 академического часа", "300 из 300 минут", "№"),
    "en": ("Certificate", "completed the training", "Social media and packaging", "6.6 academic hours", "300 of 300 minutes", "No."),
}


@pytest.mark.parametrize("language", ["lv", "ru", "en"])
def test_the_paper_says_the_same_in_each_language_under_one_number(made, finished, language: str) -> None:
    one = next(each for each in made if each.enrolment == finished.vera)
    content = documents.certificate_pdf([one], language=language, at=finished.over)
    said = words(content)
    for wanted in (*SAID[language], "Vera Ščukina", "Вера Щукина", one.full_number, "Inese Kalendāre", finished.event.partner.name):
        assert wanted in said
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 1
    width, height = document[0].get_size()
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (297, 210)


@pytest.mark.parametrize("dpi", [100, 200])
def test_another_decoder_reads_the_square_back_to_the_page_that_checks(made, finished, client, dpi: int) -> None:
    content = documents.certificate_pdf(made, at=finished.over)
    found = symbols(content, dpi)
    assert found == [documents.verify_url(one) for one in made]
    for address, one in zip(found, made, strict=True):
        page = client.get(address.removeprefix(settings.SITE_URL)).content.decode()
        assert one.facts["name"] in page


def test_each_holder_reads_their_own_language(made, finished) -> None:
    content = documents.certificate_pdf(made, at=finished.over)
    assert "Apliecība" in words(content, 0) or "Apliecība" in words(content, 1)
    assert "Свидетельство" in words(content, 0) or "Свидетельство" in words(content, 1)


def test_a_speakers_paper_names_the_talk(made, finished) -> None:
    said = words(documents.certificate_pdf([made[-1]], language="ru", at=finished.over))
    for wanted in ("Сертификат докладчика", "Tomass Stundiņš", "с докладом", "«Упаковка»", "Социальные сети и упаковка"):
        assert wanted in said
    assert "минут" not in said


def test_the_funders_notice_of_the_day_of_issue_stands_on_it(made, finished) -> None:
    Notice.objects.create(name="now", valid_from="2026-01-01", text_lv="Par saturu atbild {publisher}.")
    assert f"Par saturu atbild {finished.event.partner.name}." in words(
        documents.certificate_pdf([made[0]], language="lv", at=finished.over)
    )


def test_a_revoked_paper_says_so_across(made, finished) -> None:
    one = certificates.revoke(certificate=made[0], reason="kļūda vārdā", by=finished.anna, at=finished.over)
    said = words(documents.certificate_pdf([one], language="lv", at=finished.over))
    assert "Atsaukta" in said
    assert "kļūda" not in said


def test_the_same_paper_is_the_same_bytes(made, finished) -> None:
    draw = [documents.certificate_pdf([made[0]], language="lv", at=finished.over) for _time in range(2)]
    assert draw[0] == draw[1]


def test_very_long_names_and_titles_stay_on_the_page(made, finished) -> None:
    one = made[0]
    one.facts |= {
        "name": "Ļaudonija Mežģīne-Šķēršļainā Ķirbjakmentiņa-Žagariņšnoviča",
        "event": {"lv": "Starptautiskā radošā darbnīca par melno keramiku, malkas cepļiem un dzīvo uguni Latgalē un Pleskavā"},
        "topics": [{"lv": f"Garš temata nosaukums numur {number}"} for number in range(20)],
    }
    content = documents.certificate_pdf([one], language="lv", at=finished.over)
    assert len(pypdfium2.PdfDocument(content)) == 1
    assert "Žagariņšnoviča" in words(content)
    assert len(symbols(content)) == 1, "nothing covers the square"


def test_a_poster_for_each_room_leads_to_its_form(finished, client) -> None:
    sessions = [(one, links.room_url(one)) for one in (finished.photo, finished.box)]
    content = documents.posters(finished.event, sessions, language="ru", at=finished.over)
    found = symbols(content)
    assert found == [address for _session, address in sessions]
    assert client.get(found[0].removeprefix(settings.SITE_URL)).status_code == 200
    assert "Как прошло" in words(content) or "Фото на телефон" in words(content)


def test_nothing_to_print_is_an_error(finished) -> None:
    with pytest.raises(ValueError, match="no certificate"):
        documents.certificate_pdf([], at=finished.over)
