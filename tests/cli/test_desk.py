"""`exporter desk` as a process: it serves, refuses what it must, and stops when it is told."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

REPORT = (
    "Title: Road blocked\nDate: 2019-05-03\nSource: EFE\n\nFarmers blocked a road near Cochabamba on Tuesday."
)


def desk(*options: object, cwd: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "exporter", "desk", *map(str, options)]
    return subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def page(port: int) -> str:
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("nothing was served")


def test_articles_are_queued_and_served_until_it_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT)
    port = free_port()
    process = desk("report.txt", "--store", "e.db", "--port", port, "--person", "xy", cwd=tmp_path)
    try:
        shown = page(port)
        assert "Road blocked" in shown
        assert ">xy<" in shown
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert out == ""
    assert "New in the queue: 1 articles." in err
    assert f"http://127.0.0.1:{port}/" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--store", "missing.db"), "There is no store"),
        (("a.txt", "--host", "0.0.0.0"), "--name"),
        (("a.txt", "--host", "0.0.0.0", "--name", "desk.example.org"), "exporter user add"),
        (("a.txt", "--host", "192.0.2.7"), "exporter user add"),
    ],
)
def test_what_cannot_be_served_is_told(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    process = desk(*options, "--port", free_port(), cwd=tmp_path)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert told in err
    assert "Traceback" not in err


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = desk("a.txt", "--port", taken.getsockname()[1], cwd=tmp_path)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "Choose another port" in err
    assert "Traceback" not in err
