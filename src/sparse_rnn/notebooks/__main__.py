"""``python -m sparse_rnn.notebooks``: execute, pair or check notebooks."""

import sys

from sparse_rnn.notebooks.run import main

sys.exit(main())
