# What of the paper holds, claim by claim: one table, from the tables of all stages.
from sparse_rnn.studies.claims.registry import CLAIMS


def beside_claims(wildcards):
    """Return the tables that are reported beside claims, of asked stages whose data are there."""
    wanted = {name for claim in CLAIMS.values() for name in claim.beside_tables}
    stages = [parts for parts in ASKED.values() if wanted & {*parts.tables}]
    there = {
        n
        for parts in stages
        if all(map(is_available, parts.data))
        for n in parts.tables
    }
    return {name: RUN.table(name) for name in sorted(wanted & there)}


rule claims:
    input:
        unpack(beside_claims),
        **{name: RUN.table(name) for claim in CLAIMS.values() for name in claim.tables},
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
