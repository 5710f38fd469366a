"""The notebooks that draw the figures, and the tables that each of them reads."""

NOTEBOOKS: dict[str, list[str]] = {
    "01_sparse_networks_perform": ["history"],
    "02_motif_profile": ["motifs"],
    "03_balance_rises": ["balance"],
    "04_balanced_networks": ["balanced", "annealing"],
    "05_lesions": ["lesions"],
    "06_weight_dynamics": [
        "weight_histograms",
        "weight_shapes",
        "sign_survival",
        "link_sizes",
    ],
    "07_mechanism": ["loop_effects", "loop_sizes", "responses"],
    "08_controls": ["control_balance", "control_motifs", "balance_by_size"],
    "09_claims": ["claims"],
}
"""Tables by notebook; a notebook's name without its number is also the name of its target."""
