"""What lay under an area is nowhere in the new file; what lay outside is there to be read and found."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject

from yangguang.lib.pdf.checking import faults
from yangguang.lib.pdf.geometry import Area, Box, Frame
from yangguang.lib.pdf.reading import Letter, Unreadable, letters, opened, page_of
from yangguang.lib.pdf.redacting import Done, redact
from yangguang.lib.tests.pdfs import Paper, everywhere, name, numbers, one_page, recoverable, text


def read(pdf: bytes, page: int = 1) -> tuple[list[Letter], Frame]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.pdf")
        path.write_bytes(pdf)
        with opened(path) as document, page_of(document, page) as (shown, frame):
            return letters(shown, frame), frame


def over(pdf: bytes, words: str, page: int = 1) -> list[Area]:
    """An area over each place where the words stand."""
    found, _frame = read(pdf, page)
    whole = "".join(one.character for one in found)
    areas, at = [], whole.find(words)
    assert at >= 0, f"{words} is not in {whole!r}"
    while at >= 0:
        box = found[at].box
        for one in found[at : at + len(words)]:
            box = box.joined(one.box) if one.plain else box
        areas.append(Area(page, box.grown(0.2, 1)))
        at = whole.find(words, at + 1)
    return areas


def redacted(pdf: bytes, areas: Sequence[Area]) -> tuple[bytes, Done]:
    """The new file, after the second reader found nothing wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "a.pdf"), Path(folder, "b.pdf")
        source.write_bytes(pdf)
        with target.open("wb") as out:
            done = redact(source, out, areas, lambda page: None)
        assert faults(target, areas, done.pages) == []
        return target.read_bytes(), done


def words_of(pdf: bytes) -> str:
    """As poppler reads it where it is installed, else pypdf."""
    if tool := shutil.which("pdftotext"):
        return subprocess.run([tool, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def pictures_of(pdf: bytes) -> list[Image.Image]:
    return [page.images[0].image.convert("RGB") for page in PdfReader(io.BytesIO(pdf)).pages]


def hidden_from(pdf: bytes, secret: str) -> None:
    dug = recoverable(pdf)
    for form in (secret.encode(), secret.encode("utf-16-be"), secret.encode().hex().encode()):
        assert form not in dug
        assert form.upper() not in dug


def test_a_word_under_an_area_is_gone_and_the_words_beside_it_stay():
    pdf = one_page("public SECRET public")
    new, done = redacted(pdf, over(pdf, "SECRET"))
    hidden_from(new, "SECRET")
    assert words_of(new).split() == ["public", "public"]
    assert done == Done(pages=1, removed=6, unseen=0)


def test_no_corner_of_the_old_file_comes_along():
    pdf = everywhere("QUARTZ")
    assert b"QUARTZ" in recoverable(pdf)
    areas = [*over(pdf, "QUARTZ"), Area(1, Box(15, 55, 125, 85))]  # the field is filled in with it too
    new, _done = redacted(pdf, areas)
    hidden_from(new, "QUARTZ")
    assert new.count(b"%%EOF") == 1


def test_what_nobody_could_see_does_not_come_to_light():
    paper = Paper()
    paper.page(
        text("seen", 20, 150)
        + f"1 1 1 rg {text('white', 20, 120)} 0 g {text('barred', 20, 90)} 15 85 80 20 re f\n"
    )
    new, done = redacted(paper.bytes(), [])
    assert words_of(new).split() == ["seen"]
    assert done.unseen == len("whitebarred")


@pytest.mark.parametrize(
    "drawn",
    [
        "BT /F 12 Tf 20 100 Td [(pub) -20 (lic S) 60 (EC) -30 (R) 10 (ET public)] TJ ET",
        "BT /F 12 Tf 20 100 Td (public ) Tj (SEC) Tj (RET) Tj ( public) Tj ET",
        "BT /F 12 Tf 1 0 0 1 20 100 Tm (public SEC) Tj 1 0 0 1 79.02 100 Tm (RET public) Tj ET",
        "BT /F 1 Tf 12 0 0 12 20 100 Tm (public SECRET public) Tj ET",
        "BT /F 12 Tf 3 Tr 20 100 Td (public SECRET public) Tj ET 0.9 g 10 90 200 30 re f 0 g 20 100 100 5 re f",
    ],
    ids=["kerned", "several operators", "several places", "matrix", "recognised under a picture"],
)
def test_however_the_word_is_drawn(drawn):
    paper = Paper()
    paper.page(drawn)
    pdf = paper.bytes()
    new, _done = redacted(pdf, over(pdf, "SECRET"))
    hidden_from(new, "SECRET")
    assert not set("SECRT") & set(words_of(new))


def test_text_in_a_form_inside_a_form():
    paper = Paper()
    inner = paper.form(text("deep SECRET deep", 20, 100))
    outer = paper.form("/Inner Do")
    outer.get_object()[name("Resources")][name("XObject")] = DictionaryObject({name("Inner"): inner})
    paper.page("q 1 0 0 1 10 -20 cm /Outer Do Q", XObject=DictionaryObject({name("Outer"): outer}))
    pdf = paper.bytes()
    new, _done = redacted(pdf, over(pdf, "SECRET"))
    hidden_from(new, "SECRET")
    assert words_of(new).split() == ["deep", "deep"]


def test_the_dots_of_a_picture_under_an_area_are_gone():
    paper = Paper()
    red = paper.image(30, 20, bytes([200, 30, 30]) * 600)
    paper.page(
        "q 150 0 0 100 20 50 cm /Im Do Q q 1 0 0 1 0 0 cm 0 0 1 RG 5 w 30 60 m 160 140 l S Q",
        XObject=DictionaryObject({name("Im"): red}),
    )
    pdf = paper.bytes()
    new, _done = redacted(pdf, [Area(1, Box(20, 50, 170, 150))])
    (picture,) = pictures_of(new)
    assert {colour for _n, colour in picture.getcolors(10_000)} == {(0, 0, 0), (255, 255, 255)}
    assert bytes([200, 30, 30]) * 20 not in recoverable(new)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [(), (15, 25, 280, 190)])
def test_turned_and_cut_pages(rotate, crop):
    paper = Paper()
    paper.page(text("public SECRET public", 40, 100), rotate=rotate, crop=crop)
    pdf = paper.bytes()
    new, _done = redacted(pdf, over(pdf, "SECRET"))
    hidden_from(new, "SECRET")
    assert not set("SECRT") & set(words_of(new))
    _found, frame = read(pdf)
    page = PdfReader(io.BytesIO(new)).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == frame.size
    # The black lies where the word was seen: nothing else is black but the two words beside it.
    (picture,) = pictures_of(new)
    black = picture.convert("L").point(lambda value: 255 if value < 10 else 0).getbbox()
    (area,) = over(pdf, "SECRET")
    scale = picture.width / frame.size[0]
    assert black is not None
    assert black[0] <= area.box.x0 * scale
    assert black[3] >= area.box.y1 * scale


def test_what_the_page_cuts_off_is_not_taken_along():
    new, _done = redacted(one_page("SECRET", crop=(150, 0, 300, 200)), [])
    hidden_from(new, "SECRET")


def test_a_scanned_page_without_words():
    paper = Paper()
    dots = Image.effect_noise((60, 40), 80).convert("RGB")
    paper.page(
        "q 300 0 0 200 0 0 cm /Im Do Q",
        XObject=DictionaryObject({name("Im"): paper.image(60, 40, dots.tobytes())}),
    )
    new, done = redacted(paper.bytes(), [Area(1, Box(50, 50, 120, 90))])
    assert done == Done(1, 0, 0)
    (picture,) = pictures_of(new)
    scale = picture.width / 300
    under = picture.convert("L").crop(tuple(round(v * scale) for v in (51, 51, 119, 89)))
    assert under.getextrema()[1] < 60
    assert picture.convert("L").getextrema()[1] > 150


def test_the_fingers_of_a_shared_font_and_an_untouched_page_tell_nothing():
    paper = Paper()
    paper.page(text("first SECRET", 20, 100))
    paper.page(text("second page", 20, 100))
    pdf = paper.bytes()
    new, _done = redacted(pdf, over(pdf, "SECRET"))
    # No character that stood under areas only is anywhere, the table of the font included.
    fonts = PdfReader(io.BytesIO(new)).pages[0]["/Resources"]["/Font"]["/F"]
    told = fonts["/ToUnicode"].get_data()
    assert f"<{'T'.encode('utf-16-be').hex()}>".encode() not in told
    assert f"<{'p'.encode('utf-16-be').hex()}>".encode() in told


def test_the_same_input_gives_the_same_bytes():
    pdf = one_page()
    assert redacted(pdf, over(pdf, "SECRET")) == redacted(pdf, over(pdf, "SECRET"))


def test_what_cannot_be_read_is_said():
    writer = PdfWriter(io.BytesIO(one_page()))
    writer.encrypt("password")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Unreadable, match="encrypted"):
        read(out.getvalue())
    with pytest.raises(Unreadable, match="broken"):
        read(b"%PDF-1.7 nothing")
    with pytest.raises(ValueError, match="no such pages"):
        redacted(one_page(), [Area(2, Box(0, 0, 10, 10))])
    with pytest.raises(ValueError, match="outside"):
        redacted(one_page(), [Area(1, Box(900, 0, 910, 10))])


def tampered(change) -> list[str]:
    """What the second reader says of a good file that was changed by ``change(writer)``."""
    pdf = one_page()
    areas = over(pdf, "SECRET")
    writer = PdfWriter(io.BytesIO(redacted(pdf, areas)[0]))
    change(writer)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as kept:
        writer.write(kept)
        kept.flush()
        return faults(Path(kept.name), areas, 1)


def test_the_second_reader_finds_what_should_not_be_there():
    def word(writer):
        contents = writer.pages[0]["/Contents"].get_object()
        contents.set_data(contents.get_data() + b"\nBT 3 Tr /F 1 Tf 8 0 0 12 70 98 Tm <0001> Tj ET")

    def note(writer):
        writer.pages[0][name("Annots")] = numbers()

    def light(writer):
        picture = writer.pages[0]["/Resources"]["/XObject"]["/P"].get_object()
        picture.set_data(bytes([15]) * (picture["/Width"] * picture["/Height"]))

    assert any("stands under" in one for one in tampered(word))
    assert any("/Annots" in one for one in tampered(note))
    assert any("not black" in one for one in tampered(light))
    assert any(
        "catalog" in one for one in tampered(lambda w: w.add_outline_item(title="SECRET", page_number=0))
    )


@settings(max_examples=25)
@given(
    words=st.lists(st.tuples(st.integers(0, 220), st.integers(5, 180), st.sampled_from([6, 9, 14, 30])), min_size=1, max_size=5),
    corner=st.tuples(st.integers(0, 250), st.integers(0, 160)),
    side=st.tuples(st.integers(2, 120), st.integers(2, 80)),
    rotate=st.sampled_from([0, 90, 180, 270]),
)  # fmt: skip
def test_no_character_that_an_area_meets_is_left(words, corner, side, rotate):
    paper = Paper()
    drawn = "".join(text(chr(65 + n) * 3, x, y, size) for n, (x, y, size) in enumerate(words))
    paper.page(drawn, rotate=rotate)
    pdf = paper.bytes()
    found, frame = read(pdf)
    box = Box(corner[0], corner[1], corner[0] + side[0], corner[1] + side[1]).within(*frame.size)
    if box is None:
        return
    new, _done = redacted(pdf, [Area(1, box)])
    met = [one.character for one in found if one.plain and one.box.overlaps(box)]
    clear = [one.character for one in found if one.plain and not one.box.overlaps(box)]
    left = [one.character for one in read(new)[0] if one.plain]
    assert len(left) <= len(clear)
    for character in set(met) - set(clear):
        assert character not in left
