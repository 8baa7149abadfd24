"""Linear algebra on one thread; imported before numpy, which reads the variable when it is loaded.

OpenBLAS divides a large product among the cores and lets the others spin until all are done. Where they are busy with
something else, a product of 0.15 ms has taken 5 ms, and now and then 100 ms.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # workers inherit it
