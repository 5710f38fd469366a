"""The notebooks that draw the figures: the tables each one reads, the files each one leaves."""

NOTEBOOKS: dict[str, list[str]] = {
    "01_performance": ["history"],
    "02_motif_profile": ["motifs"],
    "03_balance_rises": ["balance", "history"],
    "04_balanced_networks": ["balanced_networks", "annealing", "published_training"],
    "05_lesions": ["lesions", "published_lesions", "published_metrics"],
    "06_weights": ["weight_histograms", "weight_shapes", "sign_survival", "link_sizes"],
    "07_mechanism": ["loop_effects", "loop_sizes", "triad_response"],
    "08_controls": ["control_balance", "control_motifs", "balance_by_size"],
    "09_claims": ["claims"],
    "10_connectome": [
        "connectome_balance",
        "connectome_motifs",
        "connectome_neurons",
        "motifs",
        "control_balance",
    ],
    "11_published": [
        "published_balance",
        "published_motifs",
        "balance",
        "motifs",
        "balanced_networks",
    ],
}
"""Tables by notebook."""

SUPPLEMENTS: dict[str, list[str]] = {
    "01_performance": ["01_performance_supplement"],
    "02_motif_profile": ["02_motif_profile_supplement"],
    "04_balanced_networks": ["04_balanced_networks_annealing"],
    "07_mechanism": ["07_mechanism_response"],
    "08_controls": ["08_controls_supplement", "08_controls_by_size"],
    "09_claims": ["09_claims_supplement"],
    "11_published": ["11_published_supplement"],
}
"""What a notebook draws beside its main figure, which has the notebook's name."""

FURTHER_FILES: dict[str, list[str]] = {
    name: [f"{figure}.{kind}" for figure in figures for kind in ("png", "pdf")]
    for name, figures in SUPPLEMENTS.items()
}
FURTHER_FILES["09_claims"].append("09_claims.md")
"""The files of these, and the verdicts as a table."""
