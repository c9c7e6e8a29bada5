"""The main table of an answer, in plain units: a data frame and a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from routegraph.csv_cells import neutral
from routegraph.render.exhibit import Exhibit

if TYPE_CHECKING:
    import pandas as pd


def to_frame(exhibit: Exhibit) -> pd.DataFrame:
    """Return the main table of an answer, in plain units, as a DataFrame."""
    import pandas as pd

    if exhibit.rows:
        return pd.DataFrame(list(exhibit.rows))
    tables = [section.table for section in exhibit.text.sections if section.table]
    if not tables:
        return pd.DataFrame()
    return pd.DataFrame(tables[0].rows, columns=list(tables[0].columns))


def write_csv(exhibit: Exhibit, path: Path) -> None:
    """Write the rows of an answer as CSV; no text begins a formula."""
    frame = to_frame(exhibit)
    texts = frame.select_dtypes(exclude="number").columns
    frame[texts] = frame[texts].map(neutral)
    frame.rename(columns=neutral).to_csv(path, index=False)
