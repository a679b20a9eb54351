"""What is not believed at one look: a removal, a shrunken page, a change of half the world at once."""
