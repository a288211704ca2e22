"""The place and the day of a note, for the events that its sentences tell of."""

from collections.abc import Sequence
from dataclasses import replace

from exporter.coders.dictionary.draft import Draft, When, Where
from exporter.coders.dictionary.places import holds

PLACE_OF_NOTE = "place and day: those that the note opens with"


def placed(drafts: Sequence[Draft], where: Sequence[Where], when: When | None) -> list[Draft]:
    """The drafts of a note with the place and the day that it gives of its event; what had gone before is none.

    The place is the one with its units in brackets; where there are several, it is for those without any.
    """
    told = [draft for draft in drafts if not draft.aside] or list(drafts)
    one = where[0] if len(where) == 1 and where[0].near == 0 else None
    first = where[0] if where else None

    def exact(draft: Draft) -> Where | None:
        """The village in the unit that the note opens with: `Wuntau village in Twic county (Warrap state)`."""
        inner = draft.where
        if inner is None or one is None or inner.place.kind != "place":
            return None
        return inner if one.place.kind != "place" and holds(one.place, inner.place) else None

    return [
        replace(
            draft,
            where=exact(draft) or one or draft.where or first,
            when=(when if draft.lead else None) or draft.when or when,
        ).noting(PLACE_OF_NOTE)
        if first or (when and not draft.when)
        else draft
        for draft in told
    ]
