"""How far two points are from each other."""

import math


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points, on a sphere."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))
