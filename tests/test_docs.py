"""What the README and the documentation say is run, linked, listed and dated."""

import doctest
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import sap_match

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

BLOCK = re.compile(
    r"(?P<above><!-- not run: [^>]+ -->\n)?^(?P<indent> *)```(?P<language>\w+)(?P<info>[^\n]*)\n"
    r"(?P<body>.*?)^(?P=indent)```",
    flags=re.MULTILINE | re.DOTALL,
)
TITLE = re.compile(r'title="([\w.-]+)"')


@dataclass(frozen=True)
class Block:
    """One fenced block of a page that is to be run."""

    page: Path
    line: int
    language: str
    body: str


def read(page: Path) -> str:
    return page.read_text("utf-8")


def blocks(page: Path, language: str) -> list[Block]:
    """The blocks of one language, less those that say why they are not run."""
    text = read(page)
    return [
        Block(page, text.count("\n", 0, found.start("body")), language, found["body"])
        for found in BLOCK.finditer(text)
        if found["language"] == language and not found["above"]
    ]


def files(page: Path) -> dict[str, str]:
    """The files that a page shows: blocks with a title that is a file's name."""
    titled = ((TITLE.search(found["info"]), found) for found in BLOCK.finditer(read(page)))
    return {title[1]: found["body"] for title, found in titled if title}


def commands(block: Block) -> Iterator[list[str]]:
    """The `sap-match` commands of a console block, continued lines joined."""
    for line in block.body.replace("\\\n", " ").splitlines():
        if line.strip().startswith("$ sap-match"):
            yield shlex.split(line.strip()[2:], comments=True)[1:]


def pages_with(language: str) -> list[Path]:
    return [page for page in PAGES if blocks(page, language)]


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example in it, to be written into, where the test stands."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_files(page: Path, desk: Path) -> None:
    """Write the files that a page shows."""
    for name, text in files(page).items():
        (desk / name).write_text(text, encoding="utf-8")


def run_python(page: Path) -> None:
    """Run the Python of a page, examples with ``>>>`` against what they show."""
    room: dict[str, object] = {"__name__": "__main__"}
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    for block in blocks(page, "python"):
        if ">>>" not in block.body:
            where = "\n" * block.line  # so that a traceback names the line of the page
            exec(compile(where + block.body, str(page), "exec"), room)
            continue
        test = doctest.DocTestParser().get_doctest(
            block.body, room, name_of(page), str(page), block.line
        )
        said: list[str] = []
        runner.run(test, out=said.append, clear_globs=False)
        room.update(test.globs)
        assert not said, "".join(said)


def run_commands(page: Path, desk: Path) -> None:
    """Run the `sap-match` commands of a page."""
    for block in blocks(page, "console"):
        for arguments in commands(block):
            done = subprocess.run(
                [sys.executable, "-m", "sap_match", *arguments],
                cwd=desk,
                env={**os.environ, "COLUMNS": "100"},
                capture_output=True,
                text=True,
                check=False,
            )
            said = f"{name_of(page)}:{block.line} sap-match {shlex.join(arguments)}\n{done.stderr}"
            assert done.returncode == 0, said


@pytest.mark.slow
@pytest.mark.parametrize("page", pages_with("python"), ids=name_of)
def test_python_blocks_run(page: Path, desk: Path):
    write_files(page, desk)
    run_python(page)


@pytest.mark.slow
@pytest.mark.parametrize("page", pages_with("console"), ids=name_of)
def test_commands_run_on_the_example(page: Path, desk: Path):
    if files(page):  # what it shows is what its commands read
        write_files(page, desk)
        run_python(page)
    run_commands(page, desk)


@pytest.mark.slow
def test_a_register_and_halls_become_a_month_of_partners_and_a_room(desk: Path):
    page = ROOT / "docs/how-to/start-from-a-register-and-halls.md"
    write_files(page, desk)
    run_python(page)
    added = [desk / f"{t}.csv" for t in ("organisations", "facility_requests", "needs")]
    for path in added:
        path.rename(f"{path}.later")
    command = [sys.executable, "-m", "sap_match", "run", "partnership.toml", "--month", "2026-11"]
    done = subprocess.run(
        [*command, "--out", "first"], cwd=desk, capture_output=True, text=True, check=True
    )
    shown = next(
        found["body"] for found in BLOCK.finditer(read(page)) if "longer:" in found["body"]
    )
    assert shown in done.stdout, done.stdout
    for path in added:
        path.with_name(f"{path.name}.later").rename(path)
    run_commands(page, desk)
    month = json.loads((desk / "out/2026-11/suggestions.json").read_text("utf-8"))
    kinds = [one["kind"] for one in month["suggestions"] if one["listed"]]
    assert kinds.count("partner") >= 2, month["suggestions"]
    assert kinds.count("facility") == 2


def test_the_readme_shows_commands_and_python():
    readme = ROOT / "README.md"
    assert blocks(readme, "python")
    assert [c for block in blocks(readme, "console") for c in commands(block)]


@pytest.mark.slow
def test_what_run_writes_follows_the_published_schema(desk: Path):
    from jsonschema import Draft202012Validator

    arguments = ["run", "examples/cheshire_east", "--month", "2026-12", "--out", "schema"]
    subprocess.run(
        [sys.executable, "-m", "sap_match", *arguments],
        cwd=desk,
        capture_output=True,
        check=True,
    )
    schema = json.loads((ROOT / "docs/reference/suggestions.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    written = json.loads((desk / "schema/2026-12/suggestions.json").read_text("utf-8"))
    assert written["suggestions"]
    faults = [error.message for error in Draft202012Validator(schema).iter_errors(written)]
    assert faults == []


def test_every_public_name_is_in_the_reference():
    reference = (ROOT / "docs/reference/api.md").read_text("utf-8")
    listed = re.findall(r"^::: (\S+)$", reference, flags=re.MULTILINE)
    names = [one.rpartition(".")[2] for one in listed]
    public = [name for name in sap_match.__all__ if name != "__version__"]
    assert sorted(names) == sorted(public)
    for one, name in zip(listed, names, strict=True):
        home = getattr(getattr(sap_match, name), "__module__", None)
        assert home is None or one == f"{home}.{name}", f"{one} lives in {home}"


def test_every_command_and_option_is_in_the_reference():
    import typer

    from sap_match.cli.app import app

    page = read(ROOT / "docs/reference/command-line.md")
    documented = set(re.findall(r"sap-match ([a-z]+)", page))
    commands = typer.main.get_command(app).commands
    assert documented == set(commands)
    options = {
        option
        for command in commands.values()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("-")
    }
    lost = sorted(one for one in options if not re.search(rf"(?<![\w-]){one}(?![\w-])", page))
    assert lost == []


def test_links_between_pages_resolve():
    lost = []
    for page in PAGES:
        text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            path = target.partition("#")[0]
            if "://" in target or target.startswith("mailto:") or not path:
                continue
            if not (page.parent / path).exists():
                lost.append(f"{name_of(page)} -> {target}")
    assert lost == []


def test_every_page_is_in_the_navigation():
    listed = set(re.findall(r"([\w/-]+\.md)", (ROOT / "mkdocs.yml").read_text("utf-8")))
    there = {str(page.relative_to(ROOT / "docs")) for page in PAGES if page.name != "README.md"}
    assert listed == there


def test_decisions_are_dated_newest_first():
    text = (ROOT / "docs/decisions.md").read_text("utf-8")
    headings = re.findall(r"^## (.*)$", text, flags=re.MULTILINE)
    dated = [re.fullmatch(r"(\d{4}-\d{2}-\d{2}): \S.*", heading) for heading in headings]
    assert headings
    assert all(dated), headings
    days = [date.fromisoformat(found[1]) for found in dated if found]
    assert days == sorted(days, reverse=True)


# The files speak of the project alone: nothing of where, how or by what they were written.
FOREIGN = re.compile(
    r"""(?<![\w.~-])/(?:work|tmp)/        # paths of one machine
    | (?<![\w/])/opt/(?:wheels|pypi)
    | \.library\b
    | \b(?:claude|anthropic|chatgpt|copilot)\b
    | \bLLMs?\b
    | \bAI[ -](?:assistant|agent|session|generated)
    | \bsub-?agents?\b
    | \b(?:system|user)[ ]prompt\b
    | \bcoding[ ]session\b
    | \b(?:DESIGN|STYLE|ANCHORS|BASELINES|BRIEF)\.md\b
    | \bpypi\.org\b | \bpythonhosted\b | \bdeb\.debian\b | \bregistry\.npmjs\b
    """,
    flags=re.IGNORECASE | re.VERBOSE,
)


def tracked_files() -> list[Path]:
    """The files of the repository, or nothing where this is no repository."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: the tracked files cannot be listed")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def test_the_files_speak_of_the_project_alone():
    found = []
    for path in tracked_files():
        if path == Path(__file__).resolve() or not path.is_file():
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{number} {match[0]!r}"
            for number, line in enumerate(text.splitlines(), start=1)
            if (match := FOREIGN.search(line))
        ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("see /work/main", True),
        ("open('/tmp/x')", True),
        ("written by an AI assistant", True),
        ("a philanthropic trust", False),
        ("a teaching assistant at the school", False),
        ("https://example.org/work/with-us", False),
        ("a counselling session; the next sessions are on Monday", False),
        ("prompt_toolkit==3.0", False),
    ],
)
def test_what_counts_as_foreign(text: str, foreign: bool):
    assert bool(FOREIGN.search(text)) is foreign
