"""Files as they really come: cut off, renamed, huge, in yesterday's encoding."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from common.files import DOCUMENTS, MB, PICTURES, TABLES, Kind, UnusableFile, check, read_text, safe_name

ALL = PICTURES | DOCUMENTS | TABLES


def picture(size=(40, 30), form="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", size, "#2f4a8a").save(out, form)
    return out


def archive(*names, content=b"<x/>"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, content)
    return out


def refused(content, name, allowed=ALL, **more):
    file = content if isinstance(content, io.BytesIO) else io.BytesIO(content)
    with pytest.raises(UnusableFile) as refusal:
        check(file, name=name, allowed=allowed, **more)
    return refusal.value.code


@pytest.mark.parametrize(
    ("form", "name", "kind"), [("JPEG", "bilde.JPEG", Kind.JPEG), ("PNG", "b.png", Kind.PNG), ("WEBP", "b.webp", Kind.WEBP)]
)
def test_a_picture_is_known_and_measured(form, name, kind):
    file = picture(form=form)
    checked = check(file, name=name, allowed=PICTURES)
    assert (checked.kind, checked.width, checked.height) == (kind, 40, 30)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7\n...", "līgums.pdf", Kind.PDF),
        (archive("word/document.xml"), "a.docx", Kind.DOCX),
        (archive("xl/workbook.xml"), "a.xlsx", Kind.XLSX),
        ("Vārds;Cena\nLīga;3,00\n".encode(), "cenas.csv", Kind.CSV),
        ("\ufeffИмя;Цена\n".encode(), "цены.csv", Kind.CSV),
    ],
)
def test_documents_and_tables_are_known(content, name, kind):
    file = content if isinstance(content, io.BytesIO) else io.BytesIO(content)
    assert check(file, name=name, allowed=ALL).kind is kind


def test_an_empty_file_is_refused():
    assert refused(b"", "bilde.jpg") == "file_empty"


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    assert refused(b"%PDF-" + b"0" * MB, "a.pdf", max_bytes=MB) == "file_too_large"


def test_a_programme_in_the_coat_of_a_picture_is_refused():
    assert refused(b"MZ\x90\x00" + b"\x00" * 200, "bilde.jpg") == "file_type"


def test_a_page_in_the_coat_of_a_picture_is_refused():
    assert refused(b"<html><script>alert(1)</script>", "bilde.png") == "file_type"


def test_a_picture_under_a_wrong_ending_is_refused():
    assert refused(picture(form="PNG"), "bilde.jpg") == "file_type"


def test_a_kind_not_wanted_here_is_refused():
    assert refused(b"%PDF-1.7", "a.pdf", allowed=PICTURES) == "file_type"


def test_a_huge_picture_is_refused_without_unpacking_it():
    out = io.BytesIO()
    Image.new("1", (8000, 5001)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    assert refused(out, "bilde.png") == "picture_too_large"


def test_a_decompression_bomb_is_refused():
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    assert refused(out, "bilde.png") == "picture_too_large"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_was_cut_off_is_refused(form):
    whole = picture((400, 300), form).getvalue()
    name = f"b.{'jpg' if form == 'JPEG' else form.lower()}"
    assert refused(whole[: len(whole) // 2], name) == "file_broken"


@pytest.mark.parametrize("names", [("evil.exe",), ("word/document.xml", "word/vbaProject.bin")])
def test_any_other_archive_is_refused(names):
    assert refused(archive(*names), "a.docx") == "file_type"


def test_a_damaged_archive_is_refused():
    assert refused(archive("word/document.xml").getvalue()[:40], "a.docx") == "file_broken"


def test_a_document_that_unpacks_to_gigabytes_is_refused():
    assert refused(archive("word/document.xml", content=b"0" * 201 * MB), "a.docx") == "file_too_large"


def test_a_table_in_yesterdays_encoding_is_refused_with_the_line():
    content = "Vards;Cena\nLīga;3,00\n".encode("windows-1257")
    with pytest.raises(UnusableFile) as refusal:
        check(io.BytesIO(content), name="cenas.csv", allowed=TABLES)
    assert (refusal.value.code, refusal.value.facts) == ("file_encoding", {"line": 2})


def test_a_byte_order_mark_is_not_part_of_the_text():
    assert read_text(io.BytesIO("\ufeffVārds".encode())) == "Vārds"


def test_binary_rubbish_is_no_table():
    assert refused(b"a;b\x00c\n", "a.csv") == "file_type"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Vera\\Mani darbi (1).pdf", "Mani-darbi-1.pdf"),
        ("Māla krūzes.PDF", "Māla-krūzes.pdf"),
        ("фото.жпг.pdf", "фото-жпг.pdf"),
        ("..", "file.pdf"),
        ("a\x00b\n.pdf", "a-b.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_are_made_harmless(name, safe):
    assert safe_name(name, Kind.PDF) == safe


@given(st.text())
def test_a_safe_name_never_leaves_its_folder(name):
    safe = safe_name(name, Kind.PDF)
    assert safe.endswith(".pdf")
    assert not set(safe) & set("/\\\x00\n\r:<>\"'|?*")
    assert not safe.startswith((".", "-"))


@given(st.binary(max_size=200))
def test_any_bytes_are_either_known_or_refused(content):
    with contextlib.suppress(UnusableFile):
        assert check(io.BytesIO(content), name="a.csv", allowed=ALL).size == len(content)
