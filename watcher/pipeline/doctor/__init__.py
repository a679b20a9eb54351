"""What is wrong with an installation, or soon will be: one check a function, each with a way out."""
