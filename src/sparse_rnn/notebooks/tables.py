"""The notebooks that draw the figures: the tables each one reads, the files each one leaves."""

NOTEBOOKS: dict[str, list[str]] = {
    "01_performance": ["history"],
    "02_motif_profile": ["motifs"],
    "03_balance_rises": ["balance", "history"],
    "04_balanced_networks": ["balanced_networks", "annealing"],
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

FURTHER_FILES: dict[str, list[str]] = {
    "02_motif_profile": ["02_motif_profile_map.png", "02_motif_profile_map.pdf"],
    "04_balanced_networks": [
        "04_balanced_networks_annealing.png",
        "04_balanced_networks_annealing.pdf",
    ],
    "07_mechanism": ["07_mechanism_response.png", "07_mechanism_response.pdf"],
    "08_controls": ["08_controls_by_size.png", "08_controls_by_size.pdf"],
    "09_claims": ["09_claims.md"],
}
"""What a notebook draws beside its figure."""
