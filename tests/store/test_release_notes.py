"""What a store notes of a release beside its state, and stores of the layout before it could."""

import sqlalchemy as sa

from exporter.store import Store, schema
from tests.store.codings import add, battle, coding, same, state


def test_what_is_said_of_a_release_stays_with_it(store: Store) -> None:
    add(store, coding(battle()))
    first = store.record_release("d", "1.0.0", about='{"title": "Ərazi №1"}')
    assert first.about == '{"title": "Ərazi №1"}'
    assert store.record_release("d", "1.0.0", about='{"title": "Another"}') == first
    assert store.record_release("d", "1.0.0") == first
    second = store.record_release("d", "1.1.0")
    assert second.about is None
    assert store.releases("d") == [first, second]


def test_a_store_of_the_first_layout_is_brought_up_to_this_one(url: str) -> None:
    with Store(url) as made:
        add(made, coding(battle()))
        made.record_release("d", "1.0.0")
        before = state(made)
    engine = sa.create_engine(url if "://" in url else f"sqlite:///{url}")
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE releases DROP COLUMN about"))
        connection.execute(schema.about.update().values(schema_version=1))
    engine.dispose()
    for _ in range(2):
        with Store(url) as opened:
            assert same(state(opened), before)
            assert opened.record_release("d", "1.0.0").about is None
    with Store(url) as opened:
        assert opened.record_release("d", "2.0.0", about="{}").about == "{}"
    engine = sa.create_engine(url if "://" in url else f"sqlite:///{url}")
    with engine.connect() as connection:
        assert connection.execute(sa.select(schema.about.c.schema_version)).scalars().all() == [
            schema.VERSION
        ]
    engine.dispose()
