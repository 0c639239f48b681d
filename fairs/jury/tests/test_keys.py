"""A juror who never takes the hand from the keyboard."""

from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from fairs.jury.models import Ballot


def test_numbers_give_points_enter_saves_and_arrows_go_on_without_losing_anything(site, open_page, blind):
    visitor = Client()
    visitor.force_login(blind.jurors[0].person)
    page = open_page()
    page.context.add_cookies([{"name": "sessionid", "value": visitor.cookies["sessionid"].value, "url": site}])
    page.goto(site + reverse("jury:entry", args=[blind.event.slug, 1]))
    page.keyboard.press("7")
    page.keyboard.press("4")  # this scale has no 4
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("6")
    page.keyboard.press("ArrowRight")  # what was typed is saved on the way
    page.wait_for_url("**/3/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/2/")
    expect(page.locator(f"input[name=c{blind.design.pk}][value='6']")).to_be_checked()
    expect(page.locator("label[for=jury-progress]")).to_have_text("1 no 4")
    given = {ballot.application.number: sorted(ballot.scores.values_list("points", flat=True)) for ballot in Ballot.objects.all()}
    assert given == {1: [5, 7], 2: [6]}
