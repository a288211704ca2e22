"""One event, one row: what several sentences tell of an event becomes one draft.

merge.py       the drafts of an article, put together
same_event.py  whether two drafts tell of the same event
same_place.py  whether two places may be one
better.py      the best of two drafts of one event
told_below.py  what a headline tells in vaguer words than the report
"""

from exporter.coders.dictionary.merging.better import better_deaths, better_where
from exporter.coders.dictionary.merging.merge import merge
from exporter.coders.dictionary.merging.same_event import days_agree
from exporter.coders.dictionary.merging.same_place import places_agree

__all__ = ["better_deaths", "better_where", "days_agree", "merge", "places_agree"]
