"""Time ``import titrate`` in fresh interpreters, and check what it must not load.

python benchmarks/import_time.py [--repeats n]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

HEAVY = ("scipy", "pandas", "matplotlib")
TARGET_S = 0.25
_IMPORT = f"""
import sys
import time
start = time.perf_counter()
import titrate
spent = time.perf_counter() - start
print(spent, *(name for name in {HEAVY!r} if name in sys.modules))
"""
# Everything that a first simulation needs, since titrate itself loads its rooms when asked.
_EVERYTHING = f"""
import sys
import time
start = time.perf_counter()
import titrate
for name in titrate.__all__:
    getattr(titrate, name)
spent = time.perf_counter() - start
print(spent, *(name for name in {HEAVY!r} if name in sys.modules))
"""


def main() -> None:
    """Print medians, write them, and exit 1 where something heavy is loaded."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=11)
    repeats = parser.parse_args().repeats
    found: dict[str, object] = {}
    for what, code in (
        ("empty interpreter", "print(0.0)"),
        ("import numpy", "import time; s = time.perf_counter(); import numpy; "
         "print(time.perf_counter() - s)"),
        ("import titrate", _IMPORT),
        ("import titrate, every public name", _EVERYTHING),
    ):  # fmt: skip
        inside, whole, heavy = _times(code, repeats)
        found[what] = {"median_s": inside, "process_median_s": whole, "loaded": heavy}
        print(f"{what:<36} {inside:.3f} s inside, {whole:.3f} s with the interpreter")
        assert not heavy, f"{what} loads {', '.join(heavy)}"
    import measuring

    found |= {"target_s": TARGET_S, "repeats": repeats, "machine": measuring.machine()}
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    (results / "import.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def _times(code: str, repeats: int) -> tuple[float, float, list[str]]:
    inside: list[float] = []
    whole: list[float] = []
    heavy: set[str] = set()
    for _ in range(repeats + 1):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True
        )
        whole.append(time.perf_counter() - start)
        spent, *loaded = done.stdout.split()
        inside.append(float(spent))
        heavy |= set(loaded)
    # The first fills the disk cache and may compile.
    return statistics.median(inside[1:]), statistics.median(whole[1:]), sorted(heavy)


if __name__ == "__main__":
    main()
