"""What the pages say, read without a browser."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from tests.catalogue.releases import HOSTILE


class Read(HTMLParser):
    """The elements and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "a":
            self.links.append(told["href"])
        if "id" in told:
            self.ids.append(told["id"])
        self.loads += [told[name] for name in ("src", "srcset", "data", "action") if told.get(name)]
        if tag == "link":
            self.loads.append(told["href"])
        self._in_script = tag == "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)
            self._in_script = False


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("index.html"))


def test_every_link_leads_somewhere(site: Path) -> None:
    for page in pages(site):
        read = Read(page.read_text(encoding="utf-8"))
        assert len(read.ids) == len(set(read.ids))
        for link in read.links:
            path, _, anchor = link.partition("#")
            if path.startswith("https://"):
                continue
            target = page.parent / path if path else page
            assert target.is_file(), f"{page} links to {link}"
            assert not anchor or anchor in Read(target.read_text(encoding="utf-8")).ids


def test_every_version_is_listed(site: Path) -> None:
    links = Read((site / "conflict" / "index.html").read_text()).links
    assert [link for link in links if re.match(r"\d", link) and "files" not in link] == [
        "1.1.0/index.html",
        "1.0.1/index.html",
        "1.0.0/index.html",
    ]


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert set(Read(text).loads) == {"data:,"}
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "http" not in policy


def test_the_policy_names_the_script_that_is_there(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    for tag in ("script", "style"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in text


def test_search_engines_get_the_description_and_nothing_ends_it_early(site: Path) -> None:
    text = (site / "conflict" / "index.html").read_text(encoding="utf-8")
    described = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1]
    assert "\\u003c/script\\u003e" in described
    assert "<" not in described


@pytest.mark.parametrize("page", ["index.html", "hostile/index.html", "conflict/index.html"])
def test_no_word_of_the_data_is_markup(site: Path, page: str) -> None:
    text = (site / page).read_text(encoding="utf-8")
    assert HOSTILE not in text
    assert "<img" not in text
    assert all("run" not in script for script in Read(text).scripts if "{" not in script)


def test_the_dictionary_is_whole(site: Path, output: Path) -> None:
    said = pl.read_csv(output / "conflict" / "1.1.0" / "dictionary.csv", infer_schema=False)
    ids = Read((site / "conflict" / "index.html").read_text(encoding="utf-8")).ids
    assert [one for one in ids if "." in one] == (said["table"] + "." + said["column"]).to_list()


def test_an_older_version_points_to_the_newest(site: Path) -> None:
    older = (site / "conflict" / "1.0.0" / "index.html").read_text(encoding="utf-8")
    assert "This is an older version" in older
    assert "This is an older version" not in (site / "conflict" / "1.1.0" / "index.html").read_text(
        encoding="utf-8"
    )
