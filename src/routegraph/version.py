"""The version, told by every answer and file; the distribution's is read from here."""

VERSION = "0.1.0"
