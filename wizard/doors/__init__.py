"""One module for each outside thing. The only way out of the program."""
