"""`exporter user`: passwords come from a prompt or standard input."""

import os
import pty
import subprocess
import time

import pytest

from exporter.store import Store
from exporter.store.people import LogInRefusedError, People
from tests.cli import COMMAND, ENVIRONMENT, refused, run

PASSWORD = "four plain words here"


@pytest.fixture
def place(tmp_path):
    with Store(tmp_path / "events.db"):
        pass
    return tmp_path


def logs_in(place, name, password=PASSWORD):
    with Store(place / "events.db") as store:
        people = People(store)
        try:
            return people.session(people.log_in(name, password, "here")).role.value
        except LogInRefusedError:
            return None


def test_an_account_is_made_listed_changed_and_disabled(place):
    added = run("user", "add", "ab", cwd=place, stdin=PASSWORD + "\n")
    assert (added.returncode, added.stdout, added.stderr) == (0, "", "ab may log in (coder).\n")
    assert logs_in(place, "ab") == "coder"
    assert run("user", "role", "ab", "--role", "reviewer", cwd=place).returncode == 0
    assert logs_in(place, "ab") == "reviewer"
    assert run("user", "password", "ab", cwd=place, stdin="some other words now").returncode == 0
    assert logs_in(place, "ab") is None
    assert logs_in(place, "ab", "some other words now") == "reviewer"
    assert run("user", "disable", "ab", cwd=place).returncode == 0
    assert logs_in(place, "ab", "some other words now") is None
    listed = run("user", "list", "--csv", cwd=place).stdout.splitlines()
    assert listed[0] == "name,role,created,disabled"
    assert listed[1].startswith("ab,reviewer,2")
    assert not listed[1].endswith(",")
    assert "reviewer" in run("user", "list", cwd=place).stdout
    assert run("user", "enable", "ab", cwd=place).returncode == 0
    assert logs_in(place, "ab", "some other words now") == "reviewer"


def test_a_password_is_asked_for_twice_and_not_shown(place):
    main, side = pty.openpty()
    command = [*COMMAND, "user", "add", "ab", "--role", "admin"]
    process = subprocess.Popen(
        command, cwd=place, env=ENVIRONMENT | {"TERM": "dumb"}, stdin=side, stdout=side, stderr=side,
        start_new_session=True,
    )  # fmt: skip
    os.close(side)
    shown = b""
    for asked in (b"Password: ", b"Again: "):
        until = time.monotonic() + 60
        while asked not in shown and time.monotonic() < until:
            shown += os.read(main, 1000)
        os.write(main, PASSWORD.encode() + b"\n")
    assert process.wait(60) == 0
    while True:
        try:
            shown += os.read(main, 1000)
        except OSError:
            break
    os.close(main)
    assert PASSWORD.encode() not in shown
    assert b"ab may log in (admin)" in shown
    assert logs_in(place, "ab") == "admin"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("add", "ab"), "password"),
        (("add", "<b>"), "name"),
        (("add", "ab", "--role", "king"), "king"),
        (("add",), "Whose"),
        (("role", "ab"), "Which role"),
        (("role", "ab", "--role", "admin"), "ab"),
        (("password", "ab"), "ab"),
        (("disable", "ab"), "ab"),
        (("list", "--store", "none.db"), "none.db"),
    ],
)
def test_wrong_use_is_told(place, arguments, word):
    refused(run("user", *arguments, cwd=place, stdin="short\n"), word)


def test_a_password_is_no_argument(place):
    result = run("user", "add", "ab", PASSWORD, cwd=place, stdin=PASSWORD)
    assert result.returncode == 2
    assert logs_in(place, "ab") is None
