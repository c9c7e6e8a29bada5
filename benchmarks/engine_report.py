"""The engine's benchmark as Markdown."""

from __future__ import annotations

from typing import Any

import numpy as np

OWN = ("tree", "index", "nothing prepared")
NOT_ENGINES = ("set", "roads", "minutes", "settled", *OWN)


def geometric_mean(values: list[float]) -> float:
    """Return the geometric mean."""
    return float(np.exp(np.mean(np.log(values))))


def told(result: dict[str, Any]) -> str:
    """Return the tables as Markdown."""
    lines = [
        *_machine(result["machine"]),
        *_whatif(result["whatif"], result["setup"]),
        *_replacement(result["replacement"]),
        *_many(result["many"]),
        *_matrix(result["matrix"]),
        *_fresh(result["fresh"]),
        *(f"- {note}" for note in result["notes"]),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _machine(m: dict[str, Any]) -> list[str]:
    return [
        f"Measured {m['date']} on {m['cpu']}, {m['cores']} cores, Python {m['python']}, NumPy {m['numpy']}, "
        f"Numba {m['numba']}; {m['network']}: {m['nodes']:,} nodes, {m['roads']:,} roads, "
        f"{m['arcs']:,} arcs. Medians of {m['runs']} runs or more in one process, other work going on "
        f"(load average {m['load']:.1f} at the start).",
        "",
    ]


def _whatif(rows: list[dict[str, Any]], setup: dict[str, float]) -> list[str]:
    peers = [key for key in rows[0] if key not in NOT_ENGINES]
    lines = [
        "### One what-if, Hama - Aleppo (ms)",
        "",
        "routegraph with what it prepared for the journey on the standing network: the *tree* to the",
        f"destination ({setup['tree_to (ms)']:.0f} ms, once for a destination); or both trees and their",
        f"*index* ({setup['both trees and index (ms)']:.0f} ms, once for a journey); or *nothing*.",
        "Telling a closure to the other engines is not counted, customising is. Settled: nodes (tree).",
        "",
        "| closed | roads | minutes | settled | **tree** | **index** | nothing | " + " | ".join(peers) + " |",
        "|---|" + "---:|" * (len(peers) + 6),
    ]
    for row in rows:
        minutes = "no way" if row["minutes"] is None else f"{row['minutes']:.1f}"
        own = " | ".join(f"**{row[key]:.2f}**" for key in OWN[:2])
        lines.append(
            f"| {row['set']} | {row['roads']} | {minutes} | {row['settled']} | {own} "
            f"| {row[OWN[2]]:.1f} | " + " | ".join(f"{row[peer]:.2f}" for peer in peers) + " |"
        )
    lines += [
        "",
        "How many times faster than each (geometric mean over the sets; least; below 1 the peer wins):",
        "",
        "| peer | tree | least | index | least |",
        "|---|---:|---:|---:|---:|",
    ]
    anew = [peer for peer in peers if "changed arcs" not in peer]
    best = {"best of all that search or customise anew": [min(row[peer] for peer in anew) for row in rows]}
    for name, times in ({peer: [row[peer] for row in rows] for peer in peers} | best).items():
        line = f"| {name} |"
        for own in OWN[:2]:
            ratios = [time / row[own] for time, row in zip(times, rows, strict=True)]
            line += f" {geometric_mean(ratios):.1f} | {min(ratios):.2f} |"
        lines.append(line)
    return [*lines, ""]


def _replacement(result: dict[str, float]) -> list[str]:
    return [
        f"### The way around each of the {result['roads']} roads of the route (ms in all)",
        "",
        "| | ms |",
        "|---|---:|",
        *(f"| {key} | {value:.1f} |" for key, value in result.items() if key != "roads"),
        "",
    ]


def _many(many: dict[str, Any]) -> list[str]:
    return [
        f"### {many['sets']:,} random closure sets",
        "",
        "Each of 1 to 20 events, an event closing all roads within 0.5 to 3 km of a random place; "
        f"{many['mean closed roads']:.0f} roads a set. **{many['seconds']:.2f} s** for all "
        f"(median of {many['runs']}); {many['journeys changed']} journeys changed, {many['severed']} of them "
        f"severed, {many['searches']} searches.",
        "",
    ]


def _matrix(rows: list[dict[str, Any]]) -> list[str]:
    return [
        "### Matrix 200 x 200 with 10 km around Saraqib closed",
        "",
        "| engine | set-up once (s) | rebuilt for the closure (s) | matrix, closure applied (ms) | runs |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {row['engine']} | {row['setup_s']:.1f} | {row['per_closure_s']:.1f} "
            f"| {row['ms']:.0f} | {row['runs']} |"
            for row in rows
        ),
        "",
    ]


def _fresh(fresh: dict[str, float]) -> list[str]:
    return [
        "### A new process",
        "",
        "| | |",
        "|---|---:|",
        *(f"| {key} | {value:.2f} |" for key, value in fresh.items()),
        "",
    ]
