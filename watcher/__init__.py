"""The pipeline in one sentence.

Sources are fetched into snapshots, kept in the store, normalized, segmented, diffed, classified, digested
and delivered.
"""

__version__ = "0.1.0"
