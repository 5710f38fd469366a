# The networks that the authors of the paper published, measured as ours.
from hashlib import sha256

from sparse_rnn.tasks.raw_files import MANIFEST, PUBLISHED


rule published:
    input:
        # ancient: fetching again brings the same bytes, for the manifest holds their hashes
        record=ancient(RECORD.format(task=PUBLISHED)),
    output:
        **RUN.parts("published"),
    log:
        **RUN.logs(RUN.jobs_of("published")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("published"))
    retries: RETRIES
    threads: 1
    resources:
        **asks("published"),
    params:
        settings={
            "null_model": config["census"]["null_models"][0],
            "networks": config["census"]["networks"],
            "swaps_per_edge": config["census"]["swaps_per_edge"],
            "seed": config["seed"],
        },
        manifest=sha256(MANIFEST.read_bytes()).hexdigest(),
        code=digest("sparse_rnn.studies.published.measure"),
    message:
        "measuring the published networks of {wildcards.task}"
    script:
        "../scripts/published.py"
