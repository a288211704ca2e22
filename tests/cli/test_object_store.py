"""Articles and codings in an object store: a server that speaks S3, as pyarrow reaches any of them."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from moto.server import ThreadedMotoServer
from pyarrow import fs

from exporter.articles import read_articles
from tests.cli import refused, run

BUCKET = "news"


class Server(NamedTuple):
    """The server's files, and what tells a command where it is."""

    files: fs.FileSystem
    environment: dict[str, str]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    moto = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    moto.start()
    address = "http://{}:{}".format(*moto.get_host_and_port())
    told = {"AWS_ENDPOINT_URL": address, "AWS_DEFAULT_REGION": "us-east-1"}
    told |= dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "any")
    files = fs.S3FileSystem(
        access_key="any", secret_key="any", endpoint_override=address, allow_bucket_creation=True
    )
    files.create_dir(BUCKET)
    yield Server(files, told)
    moto.stop()


def test_articles_are_coded_from_bucket_to_bucket_and_loaded_once(
    server: Server, samples: Path, tmp_path: Path
) -> None:
    articles = list(read_articles([str(samples)]))[:4]
    for number, few in enumerate((articles[:3], articles[3:])):
        lines = [
            json.dumps({"id": a.id, "text": a.text, "published": str(a.published), "source": a.source})
            for a in few
        ]
        with server.files.open_output_stream(f"{BUCKET}/articles/{number}.jsonl") as file:
            file.write("\n".join(lines).encode())
    there = partial(run, cwd=tmp_path, environment=server.environment)
    for coded in (4, 0):
        found = there("code", f"s3://{BUCKET}/articles/", "-o", f"s3://{BUCKET}/codings")
        assert found.returncode == 0, found.stderr
        assert f"Articles coded now: {coded}." in found.stderr
    for added in (4, 0):
        loaded = there("store", "load", f"s3://{BUCKET}/codings", "--store", "e.db")
        assert f"Codings added: {added}; there before: {4 - added}." in loaded.stderr


def test_what_is_not_there_is_said(server: Server, tmp_path: Path) -> None:
    there = partial(run, cwd=tmp_path, environment=server.environment)
    refused(there("code", f"s3://{BUCKET}/none/", "-o", "codings"), "no articles", BUCKET)
    refused(there("code", "s3://other/none/", "-o", "codings"), "s3://other/none/")
