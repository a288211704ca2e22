"""What runs in other people's CI, really run: the action's steps, the hooks, the GitLab recipe, the schemas.

The package itself is installed anew (by the action, by pre-commit) where CI is set; elsewhere the installed one
stands in for that, since an installation takes minutes.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from exporter.codebook.export import SCHEMA_VERSION
from tests.cli import ENVIRONMENT, run
from tests.rows import events
from tests.validation.test_records import CODING

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
IN_CI = os.environ.get("CI") == "true"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")


def shell(script: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script as GitHub does."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=cwd,
        env=ENVIRONMENT | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a good table and a bad one."""
    (tmp_path / "data").mkdir()
    events(5).write_csv(tmp_path / "data" / "good.csv")
    events(5).with_columns(latitude=pl.lit(99.0)).write_csv(tmp_path / "data" / "bad one.csv")
    return tmp_path


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runner's folder after the action's first step."""
    folder = tmp_path_factory.mktemp("runner")
    if IN_CI:
        install = ACTION["runs"]["steps"][0]
        done = shell(
            install["run"], folder, PACKAGE="", RUNNER_TEMP=str(folder), GITHUB_ACTION_PATH=str(ROOT)
        )
        assert done.returncode == 0, done.stderr
    else:
        (folder / "event-exporter").symlink_to(BIN.parent)
    return folder


def act(cwd: Path, runner: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's second step with these inputs, and the others as they are declared."""
    step = ACTION["runs"]["steps"][1]
    given = {name: facts.get("default", "") for name, facts in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    environment = {
        name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: given[found[1]], value)
        for name, value in step["env"].items()
    }
    return shell(step["run"], cwd, RUNNER_TEMP=str(runner), **environment)


def test_the_action_passes_good_data_and_marks_bad_lines(data: Path, runner: Path) -> None:
    good = act(data, runner, files="data/good.csv\n")
    assert good.returncode == 0, good.stderr
    assert good.stdout.startswith("::notice")
    bad = act(data, runner, files="data/good.csv\ndata/b*.csv\n")
    assert bad.returncode == 1
    assert "::error file=data/bad one.csv,line=2,title=CO007 maximum::" in bad.stdout


def test_the_action_s_other_inputs(data: Path, runner: Path) -> None:
    inputs = {"report": "sarif", "output": "out.sarif", "format": "events"}
    assert act(data, runner, files="data/bad one.csv", **inputs).returncode == 1
    assert json.loads((data / "out.sarif").read_text())["version"] == "2.1.0"
    likely = {"plausibility": "true", "fail_on": "warning"}
    doubted = act(data, runner, files="data/good.csv", **likely)
    assert doubted.returncode == 1, doubted.stderr
    assert "PL004" in doubted.stdout, doubted.stderr
    (data / "mine.toml").write_text('[checks]\nPL004 = {severity = "off", reason = "test rows"}\n')
    softened = act(data, runner, files="data/good.csv", dataset="mine.toml", **likely)
    assert softened.returncode == 0, softened.stderr


def test_inputs_of_the_action_are_never_run_as_code(data: Path, runner: Path) -> None:
    act(data, runner, files="$(touch hacked); `touch hacked`; --help\n-x")
    assert not (data / "hacked").exists()
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"], "an input inside a script would be run as code"


def check_jsonschema(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / "check-jsonschema"), *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_action_and_recipe_keep_the_schemas_of_their_hosts(tmp_path: Path) -> None:
    done = check_jsonschema("--builtin-schema", "vendor.github-actions", ROOT / "action.yml")
    assert done.returncode == 0, done.stdout
    (tmp_path / ".gitlab-ci.yml").write_text(gitlab())
    done = check_jsonschema("--builtin-schema", "vendor.gitlab-ci", tmp_path / ".gitlab-ci.yml")
    assert done.returncode == 0, done.stdout


def blocks(language: str) -> list[str]:
    """The blocks of docs/ci.md in one language."""
    page = (ROOT / "docs" / "ci.md").read_text()
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def gitlab() -> str:
    return next(block for block in blocks("yaml") if ".gitlab-ci.yml" in block)


def test_workflow_of_the_docs(tmp_path: Path) -> None:
    (tmp_path / "data.yml").write_text(next(block for block in blocks("yaml") if "runs-on" in block))
    done = check_jsonschema("--builtin-schema", "vendor.github-workflows", tmp_path / "data.yml")
    assert done.returncode == 0, done.stdout
    page = (ROOT / "docs" / "ci.md").read_text()
    table = re.search(r"^\| input .*?\n\n", page, re.MULTILINE | re.DOTALL)
    assert table
    assert set(re.findall(r"`([a-z-]+)`(?=[^|]*\|[^|]*\|$)", table[0], re.MULTILINE)) >= set(ACTION["inputs"])


def test_the_gitlab_recipe(data: Path) -> None:
    job = yaml.safe_load(gitlab())["validate-events"]
    if IN_CI:
        package = f"{ROOT}[plausibility]"
        done = shell("\n".join(job["before_script"]), data, PACKAGE=package)
        assert done.returncode == 0, done.stderr
    else:
        (data / ".exporter").symlink_to(BIN.parent)
    script = "\n".join(job["script"])
    assert shell(script, data).returncode == 1
    assert (data / job["artifacts"]["reports"]["junit"]).read_text().count("<testsuite ") == 2
    (data / "data" / "bad one.csv").unlink()
    assert shell(script, data).returncode == 0


HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())


def repository(folder: Path) -> None:
    for command in (
        ["init", "-q"],
        ["config", "user.email", "a@example.org"],
        ["config", "user.name", "A"],
        ["add", "-A"],
        ["commit", "-qm", "a", "--no-verify"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)


def hook_source(folder: Path) -> str:
    """A repository with the package as it stands here, for pre-commit to clone; its revision."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if name.startswith(("exporter/", "schemas/", "pyproject", "README", "LICENSE", ".pre-commit")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    repository(folder)
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True
    )
    return head.stdout.strip()


def test_the_hooks_in_a_scratch_repository(data: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    shutil.copytree(ROOT / "schemas", data / "published", dirs_exist_ok=True)
    (data / "dataset.toml").write_text("")
    wanted = [
        {"id": "validate-events", "files": "^data/"},
        {"id": "event-schema", "args": ["--against", "published"]},
    ]
    if IN_CI:
        source = tmp_path_factory.mktemp("source")
        repos = [{"repo": str(source), "rev": hook_source(source), "hooks": wanted}]
    else:
        # The same hooks by their own declaration, but with the command that is installed already.
        own = {hook["id"]: {**hook, "language": "system"} for hook in HOOKS}
        for hook in own.values():
            hook["entry"] = f"{BIN}/{hook['entry']}"
        repos = [{"repo": "local", "hooks": [{**own[one["id"]], **one} for one in wanted]}]
    (data / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": repos}))
    repository(data)

    def hooks() -> subprocess.CompletedProcess[str]:
        home = str(tmp_path_factory.getbasetemp() / "pre-commit")
        return shell(f"'{BIN}/pre-commit' run --all-files", data, PRE_COMMIT_HOME=home)

    bad = hooks()
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "bad one.csv: 5 rows, 0 good" in bad.stdout
    assert re.search(r"no breaking change of the schema\.+Passed", bad.stdout)
    (data / "data" / "bad one.csv").unlink()
    subprocess.run(["git", "add", "-A"], cwd=data, check=True)
    good = hooks()
    assert good.returncode == 0, good.stdout + good.stderr
    assert re.search(r"validate event data\.+Passed", good.stdout)


def test_published_schemas_work_without_this_package(tmp_path: Path) -> None:
    record = CODING.record()
    (tmp_path / "good.json").write_text(json.dumps(record))
    record["events"][0]["fatalities"] = -1
    (tmp_path / "bad.json").write_text(json.dumps(record))
    schema = ROOT / "schemas" / SCHEMA_VERSION / "coding.schema.json"
    good = check_jsonschema("--schemafile", schema, "good.json", cwd=tmp_path)
    assert good.returncode == 0, good.stdout
    (said,) = re.findall(r"^\$ check-jsonschema .*\n(.*)$", "\n".join(blocks("console")), re.MULTILINE)
    assert good.stdout.strip() == said
    bad = check_jsonschema("--schemafile", schema, "bad.json", cwd=tmp_path)
    assert bad.returncode == 1
    assert "fatalities" in bad.stdout
    # And this package says the same of the same records.
    for name, status in (("good", 0), ("bad", 1)):
        assert run("validate", "--format", "codings", f"{name}.json", cwd=tmp_path).returncode == status
