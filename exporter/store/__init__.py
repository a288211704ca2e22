"""Where articles, codings, events, revisions and deletions are kept between releases.

schema.py           the tables, derived from the codebook
connection.py       opening a database, and what can go wrong
article_codings.py  articles and the codings of them: which are there, and keeping one
writing.py          keeping the events of a coding: new ones, revised ones, deleted ones
matching.py         which event of an earlier coding a new row is
revising.py         an event that people correct
reading.py          tables as frames, now or as of an earlier revision
revisions.py        what an event is after each change
history.py          the life of an event, from its revisions
recording.py        which releases there are, and what each holds
work.py             the work of people: the queue (tasks.py), who gets what (assigning.py), drafts, codings handed
                    in (submissions.py, judged.py)
migrations.py       from an earlier layout to this one
store.py            the public class
"""

try:
    from exporter.store.recording import Release
    from exporter.store.store import Store
    from exporter.store.writing import Outcome
except ModuleNotFoundError as error:
    if error.name != "sqlalchemy":
        raise
    from exporter.errors import MissingExtraError

    raise MissingExtraError("The store", "store") from error

__all__ = ["Outcome", "Release", "Store"]
