"""What everybody sees of calls."""

from datetime import timedelta
from html import unescape

import pytest

from fairs.factories import ApplicationFactory, CallFactory, GoodsGroupFactory

pytestmark = pytest.mark.django_db


def page(client, path: str) -> str:
    client.cookies["django_language"] = "en"
    response = client.get(path)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_list_shows_open_coming_and_recently_closed_calls(client, fair, now):
    CallFactory(event__title_en="Autumn fair", opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    CallFactory(event__title_en="Winter fair", closes_at=now - timedelta(days=1), event__ends_at=now + timedelta(days=30))
    CallFactory(event__title_en="Hidden fair", is_published=False)
    text = page(client, "/calls/")
    assert text.index("Spring fair") < text.index("Autumn fair") < text.index("Closed not long ago") < text.index("Winter fair")
    assert "Hidden fair" not in text


def test_the_list_is_searched_by_words_goods_and_country(client, fair):
    GoodsGroupFactory(call=CallFactory(event__title_en="Bread fair", event__partner__country="RU"), code="bread")
    assert "Bread fair" not in page(client, "/calls/?q=spring")
    assert "Spring fair" in page(client, "/calls/?q=весенняя")
    assert "Spring fair" not in page(client, "/calls/?goods=bread")
    assert "Spring fair" not in page(client, "/calls/?country=RU")
    assert "Spring fair" in page(client, "/calls/?country=XX&goods=nonsense")


@pytest.mark.parametrize("many", [1, 4])
def test_the_list_takes_as_many_statements_for_one_call_as_for_four(client, fair, many, django_assert_num_queries):
    for _n in range(many - 1):
        GoodsGroupFactory(call=CallFactory())
    with django_assert_num_queries(3):
        page(client, "/calls/")


def test_a_call_shows_goods_with_their_live_count_prices_and_rules(client, fair, django_assert_num_queries):
    for number in range(2):
        ApplicationFactory(call=fair.call, goods_group=fair.ceramics, number=number + 1, stalls_max=2)
    with django_assert_num_queries(13):
        text = page(client, "/calls/pavasara-tirgus/")
    assert "4 of 12 stalls applied for" in text
    assert "One corner stall" in text
    assert "Nepārpērciet." in text
    assert "Galds" in text
    assert f'data-stall="{fair.stalls[0].pk}"' in text
    assert "/calls/pavasara-tirgus/apply/" in text


def test_a_plan_that_is_not_shown_to_everybody_is_not_on_the_call(client, fair):
    fair.ground.is_public = False
    fair.ground.save()
    assert "data-stall" not in page(client, "/calls/pavasara-tirgus/")


def test_a_closed_call_has_no_button_and_a_late_one_says_so(client, fair, now):
    fair.call.closes_at = now - timedelta(hours=1)
    fair.call.save()
    assert "/apply/" not in page(client, "/calls/pavasara-tirgus/")
    fair.call.late_until = now + timedelta(hours=1)
    fair.call.save()
    text = page(client, "/calls/pavasara-tirgus/")
    assert "/apply/" in text
    assert "marked as late" in text


def test_a_hidden_call_is_not_found(client, fair):
    fair.call.is_published = False
    fair.call.save()
    assert client.get("/calls/pavasara-tirgus/").status_code == 404
