"""Saved web pages: trafilatura finds the report and its facts among menus and advertisements.

The package is an extra, so it is imported only when there is a page to read.
"""

import re
from contextlib import suppress
from datetime import date
from typing import Any

from exporter.articles.clean import clean, clean_characters
from exporter.articles.dates import parse_date
from exporter.articles.found import Found, language_code, one_line, with_title
from exporter.errors import DataError, MissingExtraError


def read_html(page: str, where: str) -> Found:
    """Read the article in a web page.

    Args:
        page: The HTML.
        where: What the file is called in messages.

    Raises:
        DataError: No report was found in the page.
        MissingExtraError: The packages for reading HTML are not installed.
    """
    try:
        from trafilatura import bare_extraction, load_html  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise MissingExtraError("Reading HTML", "html") from error
    tree: Any = None
    document: Any = None
    fault = None
    try:
        tree = load_html(page)
        if tree is not None:
            document = bare_extraction(
                tree, with_metadata=True, include_comments=False, date_extraction_params=_DATE_SEARCH
            )
    except Exception as error:  # noqa: BLE001 -- odd pages trip assertions deep inside; the next one may be fine
        fault = error
    body = clean(document.text or "") if document is not None else ""
    if not body:
        raise DataError(
            f"No article text was found in {where}.",
            "Save the page of a single article, or copy its text into a .txt file.",
        ) from fault
    title = one_line(clean_characters(document.title or "")) or None
    return Found(
        text=with_title(title, body),
        title=title,
        source=_outlet(document),
        published=_published(document.date),
        url=document.url or None,
        language=_language(tree),
    )


def declared_encoding(raw: bytes) -> str | None:
    """Return the encoding that a page says it is in, where browsers look for it and if it needs saying."""
    match = _CHARSET.search(raw[:1024])
    return match[1].decode("ascii") if match else None


# The families that pages are in when not in UTF-8. Latin-1 is left out: browsers take it for Windows-1252.
_CHARSET = re.compile(
    rb"charset\s*=\s*[\"']?((?:iso-8859-(?!1\b)|windows-125|koi8-|gb|big5|shift_jis|euc-)[a-z0-9-]*)",
    re.IGNORECASE,
)

# What the page declares in its URL, its markup or a time stamp, not any day that its sentences name. The
# limits are wide so that what is found does not depend on the day it is looked for.
_DATE_SEARCH = {
    "original_date": True,
    "extensive_search": False,
    "min_date": "1900-01-01",
    "max_date": "2099-12-31",
}


def _outlet(document: Any) -> str | None:
    """The name that the page gives its outlet; trafilatura falls back on the host, which is no name."""
    name = one_line(clean_characters(document.sitename or ""))
    if not name or f"/{name.lower()}/" in f"{document.url or ''}/".lower().replace("//www.", "//"):
        return None
    return name


def _published(value: str | None) -> date | None:
    return parse_date(value) if value else None


def _language(tree: Any) -> str | None:
    for tag in tree.xpath("/html/@lang | /html/@xml:lang"):
        with suppress(ValueError):
            return language_code(str(tag))
    return None
