# The tables of a stage, joined over all conditions whose data could be had.
SPARSE = [c for c in CONDITIONS if c.sparsity]

STAGES = {
    "weights": {
        "weight_histograms": (rules.weights.output.histograms, CONDITIONS),
        "weight_shapes": (rules.weights.output.shapes, CONDITIONS),
        "sign_survival": (rules.weights.output.survival, CONDITIONS),
    },
    "mechanism": {
        "loop_effects": (rules.loop_effects.output.effects, SPARSE),
        "loop_sizes": (rules.loop_effects.output.loops, SPARSE),
        "link_sizes": (rules.loop_effects.output.links, SPARSE),
    },
    "controls": {
        "control_balance": (rules.control_networks.output.balance, SPARSE),
        "control_motifs": (rules.control_networks.output.motifs, SPARSE),
        "balance_by_size": (rules.balance_by_size.output.table, SPARSE),
    },
    "balanced": {
        "balanced": (rules.train_balanced.output.results, BALANCED_RUNS),
        "balanced_history": (rules.train_balanced.output.history, BALANCED_RUNS),
        "annealing": (rules.anneal.output.trace, BALANCED_RUNS),
    },
    "lesion": {
        "lesions": (rules.lesion.output.table, LESION_RUNS),
        "lesions_history": (rules.train_tangent_loops.output.history, LESION_RUNS),
    },
}


for stage, kinds in STAGES.items():

    rule:
        name:
            f"{stage}_tables"
        input:
            **{kind: of_available(*parts) for kind, parts in kinds.items()},
        output:
            **{kind: f"{DATA}/tables/{kind}.csv" for kind in kinds},
        log:
            f"{DATA}/logs/tables/{stage}.log",
        benchmark:
            f"{DATA}/benchmarks/tables/{stage}.tsv"
        conda:
            "../../environment.yml"
        threads: 1
        params:
            code=digest("sparse_rnn.results.join"),
        message:
            f"joining the tables of {stage}"
        script:
            "../scripts/tables.py"
