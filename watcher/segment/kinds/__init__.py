"""How each kind of page is cut: one file a kind."""
