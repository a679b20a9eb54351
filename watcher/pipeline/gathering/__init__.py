"""The rooms of the third step: what is owed, by which rhythm it falls due, how it is posted."""
