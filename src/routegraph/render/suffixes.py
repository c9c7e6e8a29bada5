"""What the suffix of a file says that it is."""

SUFFIXES = {
    ".png": "png", ".pdf": "pdf", ".html": "html", ".htm": "html", ".geojson": "geojson", ".json": "geojson",
    ".gpkg": "gpkg", ".md": "markdown", ".markdown": "markdown", ".txt": "markdown", ".csv": "csv",
    ".gpx": "gpx", ".kml": "kml",
}  # fmt: skip
"""Name of the format of an answer by suffix; `formats.WRITERS` writes each."""

SHARED = {"strip": (".pdf", ".png"), "avoid": (".geojson", ".json")}
"""Formats that are asked for by name, as their suffixes are those of others."""
