# What of the paper holds, claim by claim: one table, from the tables of all stages.
from sparse_rnn.studies.claims.registry import CLAIMS


rule claims_table:
    input:
        **{
            name: f"{DATA}/tables/{name}.csv"
            for claim in CLAIMS.values()
            for name in claim.tables
        },
    output:
        f"{DATA}/tables/claims.csv",
    log:
        f"{DATA}/logs/tables/claims.log",
    benchmark:
        f"{DATA}/benchmarks/tables/claims.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        code=digest("sparse_rnn.studies.claims.table"),
    message:
        "judging the claims"
    script:
        "../scripts/claims.py"
