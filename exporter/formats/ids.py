"""Our event ids as numbers, for formats that name events by number, and back.

`AZE12` becomes (A * 26² + Z * 26 + E + 100) * 10^11 + 12: no number of GDELT's or UCDP's own is that large, and
it is small enough for programs that keep numbers as 64-bit floats.
"""

import polars as pl

_ROOM = 10**11
_FIRST = 100
_LAST = 26**3 + _FIRST


def number(event_id: pl.Expr) -> pl.Expr:
    """The number of an event id; null where the id has another form or too high a serial."""
    letters = [
        event_id.str.slice(place, 1).replace_strict(list(_LETTERS), list(range(26)), default=None)
        for place in range(3)
    ]
    word = letters[0] * 676 + letters[1] * 26 + letters[2] + _FIRST
    serial = event_id.str.slice(3).cast(pl.Int64, strict=False)
    fits = event_id.str.contains(r"^[A-Z]{3}[1-9][0-9]{0,10}$")
    return pl.when(fits).then(word.cast(pl.Int64) * _ROOM + serial)


def event_id(number: pl.Expr) -> pl.Expr:
    """The event id that such a number stands for; null for other numbers."""
    word = number // _ROOM - _FIRST
    letters = [word // 676, word // 26 % 26, word % 26]
    text = pl.concat_str(
        *(
            letter.replace_strict(list(range(26)), list(_LETTERS), default=None, return_dtype=pl.String)
            for letter in letters
        ),
        (number % _ROOM).cast(pl.String),
    )
    ours = (number >= _FIRST * _ROOM) & (number < _LAST * _ROOM) & (number % _ROOM > 0)
    return pl.when(ours).then(text)


def foreign(iso3: pl.Expr, number: pl.Expr) -> pl.Expr:
    """An event id for another project's number: the country's code and the number."""
    return pl.when(number > 0).then(pl.concat_str(iso3.cast(pl.String), number.cast(pl.String)))


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
