"""Algorithms behind the questions: ways that differ, what a way hangs on, what to lift, how likely."""
