"""Write the published contract: JSON Schemas and code lists, in a folder by schema version.

`python -m exporter.codebook.publish schemas` writes them, with `--check` it only says whether they are current.
"""

import json
import sys
from pathlib import Path

from exporter.codebook.codelists import FOLDER
from exporter.codebook.compare import compare, needed_version, read_contract
from exporter.codebook.export import SCHEMA_VERSION, Schema, code_lists, published_schemas
from exporter.errors import UsageError


def contract() -> dict[str, bytes]:
    """Path below the schemas folder and content of every published file."""
    schemas = {
        f"{SCHEMA_VERSION}/{name}": as_json(schema).encode() for name, schema in published_schemas().items()
    }
    lists = {
        f"{SCHEMA_VERSION}/codelists/{name}.csv": (FOLDER / f"{name}.csv").read_bytes()
        for name in code_lists()
    }
    return schemas | lists


def as_json(schema: Schema) -> str:
    """A schema as its file's text."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def stale(folder: Path) -> list[str]:
    """The published files that are missing, differ, or are no longer part of the contract."""
    wanted = contract()
    there = {
        path.relative_to(folder).as_posix() for path in (folder / SCHEMA_VERSION).rglob("*") if path.is_file()
    }
    differ = {
        name for name, content in wanted.items() if name in there and (folder / name).read_bytes() != content
    }
    return sorted((there ^ set(wanted)) | differ)


def publish(folder: Path) -> None:
    """Write the contract of this schema version; those of earlier versions stay.

    Raises:
        UsageError: The version is there and says something else: others may rely on it.
    """
    there = folder / SCHEMA_VERSION
    changes = compare(read_contract(there), published_schemas()) if there.is_dir() else []
    changes = [change for change in changes if change.kind != "wording"]
    if changes:
        raise UsageError(
            f"{there} is published, and the codebook has {len(changes)} other changes than of wording; the first: "
            f"{changes[0].place} {changes[0].what}.",
            f"Raise SCHEMA_VERSION to {needed_version(SCHEMA_VERSION, changes)} in exporter/codebook/export.py; "
            "delete the folder first where nobody has it yet.",
        )
    for name in stale(folder):
        (folder / name).unlink(missing_ok=True)
    for name, content in contract().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _main(arguments: list[str]) -> int:
    check = "--check" in arguments
    folder = Path(next((a for a in arguments if not a.startswith("-")), "schemas"))
    if not check:
        try:
            publish(folder)
        except UsageError as error:
            sys.stderr.write(f"{error.message}\n{error.remedy}\n")
            return int(error.exit_status)
        return 0
    old = stale(folder)
    for name in old:
        sys.stderr.write(f"{folder / name} is not current.\n")
    if old:
        sys.stderr.write("Run `make schemas` and commit what it writes.\n")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
