# Lesions of the networks for lesions that the authors published.
from hashlib import sha256

from sparse_rnn.config import published_settings
from sparse_rnn.tasks.raw_files import MANIFEST, PUBLISHED


rule published_lesions:
    input:
        raw_data,
        # ancient: fetching again brings the same bytes, for the manifest holds their hashes
        published=ancient(RECORD.format(task=PUBLISHED)),
    output:
        **RUN.parts("published_lesions"),
    log:
        **RUN.logs(RUN.jobs_of("published_lesions")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("published_lesions"))
    retries: RETRIES
    threads: 1
    resources:
        **asks("published_lesions"),
    params:
        orders=config["published"]["lesions"]["orders"],
        settings=lambda w: published_settings(config, w.task),
        manifest=sha256(MANIFEST.read_bytes()).hexdigest(),
        code=digest_with_task("sparse_rnn.studies.published.lesions"),
        raw=RAW,
    message:
        "removing loops from the authors' networks of {wildcards.task}"
    script:
        "../scripts/published_lesions.py"
