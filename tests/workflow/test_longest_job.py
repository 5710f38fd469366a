"""The paper is split into jobs that end soon: few hours are lost with a node that fails."""

from sparse_rnn.layout import STAGES, jobs
from sparse_rnn.resources import expected


def test_no_job_of_the_paper_takes_an_hour_on_one_core(load_profile):
    config = load_profile("paper")
    seconds = {
        f"{stage}/{'/'.join(job.values())}": expected(config, stage, job).seconds
        for stage in STAGES
        for job in jobs(config, stage)
    }
    assert {job: s for job, s in seconds.items() if s >= 3600} == {}
