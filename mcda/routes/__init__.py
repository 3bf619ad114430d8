"""The same numbers by other routes: dense linear algebra, formulas from print written out, other packages.

For the audit alone. Nothing here leans on the engine that it checks, and nothing is fast.
"""
