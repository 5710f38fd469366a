import subprocess
import sys


def test_an_error_goes_to_the_log_whole_and_to_the_terminal_in_one_line(tmp_path):
    script = (
        "import logging; from sparse_rnn.logs import log_to\n"
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
