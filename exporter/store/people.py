"""The people who work on a store: accounts, who is logged in, and how often somebody tried to be."""

import hashlib
import ipaddress
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from exporter.errors import UsageError
from exporter.store import passwords
from exporter.store.people_schema import attempts, make_tables, sessions, users
from exporter.store.store import Store

IDLE = timedelta(hours=12)
"""A session that is not used for so long is over."""

LIFETIME = timedelta(days=7)
"""A session is over after so long in any case."""

WINDOW = timedelta(minutes=15)
"""Failed log-ins count for so long."""

LIMITS = {"name and address": 5, "name": 30, "address": 30}
"""How many log-ins may fail within the window. A name is shut at one address long before it is everywhere,
so that a stranger cannot easily keep somebody out."""

_SEEN = timedelta(minutes=5)
"""A session in use is noted so often: not with every request, which would make each of them a writer."""

_NAME = re.compile(r"[^\W_](?:[\w .'@-]{0,38}[\w.])?")


class Role(StrEnum):
    """What somebody may do; each may do what those before it may."""

    coder = "coder"
    reviewer = "reviewer"
    admin = "admin"

    def includes(self, needed: "Role | str") -> bool:
        """Whether this role may do what the needed one may."""
        order = list(Role)
        return order.index(self) >= order.index(Role(needed))


@dataclass(frozen=True, slots=True)
class User:
    """An account.

    Attributes:
        name: What the person is called in histories and on pages.
        role: What the person may do.
        created: When the account was made, in UTC.
        disabled: When it was disabled; None where it is in use.
    """

    name: str
    role: Role
    created: datetime
    disabled: datetime | None


class LogInRefusedError(UsageError):
    """Name and password do not belong together; which of them is wrong is not said."""


class TooManyAttemptsError(UsageError):
    """Too many log-ins have failed.

    Args:
        seconds: When the next may be tried.
    """

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        super().__init__(
            "Too many log-ins have failed.", f"Try again in {minutes} minute{'s' if minutes > 1 else ''}."
        )
        self.seconds = seconds


class People:
    """The accounts of a store; makes their tables where there are none.

    Times are those of the store's clock.
    """

    def __init__(self, store: Store) -> None:
        """Find the accounts of a store.

        Raises:
            UsageError: The tables cannot be made.
        """
        self._engine = store._engine
        self._now = store._now
        with _told(self._engine):
            make_tables(self._engine)

    # -- accounts ------------------------------------------------------------------------------------------

    def add(self, name: str, role: Role | str, password: str) -> User:
        """Make an account.

        Raises:
            UsageError: The name is taken or not allowed, or the password is easily guessed.
        """
        name = unicodedata.normalize("NFC", name)
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name!r} cannot be the name of an account.",
                "Take up to 40 letters and digits, with spaces and . - _ ' @ between them.",
            )
        passwords.check(password, name)
        made = User(name, Role(role), self._now(), None)
        row = {"key": _key(name), "name": name, "role": made.role.value, "created_at": made.created}
        kept = passwords.hashed(password)
        try:
            with self._writing() as connection:
                connection.execute(users.insert().values(password=kept, **row))
        except IntegrityError as error:
            raise UsageError(
                f"There is an account {name} already.", "Names differ in more than capitals."
            ) from error
        return made

    def all(self) -> list[User]:
        """All accounts, by name."""
        with _told(self._engine), self._engine.connect() as connection:
            rows = connection.execute(sa.select(users).order_by(users.c.key))
            return [_user(row) for row in rows]

    def user(self, name: str) -> User:
        """The account of this name.

        Raises:
            UsageError: There is none.
        """
        with _told(self._engine), self._engine.connect() as connection:
            row = connection.execute(sa.select(users).where(users.c.key == _key(name))).first()
        if row is None:
            raise UsageError(f"There is no account {name}.", "`exporter user list` names them all.")
        return _user(row)

    def set_role(self, name: str, role: Role | str) -> None:
        """Give somebody another role; it holds from the next request on.

        Raises:
            UsageError: There is no such account.
        """
        self._update(name, role=Role(role).value)

    def disable(self, name: str) -> None:
        """Shut an account, and end its sessions; the name stays in histories.

        Raises:
            UsageError: There is no such account.
        """
        self._update(name, ends_sessions=True, disabled_at=self._now())

    def enable(self, name: str) -> None:
        """Open an account that was disabled.

        Raises:
            UsageError: There is no such account.
        """
        self._update(name, disabled_at=None)

    def set_password(self, name: str, password: str) -> None:
        """Give somebody another password, and end the sessions that the old one began.

        Failed log-ins of the name are forgotten.

        Raises:
            UsageError: There is no such account, or the password is easily guessed.
        """
        passwords.check(password, name)
        self._update(name, ends_sessions=True, password=passwords.hashed(password))
        with self._writing() as connection:
            connection.execute(sa.delete(attempts).where(attempts.c.name_sha256 == _sha256(_key(name))))

    # -- sessions ------------------------------------------------------------------------------------------

    def log_in(self, name: str, password: str, address: str) -> str:
        """Begin a session: the token for the cookie, which is new each time.

        Args:
            name: Who says to be there.
            password: As it was typed.
            address: Of the computer that asks.

        Raises:
            TooManyAttemptsError: Too many log-ins of this name or address have failed.
            LogInRefusedError: There is no such account in use, or the password is another.
        """
        key, kept = self._proven(name, password, address)
        newer = passwords.hashed(password) if passwords.outdated(kept) else kept
        with self._writing() as connection:
            return self._begin(connection, key, kept, newer, address)

    def session(self, token: str) -> User | None:
        """Who is logged in with this token; None where nobody is, or not any more."""
        now = self._now()
        mine = sessions.c.token_sha256 == _sha256(token)
        wanted = sa.select(users, sessions.c.seen_at).join_from(sessions, users).where(
            mine,
            users.c.disabled_at.is_(None),
            sessions.c.created_at > now - LIFETIME,
            sessions.c.seen_at > now - IDLE,
        )  # fmt: skip
        with _told(self._engine), self._engine.connect() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        if row.seen_at <= now - _SEEN:
            with self._writing() as connection:
                connection.execute(sa.update(sessions).where(mine).values(seen_at=now))
        return _user(row)

    def log_out(self, token: str) -> None:
        """End a session."""
        with self._writing() as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.token_sha256 == _sha256(token)))

    def change_password(self, name: str, old: str, new: str, address: str) -> str:
        """Let somebody take another password: all sessions end, and a new one begins.

        Raises:
            TooManyAttemptsError: As for logging in.
            LogInRefusedError: The old password is another.
            UsageError: The new password is easily guessed.
        """
        passwords.check(new, name)
        key, kept = self._proven(name, old, address)
        newer = passwords.hashed(new)
        with self._writing() as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.key == key))
            return self._begin(connection, key, kept, newer, address)

    # -- helpers -------------------------------------------------------------------------------------------

    def _attempt(self, key: str, place: str) -> None:
        """Count an attempt before it is known how it ends: many at once are no way round the limits."""
        now = self._now()
        name = attempts.c.name_sha256 == _sha256(key)
        address = attempts.c.address == place
        counted = {"name and address": sa.and_(name, address), "name": name, "address": address}
        wait = timedelta()
        with self._writing(alone=True) as connection:
            connection.execute(sa.delete(attempts).where(attempts.c.at <= now - WINDOW))
            for what, which in counted.items():
                times = connection.execute(
                    sa.select(attempts.c.at).where(which).order_by(attempts.c.at.desc())
                )
                found = list(times.scalars())
                if len(found) >= LIMITS[what]:
                    # The next may be tried when of the last so many the first is forgotten.
                    wait = max(wait, found[LIMITS[what] - 1] + WINDOW - now)
            if not wait:
                row = {"name_sha256": _sha256(key), "address": place, "at": now}
                connection.execute(attempts.insert().values(**row))
        if wait:
            raise TooManyAttemptsError(int(wait.total_seconds()))

    def _proven(self, name: str, password: str, address: str) -> tuple[str, str]:
        """Key and kept password of the account whose password this is."""
        key = _key(name)
        self._attempt(key, _network(address))
        kept = None
        if _NAME.fullmatch(key):
            with _told(self._engine), self._engine.connect() as connection:
                kept = connection.execute(sa.select(users.c.password).where(users.c.key == key)).scalar()
        if not passwords.matches(kept, password) or kept is None:
            raise _refused()
        return key, kept

    def _begin(self, connection: sa.Connection, key: str, kept: str, newer: str, address: str) -> str:
        """A session for who has proven to be this person, unless the account was changed meanwhile."""
        now = self._now()
        same = sa.and_(users.c.key == key, users.c.password == kept, users.c.disabled_at.is_(None))
        if not connection.execute(sa.update(users).where(same).values(password=newer)).rowcount:
            raise _refused()
        mine = sa.and_(attempts.c.name_sha256 == _sha256(key), attempts.c.address == _network(address))
        connection.execute(sa.delete(attempts).where(mine))
        over = sa.or_(sessions.c.created_at <= now - LIFETIME, sessions.c.seen_at <= now - IDLE)
        connection.execute(sa.delete(sessions).where(over))
        token = secrets.token_urlsafe(32)
        row = {"token_sha256": _sha256(token), "key": key, "created_at": now, "seen_at": now}
        connection.execute(sessions.insert().values(**row))
        return token

    def _update(self, name: str, *, ends_sessions: bool = False, **values: object) -> None:
        key = _key(name)
        with self._writing() as connection:
            if not connection.execute(sa.update(users).where(users.c.key == key).values(**values)).rowcount:
                raise UsageError(f"There is no account {name}.", "`exporter user list` names them all.")
            if ends_sessions:
                connection.execute(sa.delete(sessions).where(sessions.c.key == key))

    @contextmanager
    def _writing(self, *, alone: bool = False) -> Iterator[sa.Connection]:
        """A transaction of these tables, which does not wait for those who save events on a server."""
        with _told(self._engine), self._engine.begin() as connection:
            if self._engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            elif alone:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('exporter.attempts'))"))
            yield connection


@contextmanager
def _told(engine: sa.Engine) -> Iterator[None]:
    """A database that refuses is told as such; a taken name is left to the caller."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise UsageError(
            f"The accounts in {engine.url.database} cannot be used: {reason}.",
            "Check that the server runs, the free space, and your rights to write.",
        ) from error


def _refused() -> LogInRefusedError:
    return LogInRefusedError("Name and password do not belong together.", "Type both again.")


def _user(row: sa.Row[tuple[object, ...]]) -> User:
    return User(row.name, Role(row.role), row.created_at, row.disabled_at)


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _network(address: str) -> str:
    """What failed log-ins are counted by: an address, or the network that one customer has of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
