import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from sparse_rnn.base.large_pages import VARIABLE, ask_for_large_pages

SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")
OFFERED = (
    SETTING.exists()
    and "[never]" not in SETTING.read_text()
    and platform.libc_ver()[0] == "glibc"
    and tuple(map(int, platform.libc_ver()[1].split("."))) >= (2, 35)
)
LARGE = """
import numpy as np
arrays = [np.ones(2**18, np.float32) for _ in range(64)]  # 1 MB each
print(sum(int(line.split()[1]) for line in open("/proc/self/smaps") if "AnonHuge" in line))
"""


def test_what_the_user_has_set_stays():
    environment = {VARIABLE: "glibc.malloc.arena_max=1"}
    ask_for_large_pages(environment)
    assert environment == {VARIABLE: "glibc.malloc.arena_max=1"}


@pytest.mark.skipif(not OFFERED, reason="this system offers no large pages")
def test_small_arrays_of_a_process_to_come_lie_in_large_pages():
    kilobytes = {}
    for asked in (False, True):
        environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
        if asked:
            ask_for_large_pages(environment)
        command = [sys.executable, "-c", LARGE]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        kilobytes[asked] = int(run.stdout)
    assert kilobytes[True] > kilobytes[False] + 32 * 1024
