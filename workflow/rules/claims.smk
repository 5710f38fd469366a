# What of the paper holds, claim by claim: one table, from the tables of all stages.
from sparse_rnn.studies.claims.registry import CLAIMS


rule claims:
    input:
        **{
            name: RUN.table(name)
            for claim in CLAIMS.values()
            for name in (*claim.tables, *claim.further)
        },
    output:
        table=RUN.table("claims"),
    log:
        **RUN.logs("claims"),
    benchmark:
        RUN.benchmark("claims")
    conda:
        "../../environment.yml"
    threads: 1
    params:
        code=digest("sparse_rnn.studies.claims.table"),
    message:
        "judging the claims"
    script:
        "../scripts/claims.py"
