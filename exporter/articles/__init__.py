"""Reading news articles: files, folders and standard input become `Article` values.

    article.py     Article, what everything else works on
    read.py        read_articles, count_articles, Problem: the way in
    inputs.py      the files behind the paths, and the reader for each
    clean.py       clean: what is taken out of a text before anybody quotes from it
    text.py        plain text files, with or without header lines
    html.py        saved web pages
    jsonlines.py   JSON Lines, one article a line
    parquet.py     Parquet, one article a row
    places.py      files in object stores
    dateline.py    `VIENNA, May 16, 2016 (AFP) - ` and its kin
    dates.py       written dates
    decode.py      bytes to text
    found.py       what a file says of an article, before it is complete

Nothing here knows what an event is.
"""

from exporter.articles.article import Article
from exporter.articles.clean import clean
from exporter.articles.read import Problem, count_articles, read_articles

__all__ = ["Article", "Problem", "clean", "count_articles", "read_articles"]
