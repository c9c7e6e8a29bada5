"""Many what-ifs at once: journeys times closures, on the cores of one machine or on a Dask cluster."""
