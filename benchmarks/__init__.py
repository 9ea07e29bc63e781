"""What is claimed of speed, measured: each figure beside the bare library in the same run, on the same rows.

`python -m benchmarks` runs all of it, `python -m benchmarks claims search` only those. Only ratios mean something: the
two are measured in turns, and the median of the rounds is given.
"""
