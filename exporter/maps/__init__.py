"""Maps without a server of tiles: outlines of land and borders, projected and cut to where places are."""

from exporter.maps.world import DOTS, Dot, Map, Place, draw_map

__all__ = ["DOTS", "Dot", "Map", "Place", "draw_map"]
