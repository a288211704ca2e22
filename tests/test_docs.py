"""The documentation says everything that can be typed, and nothing that cannot."""

import re
from pathlib import Path

import pytest
import typer

from exporter.cli import app

ROOT = Path(__file__).parents[1]
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    found = re.search(rf"^## exporter {name}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/commands.md has no section on {name}"
    return found[1]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_documented(name: str) -> None:
    text = section(name)
    # A command may be several: their options stand in one section.
    parts = getattr(COMMANDS[name], "commands", {name: COMMANDS[name]}).values()
    declared = [p for part in parts for p in part.params if p.param_type_name == "option"]
    options = {o for p in declared for o in (*p.opts, *p.secondary_opts)}
    documented = set(re.findall(r"`(--?[a-z][a-z-]*)`", text))
    assert options - {"--help", "-h"} == documented


def test_no_section_without_its_command() -> None:
    assert set(re.findall(r"^## exporter ([\w-]+)$", PAGE, re.MULTILINE)) == set(COMMANDS)


def test_links_in_the_documentation_lead_somewhere() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
