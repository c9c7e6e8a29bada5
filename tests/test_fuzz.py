"""Mutated inputs end with an answer or a refusal: no trace, no escape, no other exit code."""

import pytest

from fuzzing import KINDS, run_case

CASES = 40
"""Of each kind; ``benchmarks/fuzz.py`` runs thousands."""


@pytest.mark.filterwarnings("default")  # what is damaged is warned of
@pytest.mark.parametrize("kind", KINDS)
def test_mutated_inputs_are_answered_or_refused(kind, tmp_path, monkeypatch):
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path / "home"))
    faults = []
    for number in range(CASES):
        folder = tmp_path / str(number)
        folder.mkdir()
        outcome = run_case(kind, number, folder)
        if outcome.fault:
            faults.append(f"{kind} {number}: {' '.join(outcome.words)[:200]}: {outcome.fault}")
    assert not faults, "\n".join(faults)
