"""How English sentences are read: words, mentions, grammar, clauses."""
