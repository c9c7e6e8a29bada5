"""The questions that a cut road raises; each file holds what one of them is, asks, says and shows."""
