# From data to figures.  `snakemake --cores N` regenerates the paper; the quick look is
# `snakemake --cores N --configfile workflow/config/quick.yaml`.
from pathlib import Path

from sparse_rnn.base.large_pages import ask_for_large_pages
from sparse_rnn.base.run_folder import hindrance
from sparse_rnn.base.slurm_plugin import remember_job_age
from sparse_rnn.config import (
    Condition,
    conditions,
    given_settings,
    load_yaml,
    protocol_settings,
    training_settings,
    validate,
)


workdir: workflow.basedir  # from wherever it is called; --directory names another folder


if reason := hindrance(Path.cwd(), Path(workflow.basedir)):
    raise WorkflowError(reason)


remember_job_age()
ask_for_large_pages()


configfile: f"{workflow.basedir}/workflow/config/paper.yaml"


report: "workflow/report/workflow.rst"


validate(config, load_yaml(workflow.source_path("workflow/config/schema.yaml")))


include: "workflow/rules/common.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/train.smk"
include: "workflow/rules/structure.smk"
include: "workflow/rules/weights.smk"
include: "workflow/rules/mechanism.smk"
include: "workflow/rules/controls.smk"
include: "workflow/rules/balanced_networks.smk"
include: "workflow/rules/lesions.smk"
include: "workflow/rules/connectome.smk"
include: "workflow/rules/published.smk"
include: "workflow/rules/published_lesions.smk"
include: "workflow/rules/published_training.smk"
include: "workflow/rules/tables.smk"
include: "workflow/rules/claims.smk"
include: "workflow/rules/figures.smk"


rule all:
    default_target: True
    input:
        rules.figures.input,
        rules.tables.input,
        rules.claims.output,
        rules.networks.input,
        rules.summary.output,


onsuccess:
    show_summary()


onerror:
    show_summary()
    if reason := hindrance(Path.cwd(), Path(workflow.basedir)):
        print(reason)
