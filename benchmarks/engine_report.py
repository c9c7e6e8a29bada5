"""The engine's benchmark as Markdown."""

from __future__ import annotations

from typing import Any

import numpy as np


def geometric_mean(values: list[float]) -> float:
    return float(np.exp(np.mean(np.log(values))))


def told(result: dict[str, Any]) -> str:
    """Return the tables as Markdown."""
    m, rows = result["machine"], result["whatif"]
    peers = [
        key
        for key in rows[0]
        if key not in ("set", "roads", "routegraph", "without a tree", "settled", "minutes")
    ]
    lines = [
        f"Measured {m['date']} on {m['cpu']}, {m['cores']} cores, Python {m['python']}, NumPy {m['numpy']}, "
        f"Numba {m['numba']}; {m['network']}: {m['nodes']:,} nodes, {m['roads']:,} roads, "
        f"{m['arcs']:,} arcs. Medians of {m['runs']} runs in one process; load average {m['load']:.1f} before.",
        "",
        "### One what-if, Hama - Aleppo (ms)",
        "",
        "The tree to the destination is grown once for all closures; *without a tree* grows it anew under",
        "the closure. Giving the closure to the other engines is not counted, customising is. Settled: nodes.",
        "",
        "| closed | roads | minutes | **routegraph** | settled | without a tree | "
        + " | ".join(peers)
        + " | best peer / routegraph |",
        "|---|" + "---:|" * (len(peers) + 6),
    ]
    ratios = []
    for row in rows:
        ratio = min(row[peer] for peer in peers) / row["routegraph"] if peers else float("nan")
        ratios.append(ratio)
        minutes = "no way" if row["minutes"] is None else f"{row['minutes']:.1f}"
        lines.append(
            f"| {row['set']} | {row['roads']} | {minutes} | **{row['routegraph']:.3f}** | {row['settled']} | "
            f"{row['without a tree']:.1f} | "
            + " | ".join(f"{row[peer]:.2f}" for peer in peers)
            + f" | {ratio:.1f} |"
        )
    if peers:
        lines += [
            "",
            f"Best peer over routegraph: geometric mean {geometric_mean(ratios):.1f}, least {min(ratios):.2f}.",
        ]
        for peer in peers:
            each = [row[peer] / row["routegraph"] for row in rows]
            lines.append(f"{peer}: geometric mean {geometric_mean(each):.1f}, least {min(each):.2f}.")
    lines += [
        "",
        f"### The way around each of the {result['replacement']['roads']} roads of the route (ms in all)",
        "",
        "| | ms |",
        "|---|---:|",
    ]
    lines += [f"| {key} | {value:.1f} |" for key, value in result["replacement"].items() if key != "roads"]
    many = result["many"]
    lines += [
        "",
        f"### {many['sets']:,} random closure sets",
        "",
        f"Each of 1 to 20 events, an event closing all roads within 0.5 to 3 km of a random place; "
        f"{many['mean closed roads']:.0f} roads a set. **{many['seconds']:.2f} s** for all "
        f"(median of {many['runs']}); {many['journeys changed']} journeys changed, {many['severed']} of them "
        f"severed, {many['searches']} searches.",
        "",
        "### Matrix 200 x 200 with 10 km around Saraqib closed",
        "",
        "| engine | set-up once (s) | rebuilt for the closure (s) | matrix, closure applied (ms) | runs |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row['engine']} | {row['setup_s']:.1f} | {row['per_closure_s']:.1f} "
        f"| {row['ms']:.0f} | {row['runs']} |"
        for row in result["matrix"]
    ]
    lines += ["", "### A new process", "", "| | |", "|---|---:|"]
    lines += [f"| {key} | {value:.2f} |" for key, value in result["fresh"].items()]
    lines += ["", *(f"- {note}" for note in result["notes"])]
    return "\n".join(lines).rstrip() + "\n"
