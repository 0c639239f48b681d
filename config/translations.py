"""The catalogues below locale/: collected from the sources, compared with them, compiled. No gettext tools needed."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("lv", "ru")
"""Languages that need a catalogue; English is written in the sources."""

_KEYWORDS = {  # with the names that modules give to `gettext` (now) and `gettext_lazy` (lazy) where they need both
    **dict.fromkeys(("_", "now", "lazy", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_APPS = ("common", "accounts", "places", "ticketing", "exhibitors", "conference", "fairs", "config")


def catalogue_path(language: str) -> Path:
    """Return the place of the catalogue of `language`."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def compile_stale() -> list[Path]:
    """Compile every catalogue that is newer than its compiled form, and return those."""
    stale = [po for po in sorted((ROOT / "locale").rglob("*.po")) if _is_stale(po)]
    for po in stale:
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))
        translation_file_changed(None, po.with_suffix(".mo"))  # else this process goes on with what it has read before
    return stale


def collect() -> Catalog:
    """Return all messages found in Python sources and templates."""
    catalogue = Catalog(fuzzy=False)
    for path in _sources():
        for line, words, comments, context in _messages(path):
            catalogue.add(words, None, [(path.relative_to(ROOT).as_posix(), line)], auto_comments=comments, context=context)
    return catalogue


def merged(language: str, collected: Catalog) -> Catalog:
    """Return the catalogue of `language` with what is new in `collected` added, untranslated, and what is gone dropped."""
    path = catalogue_path(language)
    if path.exists():
        with path.open("rb") as source:
            catalogue = read_po(source, locale=language)
    else:
        catalogue = Catalog(locale=language, header_comment="# Texts of Gadatirgus.", project="Gadatirgus", fuzzy=False)
    catalogue.update(collected, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def write(language: str, catalogue: Catalog) -> None:
    """Save the catalogue of `language`, with places but without line numbers, which would change with every edit."""
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalogue, width=120, sort_by_file=True, include_lineno=False, omit_header=False)


def gaps(language: str, collected: Catalog) -> list[str]:
    """Return what is missing from the catalogue of `language`, one line each: untranslated, doubtful or broken messages."""
    found = []
    catalogue = merged(language, collected)
    for message in catalogue:
        if not message.id:
            continue
        places = ", ".join(sorted({place for place, _line in message.locations}))
        if not _is_translated(message):
            found.append(f"{language}: not translated: {message.id!r} ({places})")
        elif message.fuzzy:
            found.append(f"{language}: marked as doubtful: {message.id!r} ({places})")
        else:
            found += [f"{language}: {error} in {message.id!r} ({places})" for error in message.check(catalogue)]
    return found


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _sources() -> Iterator[Path]:
    for app in _APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts):
                yield path
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.is_file():
            yield path


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text()
    if path.suffix != ".py":
        # Django turns a template into calls of gettext among blanked-out text; its indentation would not parse.
        text = re.sub(r"^[ \t]+", "", templatize(text, origin=str(path)), flags=re.MULTILINE)
    source = io.BytesIO(text.encode())
    yield from extract("python", source, keywords=_KEYWORDS, comment_tags=["Translators:"], options={"encoding": "utf-8"})
