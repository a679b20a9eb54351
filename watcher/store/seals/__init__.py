"""What makes the ledger hold against its own keeper: signatures, stamps of authorities, how both are checked."""
