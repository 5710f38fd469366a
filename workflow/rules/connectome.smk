# The wiring of a worm beside that of trained networks.
rule connectome:
    input:
        links="data/connectome/celegans_chemical_signs.tsv",
        neurons="data/connectome/celegans_neurons.tsv",
    output:
        **{
            name: RUN.table(name)
            for name in (
                "connectome_balance",
                "connectome_motifs",
                "connectome_neurons",
            )
        },
    log:
        **RUN.logs("connectome"),
    benchmark:
        RUN.benchmark("connectome")
    retries: RETRIES
    threads: 1
    resources:
        **asks("connectome"),
    params:
        networks=config["census"]["networks"],
        code=digest("sparse_rnn.studies.connectome.measure"),
    message:
        "comparing the wiring of a worm with random networks"
    script:
        "../scripts/connectome.py"
