"""How the history of a source reads under the rules of today: kept beside what was told, sent to nobody."""
