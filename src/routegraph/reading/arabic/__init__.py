"""How Arabic sentences are read: verb first, then who, then where."""
