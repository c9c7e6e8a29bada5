"""Exact search on a network under one vehicle."""
