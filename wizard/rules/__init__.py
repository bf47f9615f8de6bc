"""What is right and wrong in an integration, as pure functions. Knows no Qt, no network and no files."""
