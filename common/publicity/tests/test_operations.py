from datetime import date

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from common.errors import Invalid
from common.models import Notice
from common.publicity import operations as publicity
from common.publicity.queries import Strip, notice_for

pytestmark = pytest.mark.django_db
TEXTS = {"lv": "Par saturu atbild {publisher}.", "ru": "За содержание отвечает {publisher}."}


def add(**more):
    return publicity.add(**{"name": "EU", "valid_from": date(2022, 3, 1), "texts": TEXTS, "logos": ["eu.svg"], **more})


def shown(on=date(2023, 1, 1), country="LV", language="lv", publisher="Dagdas novads"):
    return notice_for(on=on, country=country, publisher=publisher, language=language)


def test_the_publisher_answers_in_the_readers_language():
    add()
    assert shown(language="ru") == Strip("За содержание отвечает Dagdas novads.", ("img/publicity/eu.svg",))
    assert shown(language="en").text == "Par saturu atbild Dagdas novads."


def test_braces_in_a_publishers_name_are_only_letters():
    add()
    assert shown(publisher="{publisher} {0}").text == "Par saturu atbild {publisher} {0}."


def test_without_a_notice_in_force_nothing_is_shown():
    add(valid_until=date(2022, 4, 1))
    assert [shown(on=day) is None for day in (date(2022, 2, 28), date(2022, 3, 31), date(2022, 4, 1))] == [True, False, True]


def test_a_countrys_own_notice_goes_before_the_general_one():
    add()
    add(name="RU", country="RU", texts={"lv": "RU {publisher}"})
    assert shown(country="RU").text.startswith("RU")
    assert not shown(country="LV").text.startswith("RU")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"valid_until": date(2022, 3, 1)}, "ends_before_start"),
        ({"texts": {"ru": TEXTS["ru"]}}, "text_missing"),
        ({"texts": {"lv": "Nav vainīgā."}}, "publisher_missing"),
        ({"logos": ["../logo.svg"]}, "unknown_logo"),
        ({"logos": ["nasa.svg"]}, "unknown_logo"),
        ({"name": "Old"}, "name_taken"),
        ({"valid_from": date(2021, 12, 31)}, "overlaps"),
    ],
)
def test_a_wrong_notice_is_refused(wrong, code):
    add(name="Old", valid_from=date(2019, 1, 1), valid_until=date(2022, 1, 1))
    with pytest.raises(Invalid) as refusal:
        add(**wrong)
    assert refusal.value.code == code
    assert Notice.objects.count() == 1


def test_a_notice_does_not_overlap_itself_when_it_is_changed():
    notice = add()
    publicity.change(notice=notice, name="EU", valid_from=date(2022, 5, 1), texts=TEXTS, logos=[])
    assert shown(on=date(2022, 3, 15)) is None


def test_the_examples_change_with_the_programme():
    for _turn in range(2):
        call_command("load_notices", verbosity=0)
    assert Notice.objects.count() == 2
    before, after = (shown(on=day, language="en").text for day in (date(2022, 2, 28), date(2022, 3, 1)))
    assert "Russian Federation" in before
    assert "Russian Federation" not in after
    for notice in Notice.objects.all():
        assert all(finders.find(f"img/publicity/{logo}") for logo in notice.logos)
