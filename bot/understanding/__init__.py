"""Free text understood: what it means, what it names, and an answer from the programme's facts."""

import os

# The matrices here are small: a second thread costs more than it saves, and a busy machine makes it wait.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
