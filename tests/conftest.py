"""How thoroughly the tests look; `make proof` sets WATCHER_PROOF and asks for more examples of everything random."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("everyday", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("proof", settings.get_profile("everyday"), max_examples=1000, print_blob=True)
settings.load_profile("proof" if os.environ.get("WATCHER_PROOF") else "everyday")
