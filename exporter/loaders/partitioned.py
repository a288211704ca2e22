"""Which partitions of a table may hold what is asked for: their paths tell."""

from collections.abc import Sequence

from exporter.codebook.codelists import codelist
from exporter.loaders.selection import Selection
from exporter.releases.partitions import Part


def chosen(parts: Sequence[Part], selection: Selection) -> list[Part]:
    """The partitions that may hold what is asked for."""
    wanted = _texts(selection)
    return [
        part
        for part in parts
        if all(text in wanted[column] for column, text in part.values.items() if column in wanted)
    ]


def told_by_path(parts: Sequence[Part], selection: Selection) -> bool:
    """Whether the partitions' paths alone tell which rows are asked for."""
    if not parts:
        return False
    columns = set(parts[0].values) | ({"country"} if "iso3" in parts[0].values else set())
    return set(selection.where) <= columns


def _texts(selection: Selection) -> dict[str, set[str]]:
    """The wanted values as paths write them; of countries also their codes."""
    texts = {column: {str(value) for value in values} for column, values in selection.where.items()}
    if "country" in texts:
        listed = codelist("countries").select("code", "iso3").rows()
        texts["iso3"] = {iso3 for name, iso3 in listed if name in texts["country"]}
    return texts
