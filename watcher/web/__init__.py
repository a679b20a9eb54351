"""The audit pages: what changed, what proves it, how to cite it; rendered here, complete without scripts."""
