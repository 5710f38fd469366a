import subprocess
import sys

import pytest

from sparse_rnn.base.artifacts import load_record
from sparse_rnn.base.logs import read_cost


def test_an_error_goes_to_the_log_whole_and_to_the_terminal_in_one_line(tmp_path):
    script = (
        "import logging; from sparse_rnn.base.logs import log_to\n"
        f"log_to({str(tmp_path / 'a.log')!r})\n"
        "logging.getLogger('x').info('epoch 1')\n"
        "raise ValueError('weight is NaN')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    log = (tmp_path / "a.log").read_text()
    assert done.returncode == 1
    assert done.stderr == "ValueError: weight is NaN\n"
    assert "epoch 1" in log
    assert "Traceback" in log
    assert "ValueError: weight is NaN" in log


@pytest.mark.parametrize("end", ["", "raise ValueError('diverged')"])
def test_the_processor_time_of_all_stretches_is_recorded_however_the_job_ends(tmp_path, end):
    cost = tmp_path / "a.json"
    script = (
        "import time; from sparse_rnn.base.logs import count_earlier, log_to\n"
        f"log_to({str(tmp_path / 'a.log')!r}, {str(cost)!r})\n"
        "count_earlier(12.34)\n"
        "count_earlier(100)\n"
        f"while time.process_time() < 0.5: pass\n{end}\n"
    )
    subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    record = load_record(cost)
    assert 0.5 <= record["cpu_seconds"] < 20
    assert record["cpu_seconds_earlier"] == pytest.approx(112.3)
    assert read_cost(cost) == pytest.approx(112.3 + record["cpu_seconds"])


def test_a_job_without_a_record_has_no_cost(tmp_path):
    assert read_cost(tmp_path / "none.json") is None
