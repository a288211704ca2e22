"""A map: outlines of land and borders, projected and cut to the places of the events.

`world.csv` holds the outlines: Natural Earth 4.1, 1:50 million, in the public domain (naturalearthdata.com), with
points dropped that lie within 0.04 degrees of the line and without land of less than 0.01 square degrees. Each
line is a list of points in hundredths of a degree, `longitude,latitude`, the first as it is and each further as
the step from the one before.
"""

import csv
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

Point = tuple[float, float]
Line = tuple[Point, ...]
Box = tuple[float, float, float, float]
"""West, south, east and north, or left, top, right and bottom."""

WIDTH = 1920
"""Units of the map from left to right; a point is a whole unit."""
DOTS = 1500
"""Dots that a map can hold: where there are more places, those in one cell of a grid share a dot."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its events."""

    name: str
    longitude: float
    latitude: float
    events: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map: where it is, and its diameter in pixels of the screen."""

    label: str
    events: int
    x: int
    y: int
    size: float


@dataclass(frozen=True, slots=True)
class Map:
    """What the map shows: paths of SVG for land and borders, and dots, the largest first.

    Attributes:
        width, height: Size in the units of the paths.
        land: The land, to be filled.
        borders: Borders between countries, to be stroked.
        dots: The places.
        top: The places with most events, for a table.
        places: Number of places.
    """

    width: int
    height: int
    land: str
    borders: str
    dots: tuple[Dot, ...]
    top: tuple[Place, ...]
    places: int


def draw_map(places: Sequence[Place]) -> Map:
    """A map of the places, which stand with the most events first.

    The whole world where they are far from each other, else the part where they are.
    """
    view = _view(places)
    land = (ring for ring in _cut_rings(_outlines("land"), view.box))
    borders = (line for ring in _outlines("border") for line in _cut_line(ring, view.box))
    return Map(
        width=WIDTH,
        height=view.height,
        land="".join(_path(ring, view, close=True) for ring in land),
        borders="".join(_path(line, view, close=False) for line in borders),
        dots=_dots(places, view),
        top=tuple(places[:20]),
        places=len(places),
    )


@dataclass(frozen=True, slots=True)
class _View:
    """The part of the world that is shown, and how it is projected."""

    box: Box
    height: int
    project: Callable[[float, float], Point]


WORLD: Box = (-180.0, -60.0, 180.0, 85.0)
RATIO = 1.75
"""Width to height of a map of a part of the world."""
SMALLEST = 12.0
"""Degrees of latitude that a map shows at least: closer, nobody knows where they are."""


def _view(places: Sequence[Place]) -> _View:
    longitudes = [place.longitude for place in places] or [0.0]
    latitudes = [place.latitude for place in places] or [0.0]
    west, south, east, north = min(longitudes), min(latitudes), max(longitudes), max(latitudes)
    middle = (south + north) / 2
    narrow = math.cos(math.radians(min(abs(middle), 75.0)))
    height = max((north - south) * 1.3, (east - west) * narrow * 1.25 / RATIO, SMALLEST)
    half = height * RATIO / narrow / 2
    centre = (west + east) / 2
    box = (centre - half, middle - height / 2, centre + half, middle + height / 2)
    if not places or height > 75 or box[0] < -180 or box[2] > 180 or box[1] < -88 or box[3] > 88:
        return _world()
    scale = WIDTH / (2 * half)
    return _View(
        box,
        round(WIDTH / RATIO),
        lambda longitude, latitude: ((longitude - box[0]) * scale, (box[3] - latitude) * scale / narrow),
    )


def _world() -> _View:
    right, _ = _equal_earth(180, 0)
    (_, top), (_, bottom) = _equal_earth(0, WORLD[3]), _equal_earth(0, WORLD[1])
    scale = WIDTH / (2 * right)

    def project(longitude: float, latitude: float) -> Point:
        x, y = _equal_earth(longitude, latitude)
        return (x + right) * scale, (top - y) * scale

    return _View(WORLD, round((top - bottom) * scale), project)


def _equal_earth(longitude: float, latitude: float) -> Point:
    """The Equal Earth projection of Šavrič, Patterson and Jenny (2018)."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2, t6 = t * t, t**6
    slope = 9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    return x, t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))


def _dots(places: Sequence[Place], view: _View) -> tuple[Dot, ...]:
    found = [(place, *view.project(place.longitude, place.latitude)) for place in places]
    cell = 2.0 if len(places) <= DOTS else 16.0
    cells: dict[tuple[int, int], list[tuple[Place, float, float]]] = {}
    for place, x, y in found:
        cells.setdefault((int(x // cell), int(y // cell)), []).append((place, x, y))
    counted = [(sum(place.events for place, _, _ in group), group) for group in cells.values()]
    most = max((count for count, _ in counted), default=1)
    largest = 6 + 14 * math.sqrt(min(1.0, 12 / max(len(counted), 1)))
    dots = [
        Dot(
            label=group[0][0].name + (f" and {len(group) - 1} more places" if len(group) > 1 else ""),
            events=count,
            x=round(group[0][1]),
            y=round(group[0][2]),
            size=round(max(3.5, largest * math.sqrt(count / most)), 1),
        )
        for count, group in counted
    ]
    return tuple(sorted(dots, key=lambda dot: (-dot.events, dot.x, dot.y)))


@cache
def _outlines(kind: str) -> tuple[tuple[Line, Box], ...]:
    """The lines of a kind in degrees, each with the box around it."""
    with Path(__file__).with_name("world.csv").open(encoding="utf-8", newline="") as file:
        lines = [_decode(row["line"]) for row in csv.DictReader(file) if row["kind"] == kind]
    return tuple((line, _box(line)) for line in lines)


def _decode(text: str) -> Line:
    steps = [tuple(map(int, step.split(","))) for step in text.split(" ")]
    longitudes, latitudes = (accumulate(values) for values in zip(*steps, strict=True))
    return tuple((x / 100, y / 100) for x, y in zip(longitudes, latitudes, strict=True))


def _box(line: Line) -> Box:
    xs, ys = zip(*line, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _apart(one: Box, other: Box) -> bool:
    return one[2] < other[0] or one[0] > other[2] or one[3] < other[1] or one[1] > other[3]


def _cut_rings(outlines: Sequence[tuple[Line, Box]], view: Box) -> Iterator[Line]:
    """The rings cut to a little more than the view, so that no cut edge shows (Sutherland and Hodgman)."""
    if view == WORLD:
        yield from (ring for ring, box in outlines if not _apart(box, view))
        return
    edge = (view[3] - view[1]) / 50
    wide = (view[0] - edge, view[1] - edge, view[2] + edge, view[3] + edge)
    for ring, box in outlines:
        if _apart(box, wide):
            continue
        cut: Sequence[Point] = ring
        for axis, side in ((0, 0), (1, 1), (0, 2), (1, 3)):
            cut = list(_half(cut, axis, wide[side], keep_above=side < 2))
        if len(cut) > 2:
            yield tuple(cut)


def _half(ring: Sequence[Point], axis: int, limit: float, *, keep_above: bool) -> Iterator[Point]:
    """The part of a ring on one side of a line of longitude (axis 0) or latitude (axis 1)."""
    sign = 1 if keep_above else -1
    for before, point in zip((*ring[-1:], *ring[:-1]), ring, strict=True):
        was, now = (before[axis] - limit) * sign, (point[axis] - limit) * sign
        if was * now < 0:
            share = was / (was - now)
            yield (
                before[0] + (point[0] - before[0]) * share,
                before[1] + (point[1] - before[1]) * share,
            )
        if now >= 0:
            yield point


def _cut_line(outline: tuple[Line, Box], view: Box) -> Iterator[Line]:
    """The stretches of a line that may be seen."""
    line, box = outline
    if _apart(box, view):
        return
    run: list[Point] = []
    for one, other in pairwise(line):
        if _apart(_box((one, other)), view):
            if run:
                yield tuple(run)
            run = []
        else:
            run = [*run, other] if run else [one, other]
    if run:
        yield tuple(run)


def _path(line: Line, view: _View, *, close: bool) -> str:
    """A path of SVG in whole units, without points that fall on the one before; none for what is too small."""
    points: list[tuple[int, int]] = []
    for longitude, latitude in line:
        x, y = view.project(longitude, latitude)
        point = (round(x), round(y))
        if not points or point != points[-1]:
            points.append(point)
    if len(points) < (4 if close else 2):
        return ""
    steps = (f"{x - u} {y - v}" for (u, v), (x, y) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}{'z' if close else ''}"
