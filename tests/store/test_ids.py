import multiprocessing

from exporter.store import Store
from tests.store.codings import add, article, battle, coding, complete, generated


def _add_many(url: str, first: int, count: int) -> None:
    with Store(url) as store:
        for number in range(first, first + count):
            add(store, generated(number))


def test_ids_are_counted_by_country(store: Store) -> None:
    made = [add(store, coding(battle(), of=article(f"a{n}"))).created for n in range(12)]
    assert made == [(f"AZE{n}",) for n in range(1, 13)]
    assert store.table("sources")["event_id"].to_list() == [f"AZE{n}" for n in range(1, 13)]


def test_ids_are_not_given_again(store: Store, url: str) -> None:
    add(store, coding(battle()))
    store.delete("AZE1", who="Ana", reason="r")
    assert add(store, coding(battle(), version="1.0.1")).created == ("AZE2",)
    add(store, coding(version="1.0.2"))
    store.close()
    with Store(url) as again:
        assert add(again, coding(battle(), version="1.0.3")).created == ("AZE3",)
        assert again.table("events")["event_id"].to_list() == ["AZE3"]


def test_two_processes_give_distinct_ids(url: str) -> None:
    """They make the store, too, both at once."""
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add_many, args=(url, first, 60)) for first in (0, 60, 120)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    with Store(url) as store:
        assert complete(store) == 180
        ids = store.table("events")["event_id"]
        assert ids.n_unique() == len(ids) == 360
        serials = sorted(int(event_id[3:]) for event_id in ids if event_id.startswith("AZE"))
        assert serials == list(range(1, len(serials) + 1))


def test_two_processes_with_the_same_articles_keep_them_once(store: Store, url: str) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add_many, args=(url, 0, 40)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert complete(store) == 40
