"""What a store notes of a release beside its state."""

from exporter.store import Store
from tests.store.codings import add, battle, coding


def test_what_is_said_of_a_release_stays_with_it(store: Store) -> None:
    add(store, coding(battle()))
    first = store.record_release("d", "1.0.0", about='{"title": "Ərazi №1"}')
    assert first.about == '{"title": "Ərazi №1"}'
    assert store.record_release("d", "1.0.0", about='{"title": "Another"}') == first
    assert store.record_release("d", "1.0.0") == first
    second = store.record_release("d", "1.1.0")
    assert second.about is None
    assert store.releases("d") == [first, second]
