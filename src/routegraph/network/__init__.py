"""OpenStreetMap roads as flat arrays: read, store, open."""
