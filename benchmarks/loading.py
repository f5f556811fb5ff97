"""Loading and validating the referential, as a ratio to `json.loads` of the same content.

    .venv/bin/python benchmarks/loading.py

Bound: 45. Exits 1 when the median ratio is over it.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

from ptce_ref.loading.referential import load_referential
from ptce_ref.resources import referential_folder

RUNS = 41
BOUND = 45.0


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    folder = referential_folder()
    referential = load_referential(folder).referential
    assert referential is not None
    text = json.dumps(referential.model_dump(mode="json", by_alias=True, exclude_defaults=True), ensure_ascii=False)
    ratios = []
    for _ in range(RUNS):
        bare = min(seconds(lambda: json.loads(text)) for _ in range(5))
        ratios.append(seconds(lambda: load_referential(folder)) / bare)
    median = statistics.median(ratios)
    spread = f"min {min(ratios):.1f}, max {max(ratios):.1f}"
    print(f"{len(text):,} characters: median ratio {median:.1f} ({spread}), bound {BOUND}")
    return int(median > BOUND)


if __name__ == "__main__":
    sys.exit(main())
