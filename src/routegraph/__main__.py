"""``python -m routegraph``."""

from routegraph.cli.main import main

if __name__ == "__main__":
    main()
