"""Place names in any spelling, found and snapped to the usable network."""
