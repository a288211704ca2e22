"""The pages, from `pages/`. Text from data is escaped by the templates; nothing here builds HTML."""

from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
ASSETS = HERE / "assets"


def render(name: str, **facts: Any) -> str:
    """A page or a part of one."""
    return _environment().get_template(name).render(**facts)


@cache
def stamp() -> str:
    """A mark of the content of all styles and scripts: addresses change with it, so that browsers may keep them."""
    return sha256(b"".join(path.read_bytes() for path in sorted(ASSETS.iterdir()))).hexdigest()[:12]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number=lambda value: f"{value:,}",
        address=lambda text: quote(str(text), safe=""),
        day=_day,
        figure=lambda value, places: "" if value is None else f"{value:.{places}f}",
        moment=lambda at: f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else "",
    )
    environment.globals.update(asset=lambda name: f"/assets/{stamp()}/{name}")
    return environment


def _day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"
