import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def published_folder():
    """What the authors published, in the data mirror; it is not ours to keep."""
    mirror = os.environ.get("DATA_MIRROR")
    if not mirror or not (Path(mirror) / "published").is_dir():
        pytest.skip("DATA_MIRROR is not set, or has nothing published")
    return Path(mirror) / "published"
