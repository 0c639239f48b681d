import pytest

from common.masking import MASK, masked, phrase, stems

VERA = stems(
    [
        "Vera Ščukina",
        "Вера Щукина",
        "Linu Pagalms",
        "Rēzeknes novads",
        "Anna Liepa",
        "Jānis Briedis",
        "Иван Образцов",
        "Ivo",
        "Мария Стальская",
    ]
)


@pytest.mark.parametrize(
    "telling",
    [
        "Vera", "VERAS", "Верой", "Верою", "Щукиной", "Shchukina", "Ščukinas", "Щукину", "Rēzeknes", "Резекне", "Annai", "Анну", "Liepas",
        "Liepām", "Jāņa", "Jānim", "Иваном", "Briedim", "Brieža", "Образцовым", "Образцовых", "Образцову", "Ivo", "Pagalmā",
        "Стальской", "Stalskaja", "Марии",
        "vera@example.org", "+371 29 123 456", "www.linupagalms.lv", "@vera.linen", "40003245752",
    ],
)  # fmt: skip
def test_what_tells_the_maker_is_taken_out(telling):
    assert masked(f"Dvieļi no {telling} darbnīcas", VERA) == f"Dvieļi no {MASK} darbnīcas"


@pytest.mark.parametrize(
    "common",
    [
        "liepu medus, liepas karotes",  # Liepa is a surname, and a lime tree
        "Liepāja, Veranda, Annele, Jānītis, Ivonna",  # other words that begin so
        "novada pagalmā, brieža rags, linu dvieļi",
        "иван-чай, образцовая работа, верный размер",
    ],
)
def test_common_words_that_are_somebodys_name_stay(common):
    assert masked(common, VERA) == common


STALL = {"phrases": [phrase("Neīstā maize")], "within": stems(["Neīstā maize"])}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("rudzu maize, saldskābmaize", "rudzu maize, saldskābmaize"),
        ("Maize no krāsns. Maizes šķēles", "Maize no krāsns. Maizes šķēles"),
        ("Kūkas, Maizes klaips; Maizīte", "Kūkas, Maizes klaips; Maizīte"),
        ("Nāciet pie neīstās maizes!", f"Nāciet pie {MASK} {MASK}!"),
        ("mūsu Maize un Neīstā garoza", f"mūsu {MASK} un {MASK} garoza"),
    ],
)
def test_a_stalls_name_goes_whole_or_where_a_capital_tells_it(text, shown):
    assert masked(text, frozenset(), **STALL) == shown


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
