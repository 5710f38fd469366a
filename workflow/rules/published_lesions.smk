# Lesions of the networks for lesions that the authors published.
from sparse_rnn.config import published_settings


rule published_lesions:
    input:
        raw_record,
        # ancient: fetching again brings the same bytes, for the manifest holds their hashes
        published=ancient(RECORD.format(task=PUBLISHED)),
    output:
        **RUN.parts("published_lesions"),
    log:
        **RUN.logs(RUN.jobs_of("published_lesions")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("published_lesions"))
    conda:
        "../../environment.yml"
    threads: 1
    params:
        orders=config["published"]["lesions"]["orders"],
        settings=lambda w: published_settings(config, w.task),
        code=digest_with_task("sparse_rnn.studies.published.lesions"),
        raw=RAW,
    message:
        "removing loops from the authors' networks of {wildcards.task}"
    script:
        "../scripts/published_lesions.py"
