import subprocess
import sys

import pytest

from sparse_rnn.base.logs import processor_seconds, time_before


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


def test_the_log_ends_with_the_processor_time(tmp_path):
    log = tmp_path / "a.log"
    script = (
        "import logging, time; from sparse_rnn.base.logs import log_to, time_before\n"
        f"log_to({str(log)!r})\n"
        "logging.info('resuming after epoch 3, %s', time_before(12.34))\n"
        "logging.info('resuming after epoch 9, %s', time_before(100))\n"
        "while time.process_time() < 0.5: pass\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    last, before = processor_seconds(log)
    assert 0.5 <= last < 20
    assert before == pytest.approx(112.3)
    assert log.read_text().splitlines()[-1].endswith(f"ended after {last} s of processor time")


def test_a_log_that_tells_nothing_is_no_time(tmp_path):
    (tmp_path / "a.log").write_text("drawn in 3 s\n")
    assert processor_seconds(tmp_path / "a.log") == (None, 0)
    assert processor_seconds(tmp_path / "none.log") == (None, 0)
    assert time_before(3) == "3.0 s of processor time before"
