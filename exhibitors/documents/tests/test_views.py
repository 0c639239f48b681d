from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.factories import PersonFactory
from exhibitors.documents.models import Paper
from exhibitors.factories import KeeperFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("permit.pdf", "application/pdf"), ("permit.xyz", "application/octet-stream"), ("", "application/octet-stream")],
)
def test_a_maker_downloads_the_file_of_a_paper(client: Client, settings, tmp_path, name, content_type):
    settings.MEDIA_ROOT = tmp_path
    keeper = KeeperFactory(person=PersonFactory())
    paper = Paper(exhibitor=keeper.exhibitor, kind=Paper.Kind.values[0], file_name=name, added_at=datetime.now(UTC))
    paper.file.save("permit.pdf", ContentFile(b"%PDF-1.7"))
    client.force_login(keeper.person)

    response = client.get(reverse("maker:paper_file", args=[keeper.exhibitor_id, paper.pk]))

    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert b"".join(response.streaming_content) == b"%PDF-1.7"
