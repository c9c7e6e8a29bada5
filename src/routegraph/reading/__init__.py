"""From the prose of reports to events, with their quotes, what was not understood, and what was set aside."""
