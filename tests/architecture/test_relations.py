"""What the import contracts cannot see: relations by name, migrations, texts. An arrow may only point down the house."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.migrations.loader import MigrationLoader

from tests.architecture.endpoints import pages

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"common": 0, "accounts": 1, "places": 2, "ticketing": 3, "exhibitors": 3, "fairs": 4, "conference": 4, "config": 5}


def may_know(here: str, there: str) -> bool:
    """Tell whether app `here` may name something of app `there`; what is not ours lies below the ground."""
    return here == there or FLOORS.get(there, -1) < FLOORS[here]


def own_models() -> list[type]:
    return [model for model in apps.get_models() if model._meta.app_label in FLOORS]


def test_relations_point_down() -> None:
    upward = [
        f"{field} -> {field.related_model._meta.label}"
        for model in own_models()
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and not field.auto_created and field.related_model
        if not may_know(model._meta.app_label, field.related_model._meta.app_label)
    ]
    assert not upward


def test_no_relation_is_generic() -> None:
    generic = [
        str(field)
        for model in own_models()
        for field in (*model._meta.get_fields(include_hidden=True), *model._meta.private_fields)
        if field.__class__.__name__.startswith("Generic") or (field.is_relation and field.related_model is ContentType)
    ]
    assert not generic


@pytest.mark.django_db
def test_migrations_depend_downwards() -> None:
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    upward = [
        f"{app}.{name} -> {there}"
        for (app, name), migration in disk.items()
        if app in FLOORS
        for there, _name in migration.dependencies
        if there != "__setting__" and not may_know(app, there)
    ]
    assert not upward


# --- addresses named in templates and code ------------------------------------------------------------------------

IN_TEMPLATE = re.compile(r"""{%-?\s*url\s+['"]([\w:.-]+)['"]""")
IN_PYTHON = re.compile(r"""\b(?:reverse|reverse_lazy|redirect|resolve_url)\(\s*['"]([\w:.-]+)['"]""")


def named_addresses() -> Iterator[tuple[str, str, str]]:
    """Yield (app, file, URL name) for every address named by an app's template or code."""
    for app in FLOORS:
        for path in sorted((ROOT / "templates" / app).rglob("*")):
            if path.is_file():
                yield from ((app, str(path.relative_to(ROOT)), name) for name in IN_TEMPLATE.findall(path.read_text()))
        for path in sorted((ROOT / app).rglob("*.py")):
            if "tests" not in path.parts:
                yield from ((app, str(path.relative_to(ROOT)), name) for name in IN_PYTHON.findall(path.read_text()))


def test_no_page_links_up_the_house() -> None:
    homes = {page.name: page.app for page in pages()}
    upward = [f"{file} names {name}" for app, file, name in named_addresses() if not may_know(app, homes.get(name, ""))]
    assert not upward


def test_every_address_named_in_a_template_exists() -> None:
    known = {page.name for page in pages()}
    everywhere = (path for path in (ROOT / "templates").rglob("*") if path.is_file())
    unknown = [
        f"{path.relative_to(ROOT)} names {name}"
        for path in everywhere
        for name in IN_TEMPLATE.findall(path.read_text())
        if name not in known
    ]
    assert not unknown
