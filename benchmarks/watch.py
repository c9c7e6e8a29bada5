"""Kill a watch a hundred times while reports come in: no report lost, no alert sent twice.

python benchmarks/watch.py [KILLS] [SEED]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "watch"))

from killing import kill_loop  # after the path that leads to it


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder) / "inbox"
        inbox.mkdir()
        begun = time.perf_counter()
        wrong = kill_loop(inbox, Path(folder), kills, seed)
        seconds = time.perf_counter() - begun
        print(f"{kills} kills in {seconds:.0f} s: {'; '.join(wrong) or 'nothing lost, nothing twice'}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
