"""The shape of every answer, as its OpenAPI tells it; what a field means stands beside it."""
