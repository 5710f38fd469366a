"""What is known of one network once it is measured: tables, words, records, pictures.

A module per kind of report (`census`, `balance`, `mixing`, `annealing`), each printed by the
command line, shown by a notebook and written as JSON from here.  They share `network` (what was
measured), `draws` (the random networks), `report` (what every report can do), `verdict`, `words`
and `svg`.
"""
