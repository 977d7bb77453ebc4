"""Clocks, memory and the description of the machine."""

from __future__ import annotations

import gc
import hashlib
import platform
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

SOURCE = Path(__file__).parents[1] / "src" / "titrate"
BLAS_SWITCHES = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")

Outputs = Mapping[str, np.ndarray]


def timed_ms(work: Callable[[], Any], repeats: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each of ``repeats`` calls: by the clock, and of processor time.

    Processor time counts all threads and leaves out waiting for other programs, so it is the
    steadier of the two on a shared machine.
    """
    clock: list[float] = []
    processor: list[float] = []
    for _ in range(repeats):
        gc.collect()
        start, busy = time.perf_counter(), time.process_time()
        work()
        clock.append(1e3 * (time.perf_counter() - start))
        processor.append(1e3 * (time.process_time() - busy))
    return clock, processor


def peak_mb(work: Callable[[], Outputs]) -> tuple[float, float]:
    """Return the highest memory in use during a call beyond that before it, and its output's."""
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    found = work()
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    return peak / 1e6, output_mb(found)


def output_mb(found: Outputs) -> float:
    """Return the size of all arrays of an output."""
    return sum(array.nbytes for array in found.values()) / 1e6


def machine() -> dict[str, object]:
    """Return processor, versions and a fingerprint of the source; no names of hosts."""
    import os

    return {
        "measured": datetime.now(UTC).strftime("%Y-%m-%d"),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "versions": {
            name: found
            for name in ("numpy", "scipy", "matplotlib", "numba", "numbalsoda", "mpmath")
            if (found := _version(name)) is not None
        },
        "blas_kernel": "chosen by hand"
        if any(s in os.environ for s in BLAS_SWITCHES)
        else "default",
        "load_average": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "source_sha256": _fingerprint(),
    }


def _processor() -> str:
    """Return the model with family and model number: the name alone may hide the generation."""
    wanted = ("model name", "cpu family", "model", "stepping", "flags")
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    seen = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    name, family, model, _, flags = (seen.get(key, "") for key in wanted)
    wide = ", AVX-512" if "avx512f" in flags.split() else ""
    return f"{name or platform.machine()} (family {family}, model {model}{wide})"


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(SOURCE.rglob("*.py")):
        digest.update(path.relative_to(SOURCE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def warn_about_machine() -> None:
    """Say so where the machine is busy, or a slower BLAS kernel than numpy's own is chosen."""
    import os

    if hasattr(os, "getloadavg") and os.getloadavg()[0] > (os.cpu_count() or 1) / 2:
        print(
            f"note: the machine is busy (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores); "
            "the smallest times say more than the medians.",
            file=sys.stderr,
        )
    if any(switch in os.environ for switch in BLAS_SWITCHES):
        print(
            f"note: {' or '.join(BLAS_SWITCHES)} is set, so numpy does not run with its default "
            "BLAS kernel; unset them for figures to be quoted.",
            file=sys.stderr,
        )
