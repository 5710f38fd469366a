# What of the paper holds, claim by claim: one table, from the tables of all stages.
from sparse_rnn.studies.claims.registry import CLAIMS


rule claims:
    input:
        **{
            name: RUN.table(name)
            for claim in CLAIMS.values()
            for name in (*claim.tables, *claim.beside_tables)
        },
    output:
        table=RUN.table("claims"),
    log:
        **RUN.logs("claims"),
    benchmark:
        RUN.benchmark("claims")
    localrule: True
    threads: 1
    resources:
        **asks("claims"),
    params:
        code=digest("sparse_rnn.studies.claims.table"),
        judge=config["judge"],
    message:
        "judging the claims"
    script:
        "../scripts/claims.py"
