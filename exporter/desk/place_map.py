"""A small map of a place, drawn from our own outlines: nothing is loaded from elsewhere."""

from functools import lru_cache

from exporter.maps import Map, Place, draw_map


@lru_cache(maxsize=512)
def place_map(latitude: float, longitude: float) -> Map:
    """Land and borders around a place, and where the place is."""
    return draw_map([Place("", longitude, latitude, 1)])
