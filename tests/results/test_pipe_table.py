from sparse_rnn.results.pipe_table import pipe_table


def test_cells_stand_between_pipes_and_their_own_are_escaped():
    table = pipe_table(["", "what"], [("z", "|z| of 3"), (1, "")])
    assert table == "| | what |\n|---|---|\n| z | \\|z\\| of 3 |\n| 1 |  |"


def test_a_table_without_rows_has_its_head():
    assert pipe_table(["a", "b"], []) == "| a | b |\n|---|---|"
