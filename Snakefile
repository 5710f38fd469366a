# From data to figures.  `snakemake --cores N` regenerates the paper; the quick look is
# `snakemake --cores N --configfile workflow/config/quick.yaml`.
from sparse_rnn.config import (
    Condition,
    conditions,
    load_yaml,
    training_settings,
    validate,
)


configfile: "workflow/config/paper.yaml"


validate(config, load_yaml(workflow.source_path("workflow/config/schema.yaml")))

DATA = f"data/{config['profile']}"
FIGURES = f"figures/{config['profile']}"
CONDITIONS = conditions(config)


include: "workflow/rules/common.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/train.smk"
include: "workflow/rules/census.smk"
include: "workflow/rules/weights.smk"
include: "workflow/rules/mechanism.smk"
include: "workflow/rules/controls.smk"
include: "workflow/rules/balanced.smk"
include: "workflow/rules/lesions.smk"
include: "workflow/rules/stage_tables.smk"
include: "workflow/rules/claims.smk"
include: "workflow/rules/figures.smk"


rule all:
    default_target: True
    input:
        rules.figures.input,
        rules.claims_table.output,
        rules.networks.input,
        f"{DATA}/summary.txt",


onsuccess:
    show_summary()


onerror:
    show_summary()
