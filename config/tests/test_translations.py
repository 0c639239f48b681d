"""The catalogues are collected from the sources, and gaps in them are named."""

from gettext import NullTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from django.utils import translation
from django.utils.translation import trans_real

from config import translations


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project of one module and one template."""
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    (tmp_path / "common").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "common" / "words.py").write_text(
        'from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n_("fair")\n'
        'ngettext("%(n)s ticket", "%(n)s tickets", 2)\npgettext("month", "May")\n'
    )
    (tmp_path / "templates" / "page.html").write_text(
        '{% load i18n %}\n    <p title="{% trans "Gate" %}">\n  {% blocktrans trimmed count n=n %}\n'
        "    {{ n }} stall\n  {% plural %}\n    {{ n }} stalls\n  {% endblocktrans %}\n      {{ _('Buy') }}\n"
    )
    return tmp_path


def ids(catalogue: Catalog) -> set[object]:
    return {message.id for message in catalogue if message.id}


def test_texts_of_code_and_templates_are_found(root: Path) -> None:
    assert ids(translations.collect()) == {
        "fair",
        ("%(n)s ticket", "%(n)s tickets"),
        "May",
        "Gate",
        ("%(n)s stall", "%(n)s stalls"),
        "Buy",
    }


def test_a_translated_text_is_kept_and_a_vanished_one_dropped(root: Path) -> None:
    catalogue = translations.merged("lv", translations.collect())
    catalogue["fair"].string = "tirgus"
    catalogue.add("gone", "projām")
    translations.write("lv", catalogue)
    again = translations.merged("lv", translations.collect())
    assert again["fair"].string == "tirgus"
    assert "gone" not in again


def test_gaps_are_named(root: Path) -> None:
    collected = translations.collect()
    catalogue = translations.merged("lv", collected)
    for message in catalogue:
        if message.id:
            message.string = tuple("%(n)s x" for _form in range(3)) if message.pluralizable else "x"
    translations.write("lv", catalogue)
    assert translations.gaps("lv", collected) == []
    catalogue["fair"].string = ""
    catalogue["Gate"].flags.add("fuzzy")
    translations.write("lv", catalogue)
    assert translations.gaps("lv", collected) == [
        "lv: not translated: 'fair' (common/words.py)",
        "lv: marked as doubtful: 'Gate' (templates/page.html)",
    ]


def test_a_translation_that_loses_a_placeholder_is_a_gap(root: Path) -> None:
    (root / "common" / "words.py").write_text('_("Order %(code)s")\n')
    collected = translations.collect()
    catalogue = translations.merged("ru", collected)
    catalogue["Order %(code)s"].string = "Заказ %(cod)s"
    translations.write("ru", catalogue)
    assert any("Order %(code)s" in gap and "placeholder" in gap for gap in translations.gaps("ru", collected))


def test_what_was_compiled_is_read_at_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first start builds the demonstration, letters included, in the very process that has just compiled."""
    unread = NullTranslations()  # as in a fresh checkout, where the process found no catalogue
    monkeypatch.setitem(trans_real._translations, "lv", unread)
    monkeypatch.setattr(trans_real, "_default", unread)
    with translation.override("lv"):
        assert translation.gettext("Save") == "Save"
        translations.write("lv", translations.merged("lv", translations.collect()))
        translations.compile_stale()
    with translation.override("lv"):
        assert translation.gettext("Save") == "Saglabāt"


def test_only_a_stale_catalogue_is_compiled(root: Path) -> None:
    catalogue = translations.merged("lv", translations.collect())
    catalogue["fair"].string = "tirgus"
    translations.write("lv", catalogue)
    po = translations.catalogue_path("lv")
    assert translations.compile_stale() == [po]
    assert translations.compile_stale() == []
    with po.with_suffix(".mo").open("rb") as compiled:
        assert read_mo(compiled)["fair"].string == "tirgus"
