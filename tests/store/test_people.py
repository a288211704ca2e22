"""Accounts, sessions and failed log-ins, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from exporter.errors import UsageError
from exporter.store import Store, passwords
from exporter.store.people import (
    IDLE,
    LIFETIME,
    LIMITS,
    WINDOW,
    LogInRefusedError,
    People,
    Role,
    TooManyAttemptsError,
)
from exporter.store.people_schema import attempts, sessions, users

PASSWORD = "four plain words here"
OTHER = "something else entirely"
HERE = "192.0.2.7"


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = datetime(2024, 5, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are compared quickly, but where the test is of the real settings."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._nobodys.cache_clear()
    if "as_kept" not in request.fixturenames:
        monkeypatch.setattr(passwords, "_hasher", lambda: hasher)


@pytest.fixture
def as_kept() -> None:
    """Passwords are compared as outside tests."""


@pytest.fixture
def people(store: Store) -> Iterator[People]:
    made = People(store)
    made.add("ab", "coder", PASSWORD)
    return made


def rows(store: Store, table: sa.Table) -> list[sa.Row]:
    with store._engine.connect() as connection:
        return list(connection.execute(sa.select(table)))


def fails(people: People, name: str = "ab", address: str = HERE) -> None:
    with pytest.raises(LogInRefusedError):
        people.log_in(name, "not the password", address)


def test_a_session_says_who_is_there(people: People) -> None:
    token = people.log_in("AB", PASSWORD, HERE)
    found = people.session(token)
    assert (found.name, found.role, found.disabled) == ("ab", Role.coder, None)
    assert people.session(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert people.session("") is None


def test_each_log_in_has_a_token_of_its_own(people: People) -> None:
    first, second = people.log_in("ab", PASSWORD, HERE), people.log_in("ab", PASSWORD, HERE)
    assert first != second
    people.log_out(first)
    assert people.session(first) is None
    assert people.session(second).name == "ab"


def test_neither_password_nor_token_stands_in_the_store(as_kept: None, people: People, store: Store) -> None:
    token = people.log_in("ab", PASSWORD, HERE)
    fails(people, name=PASSWORD)
    everything = repr([rows(store, table) for table in (users, sessions, attempts)])
    assert PASSWORD not in everything
    assert token not in everything
    assert rows(store, users)[0].password.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_password_kept_with_weaker_settings_is_kept_anew(
    people: People, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    weak = rows(store, users)[0].password
    monkeypatch.setattr(
        passwords, "_hasher", lambda: PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    )
    assert people.session(people.log_in("ab", PASSWORD, HERE)).name == "ab"
    assert rows(store, users)[0].password != weak
    assert people.log_in("ab", PASSWORD, HERE)


@pytest.mark.parametrize("name", ["ab", "nobody", "", "a\x00b", "x" * 5000, "\ud800"])
def test_a_refusal_does_not_tell_what_is_wrong(people: People, name: str) -> None:
    with pytest.raises(LogInRefusedError) as caught:
        people.log_in(name, "not the password", HERE)
    assert str(caught.value) == "Name and password do not belong together.\nType both again."


def test_an_unknown_name_is_compared_like_a_known_one(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    class Hasher:
        def __init__(self, real) -> None:
            self.real = real

        def __getattr__(self, name: str) -> object:
            return getattr(self.real, name)

        def verify(self, kept: str, password: bytes) -> bool:
            compared.append(kept)
            return self.real.verify(kept, password)

    real = passwords._hasher()
    monkeypatch.setattr(passwords, "_hasher", lambda: Hasher(real))
    for name in ("ab", "nobody"):
        fails(people, name=name)
    settings = [kept.rsplit("$", 2)[0] for kept in compared]
    assert len(settings) == 2
    assert settings[0] == settings[1]


def test_a_disabled_user_is_out_at_once(people: People) -> None:
    token = people.log_in("ab", PASSWORD, HERE)
    people.disable("ab")
    assert people.session(token) is None
    with pytest.raises(LogInRefusedError):
        people.log_in("ab", PASSWORD, HERE)
    people.enable("ab")
    assert people.session(token) is None
    assert people.session(people.log_in("ab", PASSWORD, HERE)).name == "ab"


def test_another_password_ends_every_session(people: People) -> None:
    tokens = [people.log_in("ab", PASSWORD, HERE) for _ in range(2)]
    people.set_password("ab", OTHER)
    assert [people.session(token) for token in tokens] == [None, None]
    fails(people)
    assert people.session(people.log_in("ab", OTHER, HERE)).name == "ab"


def test_who_changes_a_password_must_know_the_old_one(people: People) -> None:
    before = people.log_in("ab", PASSWORD, HERE)
    with pytest.raises(LogInRefusedError):
        people.change_password("ab", OTHER, OTHER, HERE)
    assert people.session(before) is not None
    token = people.change_password("ab", PASSWORD, OTHER, HERE)
    assert people.session(before) is None
    assert people.session(token).name == "ab"


def test_a_role_holds_from_the_next_request_on(people: People) -> None:
    token = people.log_in("ab", PASSWORD, HERE)
    people.set_role("ab", "reviewer")
    assert people.session(token).role is Role.reviewer


@pytest.mark.parametrize(
    ("has", "needed", "may"),
    [
        ("coder", "coder", True),
        ("coder", "reviewer", False),
        ("reviewer", "coder", True),
        ("reviewer", "admin", False),
        ("admin", "reviewer", True),
    ],
)
def test_roles_include_those_below(has: str, needed: str, may: bool) -> None:
    assert Role(has).includes(needed) is may


def test_an_idle_session_ends(people: People, clock: Clock) -> None:
    token = people.log_in("ab", PASSWORD, HERE)
    for _ in range(3):
        clock.now += IDLE - timedelta(minutes=1)
        assert people.session(token) is not None
    clock.now += IDLE
    assert people.session(token) is None


def test_a_session_in_use_ends_too(people: People, clock: Clock, store: Store) -> None:
    began = clock.now
    token = people.log_in("ab", PASSWORD, HERE)
    while clock.now < began + LIFETIME - timedelta(hours=6):
        clock.now += timedelta(hours=6)
        alive = people.session(token)
        assert (alive is None) == (clock.now >= began + LIFETIME)
    clock.now = began + LIFETIME
    assert people.session(token) is None
    people.log_in("ab", PASSWORD, HERE)
    assert len(rows(store, sessions)) == 1, "what is over is taken away"


def test_a_name_is_shut_at_an_address_and_opens_again(people: People, clock: Clock) -> None:
    for _ in range(LIMITS["name and address"]):
        fails(people)
        clock.now += timedelta(minutes=1)
    with pytest.raises(TooManyAttemptsError) as caught:
        people.log_in("ab", PASSWORD, HERE)
    assert caught.value.seconds == (WINDOW - timedelta(minutes=5)).total_seconds()
    assert people.log_in("ab", PASSWORD, "192.0.2.8"), "the person elsewhere is not kept out"
    clock.now += timedelta(seconds=caught.value.seconds)
    assert people.log_in("ab", PASSWORD, HERE)


def test_a_name_is_shut_everywhere_after_more(people: People) -> None:
    for number in range(LIMITS["name"]):
        fails(people, address=f"198.51.100.{number}")
    with pytest.raises(TooManyAttemptsError):
        people.log_in("ab", PASSWORD, "203.0.113.1")


def test_an_address_is_shut_for_every_name(people: People) -> None:
    for number in range(LIMITS["address"]):
        fails(people, name=f"name{number}")
    with pytest.raises(TooManyAttemptsError):
        people.log_in("ab", PASSWORD, HERE)


def test_an_own_log_in_does_not_forget_what_failed_for_others(people: People) -> None:
    people.add("cd", "coder", OTHER)
    for _ in range(LIMITS["name and address"]):
        fails(people, name="cd")
        people.log_in("ab", PASSWORD, HERE)
    with pytest.raises(TooManyAttemptsError):
        people.log_in("cd", OTHER, HERE)


def test_addresses_of_one_ipv6_network_are_one(people: People) -> None:
    for number in range(LIMITS["name and address"]):
        fails(people, address=f"2001:db8::{number:x}")
    with pytest.raises(TooManyAttemptsError):
        people.log_in("ab", PASSWORD, "2001:db8::ffff")


def test_many_attempts_at_once_are_no_way_round(people: People, store: Store) -> None:
    def attempt(number: int) -> str:
        try:
            return people.log_in("ab", f"guess number {number}", HERE)
        except UsageError as error:
            return type(error).__name__

    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(attempt, range(24)))
    assert told.count("LogInRefusedError") == LIMITS["name and address"]
    assert told.count("TooManyAttemptsError") == 24 - LIMITS["name and address"]
    assert len(rows(store, attempts)) == LIMITS["name and address"]


@pytest.mark.parametrize(
    "name", ["", " ", "<b>x</b>", "a\nb", "a;b", "x" * 41, "-ab", "ab ", "a\x00b", "a/b", "=1+1", "\u202eab"]
)
def test_names_that_are_no_names_are_refused(people: People, name: str) -> None:
    with pytest.raises(UsageError, match="name of an account"):
        people.add(name, "coder", PASSWORD)


@pytest.mark.parametrize("name", ["cd", "Ana Ruíz", "ana@example.org", "李", "Ö. B.", "O'Neil"])
def test_names_of_people_are_taken(people: People, name: str) -> None:
    people.add(name, "reviewer", PASSWORD)
    assert people.session(people.log_in(name, PASSWORD, HERE)).name == name


def test_a_name_is_taken_in_capitals_too(people: People) -> None:
    with pytest.raises(UsageError, match="already"):
        people.add("AB", "admin", OTHER)
    assert [user.name for user in people.all()] == ["ab"]
    assert people.user("Ab").role is Role.coder


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaa", "abababababab", "x" * 1001])
def test_passwords_that_are_easily_guessed_are_refused(people: People, password: str) -> None:
    with pytest.raises(UsageError, match="password"):
        people.add("cd", "coder", password)
    with pytest.raises(UsageError, match="password"):
        people.set_password("ab", password)


def test_a_password_is_the_same_from_another_keyboard(people: People) -> None:
    people.add("cd", "coder", "cafe\u0301 au lait noir")
    assert people.log_in("cd", "caf\u00e9 au lait noir", HERE)


@pytest.mark.parametrize("change", ["disable", "enable", "user"])
def test_unknown_accounts_are_named(people: People, change: str) -> None:
    with pytest.raises(UsageError, match="nobody"):
        getattr(people, change)("nobody")


def test_accounts_made_by_many_at_once_are_all_there(url: str, clock: Clock) -> None:
    def make(number: int) -> None:
        with Store(url, clock=clock) as store:
            People(store).add(f"coder{number}", "coder", PASSWORD)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(make, range(6)))
    with Store(url, clock=clock) as store:
        assert [user.name for user in People(store).all()] == [f"coder{number}" for number in range(6)]


def test_a_store_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with Store(tmp_path / "events.db") as store:
        people = People(store)
        with store._engine.connect() as connection:
            connection.exec_driver_sql("DROP TABLE sessions")
            connection.exec_driver_sql("DROP TABLE users")
        with pytest.raises(UsageError, match="users"):
            people.add("cd", "coder", PASSWORD)
