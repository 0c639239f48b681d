import pytest

from common.masking import MASK, masked, phrase, stems

VERA = stems(["Vera Ščukina", "Вера Щукина", "SIA Linu Pagalms", "Rēzeknes novads"])


@pytest.mark.parametrize(
    "telling",
    [
        "Vera", "VERAS", "Щукиной", "Shchukina", "Ščukinas", "vera@example.org", "+371 29 123 456", "www.linupagalms.lv", "@vera.linen",
        "40003245752",
    ],
)  # fmt: skip
def test_what_tells_the_maker_is_taken_out(telling):
    assert masked(f"Dvieļi no {telling} darbnīcas", VERA) == f"Dvieļi no {MASK} darbnīcas"


def test_the_rest_stays_as_it_was_written():
    text = "Linu dvieļi 50 x 70 cm, 12–25 €.\nПолотенца, тканые вручную. Audeklam 2026. gads."
    assert masked(text, stems(["Vera Ščukina"])) == text


MUSEUM = [phrase("Preiļu keramikas muzejs"), phrase("SIA Podi")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Esam Preiļu keramikas muzejā.", f"Esam {MASK} {MASK} {MASK}."),
        ("Melnā keramika un muzeji Preiļos", "Melnā keramika un muzeji Preiļos"),
        ("Podi no SIA Podi", f"{MASK} no SIA {MASK}"),
        ("keramikas muzejs", "keramikas muzejs"),
    ],
)
def test_an_organisation_is_taken_out_where_its_words_stand_together(text, shown):
    assert masked(text, frozenset(), MUSEUM) == shown
