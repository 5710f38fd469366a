# Figures: each is drawn by a notebook that reads tables and never trains.  A notebook's name
# without its number is also the name of its target, e.g. `snakemake motif_profile`.
import sys

from sparse_rnn.base.code_digest import imports
from sparse_rnn.notebooks.tables import NOTEBOOKS

FURTHER_FILES = {
    "02_motif_profile": expand("02_motif_profile_map.{kind}", kind=["png", "pdf"]),
    "04_balanced_networks": expand(
        "04_balanced_networks_annealing.{kind}", kind=["png", "pdf"]
    ),
    "07_mechanism": expand("07_mechanism_response.{kind}", kind=["png", "pdf"]),
    "08_controls": expand("08_controls_by_size.{kind}", kind=["png", "pdf"]),
    "09_claims": ["09_claims.md"],
}


for notebook, kinds in NOTEBOOKS.items():

    rule:
        name:
            notebook.partition("_")[2]
        input:
            source=f"notebooks/{notebook}.py",
            tables=[f"{DATA}/tables/{kind}.csv" for kind in kinds],
        output:
            png=report(
                f"{FIGURES}/{notebook}.png",
                caption=f"../report/{notebook}.rst",
                category="Figures",
            ),
            pdf=f"{FIGURES}/{notebook}.pdf",
            further=[f"{FIGURES}/{name}" for name in FURTHER_FILES.get(notebook, [])],
            numbers=f"{FIGURES}/{notebook}.json",
            executed=f"{FIGURES}/notebooks/{notebook}.ipynb",
        log:
            f"{DATA}/logs/figures/{notebook}.log",
        benchmark:
            f"{DATA}/benchmarks/figures/{notebook}.tsv"
        conda:
            "../../environment.yml"
        threads: 1
        params:
            code=digest("sparse_rnn.notebooks.run", *imports(f"notebooks/{notebook}.py")),
            python=sys.executable,
            tables=f"{DATA}/tables",
            figures=FIGURES,
            profile=config["profile"],
        message:
            f"drawing {notebook}"
        shell:
            "{params.python} -m sparse_rnn.notebooks.run run {input.source} --out {output.executed} "
            "-p tables={params.tables} -p figures={params.figures} -p profile={params.profile} "
            "> {log} 2>&1"


rule figures:
    # All figures.
    input:
        expand(
            f"{FIGURES}/{{notebook}}.{{kind}}",
            notebook=NOTEBOOKS,
            kind=["png", "pdf", "json"],
        ),
