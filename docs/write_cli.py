"""Write docs/cli.md, and the transcripts in README.md, from the commands themselves.

A transcript is a fenced block ``console`` whose first line is ``$ COMMAND``; the rest is what the
command prints. ``--check`` writes nothing and exits with 1 when a page is not in step.
"""

import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from routegraph.cli.main import main as routegraph

ROOT = Path(__file__).parents[1]
TRANSCRIPT = re.compile(r"^```console\n\$ (?P<command>[^\n]+)\n.*?^```$", re.MULTILINE | re.DOTALL)
WIDTH = "100"


def pages() -> dict[Path, str]:
    """Every generated page as it should be."""
    written = {ROOT / "docs" / "cli.md": reference()}
    for path in (ROOT / "README.md", ROOT / "docs" / "tutorial.md"):
        if path.exists():
            written[path] = TRANSCRIPT.sub(transcript, path.read_text("utf-8"))
    return written


def reference() -> str:
    parts = [
        "# Commands\n",
        "Written by `make docs` from the commands themselves; `make check` keeps it in step.\n",
    ]
    for names, command in commands(("routegraph",), routegraph):
        context = click.Context(command, info_name=" ".join(names), max_content_width=int(WIDTH))
        context.terminal_width = int(WIDTH)
        parts.append(f"{'#' * min(len(names) + 1, 4)} {' '.join(names)}\n")
        parts.append(f"```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def commands(
    names: tuple[str, ...], command: click.Command
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield names, command
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from commands((*names, name), inner)


def transcript(block: re.Match[str]) -> str:
    words = shlex.split(block["command"])
    if words[0] != "routegraph":
        return block[0]
    os.environ["COLUMNS"] = WIDTH
    result = CliRunner().invoke(routegraph, words[1:])
    printed = "\n".join(line.rstrip() for line in result.output.splitlines())
    return f"```console\n$ {block['command']}\n{printed}\n```"


def main() -> int:
    stale = {
        path: text for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text
    }
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not in step with the commands; run 'make docs'.")
        return 1 if stale else 0
    for path, text in stale.items():
        path.write_text(text, "utf-8")
        print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
