"""A real Ray cluster of two nodes, one of which is killed in the middle, leaves the rows of this machine."""

import json
import os
import threading
import time
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("ray.data")

from exporter.articles.read import Defaults, read_articles
from exporter.coders.engines import cluster
from exporter.coders.partitions import Folder
from exporter.coders.to_folder import code_on_cluster, code_to_folder
from tests.coders.engines import StubCoder, articles_of


@pytest.fixture(scope="module")
def nodes():
    """A head of one core and two small nodes, as a machine of two cores can hold."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray
    from ray.cluster_utils import Cluster

    started = Cluster(
        initialize_head=True,
        head_node_args={
            "num_cpus": 2,
            "include_dashboard": False,
            "object_store_memory": 100 * 2**20,
            # A node that is dead is missed soon.
            "_system_config": {"health_check_period_ms": 500, "health_check_failure_threshold": 4},
        },
    )
    second = started.add_node(num_cpus=2, object_store_memory=100 * 2**20)
    yield started, second
    ray.shutdown()
    started.shutdown()


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Articles in both forms, in several files, with one that breaks the coder and one that kills it."""
    folder = tmp_path_factory.mktemp("articles")
    texts = [f"word {number}" for number in range(120)]
    texts[17], texts[61] = "break here", "die here"
    articles = articles_of(*texts)
    rows = [
        {"id": a.id, "text": a.text, "published": date(2020, 1, 1), "source": "Sample Wire"} for a in articles
    ]
    for number in range(2):
        pq.write_table(
            pa.Table.from_pylist(rows[number * 30 : number * 30 + 30]), folder / f"{number}.parquet"
        )
    lines = [json.dumps(row, default=str) for row in rows[60:]]
    (folder / "2.jsonl").write_text("\n".join([*lines[:30], "{no json"]), "utf-8")
    (folder / "3.jsonl").write_text("\n".join([*lines[30:], lines[0]]), "utf-8")
    return folder


def held(folder: Folder) -> list[dict]:
    return [row for part in folder.parts() for row in folder.rows(part)]


def aside(folder: Folder) -> list[tuple[str, str]]:
    return [
        (row["id"], row["error"])
        for part in folder.parts("set-aside")
        for row in folder._rows(f"set-aside/{part}", ["id", "error"])
    ]


def here(paths, coder, folder, problems) -> Folder:
    found = Folder(str(folder), new=True)
    articles = read_articles(paths, on_problem=problems.append)
    code_to_folder(articles, coder, found, jobs=1, on_failed=lambda failed: None)
    return found


def there(paths, coder, folder, address, problems, each=None) -> Folder:
    found = Folder(str(folder), new=True)
    code_on_cluster(
        [str(path) for path in paths], coder, found, address=address, defaults=Defaults(),
        on_failed=lambda failed: None, on_problem=problems.append, each=each,
    )  # fmt: skip
    return found


@pytest.mark.parametrize(
    ("cpus", "memory", "coders"), [(1, 8, 1), (2, 8, 1), (4, 8, 3), (16, 64, 14), (16, 4, 4)]
)
def test_the_pool_leaves_a_core_to_the_readers(cpus, memory, coders):
    pool = cluster.pool_for(cpus, memory * 2**30)
    assert pool.coders == coders
    assert pool.coders * pool.cpus < cpus


@pytest.mark.skipif(
    not os.environ.get("EXPORTER_TEST_CLUSTER"),
    reason="EXPORTER_TEST_CLUSTER is not set: two nodes take a minute to start, lose and stop",
)
def test_a_node_that_is_killed_in_the_middle_changes_nothing(nodes, inputs, tmp_path):
    started, second = nodes
    coder = StubCoder(pause=0.1)
    told_here, told_there = [], []
    alone = here([inputs], coder, tmp_path / "local", told_here)
    begun = threading.Event()
    killed_at = []

    def kill() -> None:
        begun.wait(60)
        killed_at.append(time.monotonic())
        started.remove_node(second, allow_graceful=False)

    killer = threading.Thread(target=kill)
    killer.start()
    last = 0.0

    def each() -> None:
        nonlocal last
        begun.set()
        last = time.monotonic()

    together = there([inputs], coder, tmp_path / "ray", started.address, told_there, each)
    killer.join()
    assert killed_at[0] < last, "the node was killed while articles were still coming"
    assert len(held(together)) == 118
    assert held(together) == held(alone)
    assert aside(together) == aside(alone)
    assert [name for name, _ in aside(together)] == ["a017", "a061"]
    assert [p.message for p in told_there] == [p.message for p in told_here]
    assert len(told_there) == 1
