"""The order of the steps: look, compare, gather, send; each can be started again at any point."""
