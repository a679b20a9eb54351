"""What the database knows of the ledger: each record as rows, each source where it stands."""
