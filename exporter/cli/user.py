"""`exporter user`: the accounts of those who code together."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import polars as pl
import typer

from exporter.cli import console
from exporter.cli.stores import existing
from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.store.people import User

NAME = "user"


class Action(StrEnum):
    """What to do with accounts."""

    add = "add"
    list = "list"
    disable = "disable"
    enable = "enable"
    role = "role"
    password = "password"  # noqa: S105 (the name of an action)


def run(
    action: Annotated[Action, typer.Argument(help="What to do.")],
    name: Annotated[str | None, typer.Argument(help="Whose account; not for list.")] = None,
    role: Annotated[
        str | None, typer.Option(help="add, role: coder (default for add), reviewer or admin.")
    ] = None,
    store: Annotated[str, typer.Option(help="The store: a file or a database URL.")] = "events.db",
    csv: Annotated[bool, typer.Option("--csv", help="list: as CSV.")] = False,
) -> None:
    """Make, list and change the accounts of the people who may use the coding page.

    Passwords are asked for, or read from the first line of standard input; they are never an option. A disabled
    account keeps its name in histories.

    Examples:

      exporter user add ab --role reviewer --store events.db

      exporter user list --csv

      pass show desk/ab | exporter user password ab
    """
    from exporter.store.people import People, Role  # noqa: PLC0415 (an extra)

    if role is not None and role not in list(Role):
        raise UsageError(f"There is no role {role}.", f"Choose one of {', '.join(Role)}.")
    with existing(store) as opened:
        people = People(opened)
        if action is Action.list:
            _list(people.all(), csv=csv)
            return
        if name is None:
            raise UsageError("Whose account?", f"exporter user {action} NAME")
        if action is Action.add:
            made = people.add(name, role or Role.coder, _password())
            console.say(f"{made.name} may log in ({made.role}).")
        elif action is Action.disable:
            people.disable(name)
            console.say(f"{name} may no longer log in; open sessions have ended.")
        elif action is Action.enable:
            people.enable(name)
            console.say(f"{name} may log in again.")
        elif action is Action.role:
            if role is None:
                raise UsageError("Which role?", f"exporter user role {name} --role {'|'.join(Role)}")
            people.set_role(name, role)
            console.say(f"{name} has the role {role} from the next click on.")
        else:
            people.user(name)
            people.set_password(name, _password())
            console.say(f"{name} has another password; open sessions have ended.")


def _list(users: "list[User]", *, csv: bool) -> None:
    columns = {"name": pl.String, "role": pl.String, "created": pl.String, "disabled": pl.String}
    rows = [(u.name, u.role.value, f"{u.created:%F %T}", u.disabled and f"{u.disabled:%F %T}") for u in users]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    if csv:
        console.csv(frame)
    else:
        console.table(frame)


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt="Again", err=True))
    return sys.stdin.readline().rstrip("\r\n")
