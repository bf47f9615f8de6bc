"""Tests, as a package: bare pytest finds its helpers too."""
