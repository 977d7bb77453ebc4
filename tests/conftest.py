"""What every test shares: how hard Hypothesis looks, and pictures without a screen.

``TITRATE_HYPOTHESIS_PROFILE=large python3 run.py test tests/laws`` looks forty times harder.
"""

import os

from hypothesis import HealthCheck, settings

# Before any test imports matplotlib: a machine without a screen must do.
os.environ["MPLBACKEND"] = "Agg"

# No time limits: a slow machine breaks no law. The everyday profile looks at the same cases each
# time, so that a change is judged and not the luck of a draw; the large one looks somewhere new
# each time, and a failure prints a blob that repeats it anywhere.
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=50,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("large", settings.get_profile("ci"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("TITRATE_HYPOTHESIS_PROFILE", "ci"))
