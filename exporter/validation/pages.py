"""The documentation of checks, from the catalogue: a page each, and docs/checks.md.

`python -m exporter.validation.pages docs/checks.md` writes it, with `--check` it only says whether it is current.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from exporter.validation.catalogue import Check, catalogue


def page(check: Check, level: int = 2) -> str:
    """One check in Markdown."""
    columns = ", ".join(f"`{name}`" for name in check.columns) or "any"
    parts = [
        f"{'#' * level} {check.code} {check.name}",
        f"{check.message[:1].upper()}{check.message[1:]}.",
        f"- Severity: {check.severity}\n- Files: {', '.join(check.formats)}\n- Columns: {columns}",
    ]
    if check.why:
        parts.append(check.why)
    parts.append(f"**What to do.** {check.remedy}")
    if check.bad:
        parts.append(_example(check))
    return "\n\n".join(parts) + "\n"


def _example(check: Check) -> str:
    names = list(check.bad)
    rows = [
        ["", *(f"`{name}`" for name in names)],
        ["---"] * (len(names) + 1),
        ["found", *(_cell(check.bad[name]) for name in names)],
        ["mended", *(_cell(check.mended[name]) for name in names)],
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(value: str) -> str:
    return value.replace("|", "\\|") or "(missing)"


def document(checks: Iterable[Check]) -> str:
    """All checks in one document."""
    held = list(checks)
    head = (
        "# The checks\n\n"
        "Made from the codebook; `exporter explain CODE` prints the same. A code is never given to another check.\n"
        "An error rejects the row, a warning is told only. A project softens a check or switches it off in its\n"
        "`dataset.toml`, with a reason ([how](commands.md#exporter-validate)).\n\n"
        "| code | finds | severity |\n|---|---|---|\n"
    )
    table = "".join(
        f"| [{c.code}](#{c.code.lower()}-{c.name.replace('.', '')}) | {c.message} | {c.severity} |\n"
        for c in held
    )
    return head + table + "\n" + "\n".join(page(check) for check in held)


def _main(arguments: list[str]) -> int:
    file = Path(next((a for a in arguments if not a.startswith("-")), "docs/checks.md"))
    wanted = document(catalogue().values())
    if "--check" not in arguments:
        file.write_text(wanted, encoding="utf-8")
        return 0
    current = file.exists() and file.read_text(encoding="utf-8") == wanted
    if not current:
        sys.stderr.write(f"{file} is not current. Run `make checks` and commit what it writes.\n")
    return 0 if current else 1


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
