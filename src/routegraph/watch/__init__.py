"""Reports as they come in: read once, answered anew, told when something changes."""
