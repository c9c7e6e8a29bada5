"""The package as a notebook sees it."""

import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import routegraph

ROOT = Path(__file__).parents[1]


def test_the_public_names_are_few_and_all_there():
    assert len(routegraph.__all__) <= 25
    for name in routegraph.__all__:
        assert getattr(routegraph, name) is not None
    assert dir(routegraph) == routegraph.__all__
    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        routegraph.nope  # noqa: B018


WITH_EXAMPLES = sorted(
    str(file.relative_to(ROOT / "src").with_suffix("")).replace("/", ".").removesuffix(".__init__")
    for file in (ROOT / "src").rglob("*.py")
    if ">>> " in file.read_text("utf-8")
)


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_the_examples_in_docstrings_hold(module):
    result = doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS)
    assert result.attempted > 0
    assert result.failed == 0


def test_the_version_is_told_without_an_installed_distribution_and_cited_alike():
    cited = re.search(r"^version: (.*)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.M)
    assert cited and cited.group(1) == routegraph.__version__
    code = "import importlib.metadata as m; m.version = None; from routegraph.cli.main import main; main()"
    command = [sys.executable, "-c", code, "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said == f"-c, version {routegraph.__version__}\n"


def test_a_network_and_a_study_show_what_they_hold(draw):
    study = routegraph.load("hama-aleppo", vehicle="car")
    assert repr(study.network).startswith("<Network hama-aleppo: 1,229 roads of 4,925 km")
    assert "© OpenStreetMap contributors" in study.network._repr_html_()
    assert "by car, least time" in study._repr_html_()
    planted = draw({"a": (37.0, 35.0), "b": (37.1, 35.0)}, [("a", "b", 9_000)], name="<script>x</script>")
    assert "<script>" not in planted._repr_html_()
