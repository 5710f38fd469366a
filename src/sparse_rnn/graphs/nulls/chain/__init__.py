"""The Markov chain that exchanges links: its state, its moves and many chains at once."""
