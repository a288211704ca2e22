"""How places are written: as newspapers print them, without the article, one name near another."""

from exporter.coders.dictionary.places.names import sound, unaccented

ARABIC = frozenset(
    (
        *("ARE", "BHR", "DZA", "EGY", "ESH", "IRN", "IRQ", "ISR", "JOR", "KWT", "LBN", "LBY", "MAR", "MRT"),
        *("OMN", "PSE", "QAT", "SAU", "SDN", "SYR", "TCD", "TUN", "YEM"),
    )
)
ARTICLES = ("al ", "el ", "ad ", "an ", "ar ", "as ", "at ", "az ", "ash ", "ath ")
# Where GeoNames writes names in a scholarly romanisation, whose marks no newspaper prints.
_ROMANISED = ARABIC | {
    *("AFG", "BGD", "BTN", "ERI", "ETH", "IND", "JPN", "KHM", "LAO", "LKA", "MDV", "MMR", "NPL", "PAK"),
    *("THA", "TKM"),
}
_MARKS = dict.fromkeys((0x2018, 0x02BB, 0x02BC, 0x02BE, 0x02BF))  # signs of ayn and hamza


def printed(name: str, iso3: str) -> str:
    """The name as newspapers print it: `Kandahar` for `Kandahār`, but `Medellín` as it is."""
    if iso3 not in _ROMANISED:
        return name
    plain = name if name.isascii() else unaccented(name)
    return plain.translate(_MARKS).strip().rstrip("\u2019")


def without_article(key: str) -> str:
    """A key without the Arabic article: `raqqah` of `ar raqqah`."""
    for article in ARTICLES:
        if key.startswith(article) and len(key) > len(article) + 2:
            return key.removeprefix(article)
    return key


def is_near(key: str, own: str) -> bool:
    """Whether a name is a short form of the place's own, or has the same strong letters."""
    if f" {key} " in f" {own} " or f" {own} " in f" {key} ":
        return True
    if key[0] != own[0] or key.rstrip("h")[-1:] != own.rstrip("h")[-1:]:
        return False  # Puno is not Pune
    return sound(key) == sound(own)
