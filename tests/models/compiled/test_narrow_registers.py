import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
TESTS = (
    HERE / "test_vectors.py",
    f"{HERE / 'test_fused.py'}::test_several_blocks_and_any_width_are_those_of_autograd",
)
PROGRAM = """
import os
import sys
import pytest
from llvmlite import binding

features = binding.get_host_cpu_features()
features.update({name: False for name in features if name.startswith("avx512")})
binding.get_host_cpu_features = lambda: features
os.environ["NUMBA_CPU_NAME"] = binding.get_host_cpu_name()
os.environ["NUMBA_CPU_FEATURES"] = features.flatten()
from sparse_rnn.models.compiled import vectors

assert not vectors.WIDE and vectors.SIDE_BY_SIDE == 4
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[1:]]))
"""


def test_a_processor_without_avx_512_computes_as_well(tmp_path):
    """Its kernels hold other numbers of sums at a time; they are compiled for it afresh."""
    apart = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-c", PROGRAM, *map(str, TESTS)]
    done = subprocess.run(command, env=apart, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
