"""A sentence for each figure, for readers who cannot see it: what is drawn, not what came out.

`style.save_figure` writes it into the file as its description.
"""

from __future__ import annotations

ALT_TEXTS = {
    "00_two_triads": (
        "Two drawings of three units i, j and k: in the balanced loop the path through j and the"
        " direct link push k in the same direction, in the unbalanced loop in opposite directions."
    ),
    "00_start_here_trained": (
        "Lollipop chart of the z-scores of the eight signed feed-forward loops of the network"
        " trained here, the four balanced ones left of the four unbalanced ones."
    ),
    "00_start_here_given": (
        "Lollipop chart of the z-scores of the eight signed feed-forward loops of the given"
        " network, the four balanced ones left of the four unbalanced ones."
    ),
    "01_performance": (
        "Final performance of sparse networks against the dense network of the same seed, a row"
        " for each task and model and a mark for each strategy and sparsity, with 95 % intervals"
        " and the limit of what is still comparable."
    ),
    "01_performance_supplement": (
        "Test error along training on a logarithmic scale, a panel for each task, model and"
        " sparsity and a line with a 95 % band for each strategy."
    ),
    "02_motif_profile": (
        "Heat map of mean z-scores after training: a row for each of the eight feed-forward"
        " loops, balanced ones above, and a column for each task, model, sparsity and strategy;"
        " red is more frequent than in random networks, blue is rarer."
    ),
    "02_motif_profile_supplement": (
        "z-scores of the eight feed-forward loops before and after training with 95 % intervals,"
        " a panel for each task, model and sparsity and a marker for each strategy."
    ),
    "03_balance_rises": (
        "Balance along training, a panel for each task, model and sparsity and a line with a 95 %"
        " band for each strategy; a dashed line marks one half, the balance of random signs."
    ),
    "04_balanced_networks": (
        "Scatter plots of the test metric of networks against their balance before training, a"
        " panel for each task and arm, with a fitted line and its 95 % band for each trial and"
        " the rank correlation in each panel."
    ),
    "04_balanced_networks_annealing": (
        "Balance and energy along the runs of simulated annealing that made the networks, a"
        " column for each task and a line for each trial."
    ),
    "05_lesions": (
        "Change of accuracy, or ratio of errors, against the number of loops removed from trained"
        " networks, a panel for each task, our networks above those of the authors, with 95 %"
        " bands for unbalanced loops, balanced loops and random links; a dashed line marks the"
        " harm that is allowed."
    ),
    "06_weights": (
        "Distributions of recurrent weights before training, after the last cut and after"
        " training, a panel for each condition, on a logarithmic scale of density."
    ),
    "07_mechanism": (
        "Distributions of the effect of the first node of a feed-forward loop on its last, for"
        " balanced and unbalanced loops, a panel for each condition."
    ),
    "07_mechanism_response": (
        "Response of the last node of an isolated loop against the state of the first, in a panel"
        " for the four balanced and one for the four unbalanced loops, a curve for each size of"
        " weights, beside the linear formula."
    ),
    "08_controls": (
        "Balance, and mean z-scores of balanced and unbalanced loops, of trained networks and"
        " their controls: a row for each control, a faint mark for each condition and a bold one"
        " for the mean over the conditions that all rows of a group share."
    ),
    "08_controls_supplement": (
        "Balance, and mean z-scores of balanced and unbalanced loops, of trained networks and"
        " their controls, two panels for each task, model and sparsity, with 95 % intervals."
    ),
    "08_controls_by_size": (
        "Balance of a trained network if only its strongest links are kept, or as many links of"
        " any size, against the share of links kept: a panel for each task, model and sparsity"
        " and a line with a 95 % band for each strategy."
    ),
    "09_claims": (
        "A row for each claim with the verdict in words, and a bar that shows in how many"
        " conditions the claim is reproduced, partly reproduced, not shown or contradicted."
    ),
    "09_claims_supplement": (
        "Estimate and 95 % interval of every condition beside the limit of its claim, a panel for"
        " each statistic, coloured by verdict."
    ),
    "10_connectome": (
        "Balance of a worm's wiring and of trained networks beside their random networks, and the"
        " profiles of z-scores of the eight feed-forward loops of both."
    ),
    "11_published": (
        "Balance and z-scores of the authors' networks in half-widths of the 95 % prediction"
        " interval for one of our networks of the same condition, a row for each network and two"
        " for those of SET; a band marks what lies inside."
    ),
    "11_published_supplement": (
        "Balance along training and z-scores of the eight loops at its end: the authors' networks"
        " over mean and 95 % prediction interval of ours, a row of two panels for each task and"
        " model."
    ),
    "mixing": (
        "Links shared, mean counts and z-scores of chains of random networks that start from the"
        " given network and far from it, against swaps per link, a row for each null model."
    ),
    "scaling": "Simulated wall time of the run against cores, a line for each number of seeds.",
}
"""The sentences by name of the figure's file."""
