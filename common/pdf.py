"""HTML to PDF, quickly and closed off from the world.

WeasyPrint takes more than a second to import, so it is loaded at the first use and importing this module costs nothing.
Fonts and style sheets are read once per process. The same input gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders
from django.template.loader import get_template

if TYPE_CHECKING:
    import weasyprint

_SCHEME = "static:"
_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_one_at_a_time = RLock()  # Pango's font map is shared by everything a process lays out and is not safe across threads


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A black and white picture handed to the layout as it is: `<img src="name">` with `{name: Bitmap(…)}`.

    Going round PNG and its decoding saves most of what a QR symbol costs.

    Attributes:
        id: unique in the document, letters and digits.
        size: pixels on each side.
        rows: packed rows, one bit a pixel, 0 for black.
    """

    id: str
    size: int
    rows: bytes

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        """Return width, height and ratio, as the layout asks of a picture."""
        return self.size / resolution, self.size / resolution, 1.0

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Put the picture into the page, as the layout asks of a picture."""
        name = stream.add_image(self, False, 1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> Any:
        """Return the picture as the PDF holds it."""
        return _engine().bitmap(self.size, self.rows)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph handed to the layout as it is, in a JPEG of three colours: `<img src="name">` with `{name: Photo(…)}`.

    Attributes:
        id: unique in the document, letters and digits.
        width: pixels across.
        height: pixels down.
        jpeg: the file's bytes.
    """

    id: str
    width: int
    height: int
    jpeg: bytes

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        """Return width, height and ratio, as the layout asks of a picture."""
        return self.width / resolution, self.height / resolution, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Put the picture into the page, as the layout asks of a picture."""
        name = stream.add_image(self, True, 1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> Any:
        """Return the picture as the PDF holds it."""
        return _engine().photo(self.width, self.height, self.jpeg)


class _Engine:
    """What a process keeps: the library, its fonts, and the style sheets parsed so far."""

    def __init__(self) -> None:
        import pydyf
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        class StaticOnly(URLFetcher):
            """Reads `static:path` from the project's static files, and nothing else from anywhere."""

            def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
                path = finders.find(url.removeprefix(_SCHEME)) if url.startswith(_SCHEME) else None
                if path is None:
                    raise ValueError(f"not a static file of this project: {url[:80]}")
                kind = _TYPES.get(Path(path).suffix, "application/octet-stream")
                return URLFetcherResponse(url, Path(path).read_bytes(), {"Content-Type": kind})

        class Page(weasyprint.HTML):
            """A document under our own short default sheet.

            The library's holds a dozen rules for pseudo-elements of every element, which cost a quarter of all time.
            """

            def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
                return [default_sheet]

        default_sheet = weasyprint.CSS(string=get_template("pdf/default.css").render())
        self.weasyprint, self.pydyf, self.page = weasyprint, pydyf, Page
        self.fonts = FontConfiguration()
        self.fetcher = StaticOnly()
        self.sheets: dict[str, weasyprint.CSS] = {}

    def sheet(self, name: str) -> "weasyprint.CSS":
        """Return the parsed style sheet, a template such as "pdf/ticket.css"."""
        if name not in self.sheets:
            source = get_template(name).render()
            self.sheets[name] = self.weasyprint.CSS(string=source, font_config=self.fonts, url_fetcher=self.fetcher)
        return self.sheets[name]

    def bitmap(self, size: int, rows: bytes) -> Any:
        facts = {"Type": "/XObject", "Subtype": "/Image", "Width": size, "Height": size}
        return self.pydyf.Stream([rows], {**facts, "ColorSpace": "/DeviceGray", "BitsPerComponent": 1, "Interpolate": "false"})

    def photo(self, width: int, height: int, jpeg: bytes) -> Any:
        facts = {"Type": "/XObject", "Subtype": "/Image", "Width": width, "Height": height, "Filter": "/DCTDecode"}
        return self.pydyf.Stream([jpeg], {**facts, "ColorSpace": "/DeviceRGB", "BitsPerComponent": 8, "Interpolate": "true"})


@cache
def _engine() -> _Engine:
    return _Engine()


def layout(html: str, *, css: Iterable[str], pictures: Mapping[str, Bitmap | Photo] | None = None) -> "weasyprint.Document":
    """Lay out `html`, a whole document whose `<html lang>` and `<title>` become the PDF's.

    Args:
        html: may name pictures as `static:path` or by their key in `pictures`, and nothing else.
        css: templates of style sheets, such as "pdf/ticket.css".
        pictures: symbols and photographs by the address they have in `html`, such as "code:7".
    """
    with _one_at_a_time:
        engine = _engine()
        page = engine.page(string=html, url_fetcher=engine.fetcher)
        return page.render(font_config=engine.fonts, stylesheets=[engine.sheet(name) for name in css], cache=dict(pictures or {}))


class _Coming:
    """A page that is laid out when its turn to be painted comes, and forgotten after."""

    def __init__(self, pages: Iterator["weasyprint.Page"], like: "weasyprint.Page") -> None:
        self.pages = pages
        self.width, self.height, self.bleed = like.width, like.height, like.bleed
        self.bookmarks: list[Any] = []
        self.links: list[Any] = []
        self.anchors: dict[str, Any] = {}
        self.forms: dict[Any, Any] = {None: []}

    def paint(self, stream: Any, scale: float = 1) -> None:
        next(self.pages).paint(stream, scale)


def _bytes(document: "weasyprint.Document", at: datetime, *, tagged: bool) -> bytes:
    document.metadata.created = document.metadata.modified = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    output = BytesIO()
    document.write_pdf(output, pdf_tags=tagged, pdf_identifier=True)
    return output.getvalue()


def write(document: "weasyprint.Document", *, at: datetime, tagged: bool = False) -> bytes:
    """Return a laid out document as a PDF.

    Args:
        at: written into the file as its date, so that nothing in it depends on the clock.
        tagged: add the structure that screen readers use, for about an eighth more time.
    """
    with _one_at_a_time:
        return _bytes(document, at, tagged=tagged)


def render(
    html: str, *, css: Iterable[str], at: datetime, pictures: Mapping[str, Bitmap | Photo] | None = None, tagged: bool = False
) -> bytes:
    """Return `html` as a PDF; see `layout` and `write`."""
    return write(layout(html, css=css, pictures=pictures), at=at, tagged=tagged)


def join(documents: Iterable["weasyprint.Document"], *, pages: int, at: datetime) -> bytes:
    """Return one PDF of many documents, with the title and language of the first; its memory hardly grows with them.

    Args:
        documents: taken one by one, so that a generator may lay them out as they are needed; all of one page size and
            without links.
        pages: how many they have together.
        at: see `write`.

    Raises:
        ValueError: they have more or fewer pages.
    """
    with _one_at_a_time:
        coming = iter(documents)
        first = next(coming)
        painted = (page for document in chain([first], coming) for page in document.pages)
        whole = first.copy([_Coming(painted, first.pages[0]) for _ in range(pages)])
        try:
            content = _bytes(whole, at, tagged=False)
        except StopIteration:
            raise ValueError(f"fewer than {pages} pages") from None
        if next(painted, None) is not None:
            raise ValueError(f"more than {pages} pages")
        return content
