# Figures: each is drawn by a notebook that reads tables and never trains.  The figure of a study is
# also a target, e.g. `snakemake figure_motif_profile`.
from sparse_rnn.notebooks.tables import FURTHER_FILES, NOTEBOOKS

for notebook, tables in NOTEBOOKS.items():

    rule:
        name:
            f"figure_{notebook.partition('_')[2]}"
        input:
            source=f"notebooks/{notebook}.py",
            tables=[RUN.table(name) for name in tables],
        output:
            png=report(
                f"{RUN.figures}/{notebook}.png",
                caption=f"../report/{notebook}.rst",
                category="Figures",
            ),
            pdf=f"{RUN.figures}/{notebook}.pdf",
            further=[
                f"{RUN.figures}/{name}" for name in FURTHER_FILES.get(notebook, [])
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
            code=digest("sparse_rnn.notebooks.run", f"notebooks/{notebook}.py"),
            parameters={
                "tables": RUN.tables,
                "figures": RUN.figures,
                "profile": RUN.profile,
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
