"""The pages stay true: transcripts, the reference of commands, links."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "data" / "README.md"]


def test_transcripts_and_the_reference_are_in_step_with_the_commands():
    check = [sys.executable, str(ROOT / "docs" / "write_cli.py"), "--check"]
    result = subprocess.run(check, capture_output=True, text=True, cwd=ROOT, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_files_of_the_strangers_tasks_are_there():
    tasks = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("## Strangers' tasks")[2]
    named = re.findall(r"\| `([\w/]+\.(?:py|txt))` \|", tasks)
    rows = re.findall(r"^\| (?!task|---)", tasks, re.M)
    assert len(named) == len(rows) >= 20
    for file in named:
        assert (ROOT / "src" / "routegraph" / file).is_file(), file


def test_the_sketch_of_the_house_has_every_room_once():
    sketch = (
        (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("\n\n    ")[2].partition("\n\n")[0]
    )
    told = re.findall(r"[\w/]+", " ".join(re.findall(r"^ {0,4}(\w[\w/, ]*?) {2,}\S", sketch, re.M)))
    rooms = [
        f"{path.name}/" if path.is_dir() else path.stem
        for path in (ROOT / "src" / "routegraph").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    ]
    assert sorted(told) == sorted(set(rooms) - {"__init__", "__main__"})


def test_every_command_shows_one_example():
    from routegraph.cli.main import main

    def commands(command, names):
        for name, inner in getattr(command, "commands", {}).items():
            yield from commands(inner, [*names, name])
        if not hasattr(command, "commands"):
            yield names, command

    for names, command in commands(main, ["routegraph"]):
        assert " ".join(names) in (command.help or ""), names
