"""``python -m routegraph``."""

from routegraph.cli.process import run

if __name__ == "__main__":
    run()
