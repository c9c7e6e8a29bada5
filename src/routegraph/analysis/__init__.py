"""The questions that a cut road raises; each answer is a frozen record."""
