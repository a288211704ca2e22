"""Bytes of every common encoding become the text that was meant; what is no text is refused by name."""

import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.articles.decode import decode
from exporter.errors import DataError

# Text as it occurs in files: something visible, no control characters, no mark in front.
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff")).filter(str.strip)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@given(text=TEXTS)
def test_unicode_comes_back(encoding, text):
    assert decode(text.encode(encoding), "a.txt") == text


@given(st.text(st.characters(min_codepoint=0xE0, max_codepoint=0xFF), min_size=1))
def test_latin_1_comes_back(letters):
    # Followed by ASCII, so that the bytes cannot be UTF-8 by chance.
    text = "".join(f"{letter}n" for letter in letters)
    assert decode(text.encode("latin-1"), "a.txt") == text


def test_windows_quotes_come_back():
    assert decode(b"April\x92s caf\xe9 \x97 closed", "a.txt") == "April\u2019s café — closed"


def test_bytes_that_windows_1252_leaves_undefined_are_no_error():
    assert decode(b"caf\xe9 \x81 closed", "a.txt").startswith("café")


def test_big_endian_utf_16_comes_back():
    assert decode("\ufeffNièce".encode("utf-16-be"), "a.txt") == "Nièce"


def test_fallback_is_used_only_for_what_is_not_unicode():
    word = "Взрыв в порту"
    assert decode(word.encode("cp1251"), "a.html", "windows-1251") == word
    assert decode(word.encode(), "a.html", "windows-1251") == word


def test_unknown_fallback_is_no_error():
    assert decode(b"caf\xe9s", "a.html", "no-such-encoding") == "cafés"


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_file_is_named(raw):
    with pytest.raises(DataError, match=r"news/a\.txt is empty"):
        decode(raw, "news/a.txt")


@pytest.mark.parametrize(
    "raw",
    [
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        bytes(byte for byte in zlib.compress(random.Random(1).randbytes(4000)) if byte),
        b"\xff\xfea",
        b"\xff\xfe\x00\x00a\x00\x00\x00",
    ],
    ids=["zip", "png", "compressed without NUL", "half a character", "UTF-32"],
)
def test_binary_file_is_named(raw):
    with pytest.raises(DataError, match=r"news/a\.txt does not hold text") as caught:
        decode(raw, "news/a.txt")
    assert caught.value.remedy


def test_single_control_characters_do_not_make_a_file_binary():
    assert decode(b"one\x1a", "a.txt") == "one\x1a"
