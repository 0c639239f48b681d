import pytest

from fairs.jury.masking import MASK, masked, stems

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
