# Figures: each is drawn by a notebook that reads tables and never trains.  The figure of a study is
# also a target, e.g. `snakemake figure_motif_profile`.
from pathlib import Path

from sparse_rnn.notebooks.tables import FURTHER_FILES, NOTEBOOKS


def in_report(name):
    """Return a file of the figures, marked for the report with the caption of its name."""
    return report(
        f"{RUN.figures}/{name}",
        caption=f"../report/{Path(name).stem}.rst",
        category="Figures",
        labels={"figure": Path(name).stem, "kind": Path(name).suffix[1:]},
    )


for notebook, tables in NOTEBOOKS.items():

    rule:
        name:
            f"figure_{notebook.partition('_')[2]}"
        input:
            source=CHECKOUT / f"notebooks/{notebook}.py",
            tables=[RUN.table(name) for name in tables],
        output:
            png=in_report(f"{notebook}.png"),
            pdf=f"{RUN.figures}/{notebook}.pdf",
            further=[
                f"{RUN.figures}/{name}" if name.endswith(".pdf") else in_report(name)
                for name in FURTHER_FILES.get(notebook, [])
            ],
            numbers=f"{RUN.figures}/{notebook}.json",
            executed=f"{RUN.figures}/notebooks/{notebook}.ipynb",
        log:
            **RUN.logs(f"figures/{notebook}"),
        benchmark:
            RUN.benchmark(f"figures/{notebook}")
        localrule: True
        threads: 1
        resources:
            **asks("figures"),
        params:
            code=digest(
                "sparse_rnn.notebooks.run", str(CHECKOUT / f"notebooks/{notebook}.py")
            ),
            parameters={
                "tables": RUN.tables,
                "figures": RUN.figures,
                "profile": RUN.profile,
                "judge": config["judge"],
            },
        message:
            f"drawing {notebook}"
        script:
            "../scripts/figure.py"


rule figures:
    # All figures.
    input:
        expand(
            f"{RUN.figures}/{{notebook}}.{{kind}}",
            notebook=NOTEBOOKS,
            kind=["png", "pdf", "json"],
        ),
