import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.languages import fold

SPELLINGS = [
    ("Rēzekne", "Резекне", "rezekne", "REZEKNE"),
    ("Ščukina", "Щукина", "Shchukina"),
    ("Žanna", "Жанна", "Zhanna"),
    ("Kārlis Bērziņš", "карлис берзинш", "Karlis  Berzins"),
    ("Lūznava", "Лузнава", "luznava"),
    ("Jūlija", "Юлия", "Iuliia", "Yuliya"),
    ("Natālija", "Наталия", "Nataliia"),
    ("Fjodors", "Фёдорс", "Fedors"),
    ("Čehova", "Чехова", "Chekhova"),
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda s: s[0])
def test_one_name_in_several_spellings_is_found_as_one(spellings):
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("Anna", "Inna"), ("Līga", "Lita"), ("Preiļi", "Riebiņi")])
def test_different_names_stay_different(one, other):
    assert fold(one) != fold(other)


@given(st.text(alphabet="āčēģīķļņšūžабвгдеёжзийклмнопрстуфхцчшщъыьэюя abcxyz019-'"))
def test_folded_words_are_plain_and_fold_to_themselves_in_case_and_space(text):
    folded = fold(text)
    assert folded.isascii()
    assert folded == " ".join(folded.split())
    assert fold(text.upper()) == folded
