"""Steps, answers and what follows from them. Knows no Qt, no network and no files."""
