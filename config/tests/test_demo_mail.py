"""The demonstration's mailbox."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "common.outbox.backends.MailFiles"


@pytest.fixture
def send():
    def send(subject="Biļete", to="vera@example.org", html=""):
        mail = EmailMultiAlternatives(subject, "Sveika! https://example.org/o/1/ <b>", to=[to])
        if html:
            mail.attach_alternative(html, "text/html")
        mail.attach("biļete.pdf", b"%PDF-1.7", "application/pdf")
        mail.send()

    return send


def first(client):
    return client.get(reverse("demo:mails")).context["page_obj"][0].name


def test_letters_are_listed_newest_first_and_by_recipient(client, send):
    send("Pirmā")
    send("Otrā", to="boris@example.org")
    subjects = [head.subject for head in client.get(reverse("demo:mails")).context["page_obj"]]
    assert subjects == ["Otrā", "Pirmā"]
    assert [head.to for head in client.get(reverse("demo:mails") + "?to=Vera").context["page_obj"]] == ["vera@example.org"]


def test_a_letter_is_shown_with_its_text_escaped(client, send):
    send(html="<html><head></head><body><p>Sveika</p></body></html>")
    page = client.get(reverse("demo:mail", args=[first(client)])).content.decode()
    assert '<a href="https://example.org/o/1/"' in page
    assert "&lt;b&gt;" in page
    assert "biļete.pdf" in page


def test_the_html_of_a_letter_can_run_nothing(client, send):
    send(html="<html><head></head><body><script>alert(1)</script></body></html>")
    response = client.get(reverse("demo:html", args=[first(client)]))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "script-src" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_an_attachment_is_saved_under_its_name(client, send):
    send()
    response = client.get(reverse("demo:attachment", args=[first(client), 0]))
    assert response.content == b"%PDF-1.7"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''bi%C4%BCete.pdf"
    assert client.get(reverse("demo:attachment", args=[first(client), 7])).status_code == 404


@pytest.mark.parametrize("name", ["..", "20260101T000000.000000Z_0123456789abcdef", "%2e%2e%2fkeys%2fsecret"])
def test_no_other_file_is_read(client, name):
    assert client.get(f"/demo/mail/{name}/").status_code == 404


def test_without_the_demo_there_is_no_mailbox(client, send, settings):
    send()
    name = first(client)
    settings.DEMO = False
    for page in (reverse("demo:mails"), reverse("demo:mail", args=[name]), reverse("demo:attachment", args=[name, 0])):
        assert client.get(page).status_code == 404
