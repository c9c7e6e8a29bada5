"""The questions that a cut road raises; each file holds what one of them is, asks, says and shows."""

QUESTIONS = (
    "whatif", "alternatives", "chokepoints", "reopening", "departure", "capacity", "supply", "matrix",
    "isolated", "reach", "timeline", "survival", "compare", "report",
)  # fmt: skip
"""Each the method of `Study` of its name, and the file here that holds it."""
