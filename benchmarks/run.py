"""Time the workloads and write what was found to results/.

    python benchmarks/run.py                      everything, growth included
    python benchmarks/run.py W1 W2 --repeats 30
    python benchmarks/run.py W2 --peers           with other solvers, in the same process
    python benchmarks/run.py growth

Each workload runs in a process of its own, so that its first call really is one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

# One thread for titrate and for its peers.
THREAD_SWITCHES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
RESULTS = Path(__file__).parent / "results"
GROWTH = (100, 1_000, 10_000, 100_000)
# Every curve but the one asked for is left out: memory may be four times it and some room.
ALLOWED_TIMES, ALLOWED_ROOM_MB = 4, 64


def main() -> None:
    """Run what the command line asks for."""
    asked = _arguments()
    if asked.inside:
        print(json.dumps(_measure(asked.inside, asked.repeats, asked.peers)))
        return
    import measuring
    import workloads

    measuring.warn_about_machine()
    known = [*workloads.workloads(), "growth"]
    wanted = asked.workloads or known
    for name in wanted:
        if name not in known:
            sys.exit(f"No workload called {name!r}. There are: {', '.join(known)}.")
    RESULTS.mkdir(exist_ok=True)
    _print_head()
    for name in wanted:
        if name == "growth":
            _growth(asked.repeats)
            continue
        found = _in_its_own_process(name, asked.repeats, asked.peers)
        _write(name, found)
        _print_row(found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workloads", nargs="*", help="W1, W2, ... or growth; all by default")
    parser.add_argument("--repeats", type=int, default=15, help="warm calls (default 15)")
    parser.add_argument("--peers", action="store_true", help="time other solvers beside it")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_its_own_process(name: str, repeats: int, peers: bool) -> dict[str, Any]:
    command = [sys.executable, __file__, "--inside", name, "--repeats", str(repeats)]
    done = subprocess.run(
        command + ["--peers"] * peers,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | dict.fromkeys(THREAD_SWITCHES, "1"),
    )
    return json.loads(done.stdout.splitlines()[-1])


def _measure(name: str, repeats: int, with_peers: bool) -> dict[str, Any]:
    import measuring
    import numpy as np
    import workloads

    if name.startswith("growth-"):
        return _measure_growth(int(name.removeprefix("growth-")), repeats)
    work = workloads.workloads()[name]
    (first,), _ = measuring.timed_ms(work.run, 1)
    measuring.timed_ms(work.run, 1)
    times, processor = measuring.timed_ms(work.run, repeats)
    peak, output = measuring.peak_mb(work.run)

    import references

    found: dict[str, Any] = {
        "workload": name,
        "title": work.title,
        "note": work.note,
        "target_ms": work.target_ms,
        "first_ms": first,
        "median_ms": float(np.median(times)),
        "min_ms": min(times),
        "max_ms": max(times),
        "processor_ms": float(np.median(processor)),
        "repeats": repeats,
        "error": references.error(name, work.run()),
        "peak_mb": peak,
        "output_mb": output,
        "machine": measuring.machine(),
        "peers": [],
    }
    if with_peers:
        import peers

        if not peers.available():
            print("numbalsoda is not installed: no peers.", file=sys.stderr)
        for peer in peers.peers(name):
            found["peers"].append(
                {
                    "name": peer.name,
                    "ms": peer.milliseconds,
                    "processor_ms": peer.processor,
                    "timed": peer.timed,
                    "of": peer.whole,
                    "unit": peer.unit,
                    "scaled_up": peer.scaled,
                    "error": peer.error,
                    "ratio": peer.processor / found["processor_ms"],
                }
            )
    return found


def _measure_growth(count: int, repeats: int) -> dict[str, Any]:
    """W2 with ``count`` people: one curve asked for, and all of them."""
    import resource

    import measuring
    import numpy as np
    import workloads

    few = max(2, min(repeats, 1_000_000 // (10 * count) or 2))
    workloads.people(count)
    workloads.seven_states_hourly(2)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    output = measuring.output_mb(workloads.seven_states_hourly(count, ("effect_site",)))
    resident = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb) / 1e3
    one, busy = measuring.timed_ms(
        lambda: workloads.seven_states_hourly(count, ("effect_site",)), few
    )
    traced, _ = measuring.peak_mb(lambda: workloads.seven_states_hourly(count, ("effect_site",)))
    every, _ = measuring.timed_ms(lambda: workloads.seven_states_hourly(count), few)
    return {
        "people": count,
        "one_curve_ms": float(np.median(one)),
        "one_curve_processor_ms": float(np.median(busy)),
        "every_curve_ms": float(np.median(every)),
        "one_curve_mb": output,
        "peak_traced_mb": traced,
        "peak_resident_mb": resident,
        "allowed_mb": ALLOWED_TIMES * output + ALLOWED_ROOM_MB,
        "repeats": few,
    }


def _growth(repeats: int) -> None:
    import measuring

    rows = [_in_its_own_process(f"growth-{count}", repeats, False) for count in GROWTH]
    _write("growth", {"workload": "growth", "machine": measuring.machine(), "rows": rows})
    print("\nW2 by number of people, one process each")
    print(
        f"{'people':>8} {'1 curve':>9} {'cpu us/p':>8} {'all 3':>9} {'array':>7} {'peak':>7}",
        end="",
    )
    print(f" {'resident':>9} {'allowed':>8}")
    for row in rows:
        each_us = 1e3 * row["one_curve_processor_ms"] / row["people"]
        print(
            f"{row['people']:>8,} {row['one_curve_ms']:>6.1f} ms "
            f"{each_us:>8.1f} {row['every_curve_ms']:>6.0f} ms "
            f"{row['one_curve_mb']:>4.0f} MB {row['peak_traced_mb']:>4.0f} MB "
            f"{row['peak_resident_mb']:>6.0f} MB {row['allowed_mb']:>5.0f} MB"
        )


def _write(name: str, found: dict[str, Any]) -> None:
    text = json.dumps(found, indent=2, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _print_head() -> None:
    print(
        f"{'':<15} {'first':>9} {'median':>9} {'min':>9} {'max':>9} {'cpu':>9} {'target':>7} ",
        end="",
    )
    print(f"{'error':>8} {'peak':>8} {'output':>8}")


def _print_row(found: dict[str, Any]) -> None:
    target = "" if found["target_ms"] is None else f"{found['target_ms']:.0f}"
    error = "" if found["error"] is None else f"{found['error']:.0e}"
    print(
        f"{found['workload']:<15} {found['first_ms']:>9.2f} {found['median_ms']:>9.2f} "
        f"{found['min_ms']:>9.2f} {found['max_ms']:>9.2f} "
        f"{found['processor_ms']:>9.2f} {target:>7} {error:>8} "
        f"{found['peak_mb']:>5.1f} MB {found['output_mb']:>5.1f} MB",
        flush=True,
    )
    for peer in found["peers"]:
        timed = f", {peer['timed']:,} of {peer['of']:,} {peer['unit']} timed, scaled up"
        wrong = "" if peer["error"] is None else f", error {peer['error']:.0e}"
        print(
            f"    {peer['name']}: {peer['ms']:,.1f} ms (cpu {peer['processor_ms']:,.1f}), "
            f"{peer['ratio']:.3g} times ours{wrong}{timed if peer['scaled_up'] else ''}",
            flush=True,
        )


if __name__ == "__main__":
    main()
