"""Closures, and the scenario files that hold them."""
