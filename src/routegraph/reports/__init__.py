"""From prose and tables to dated events, and from events to the state of each target."""
