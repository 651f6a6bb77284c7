"""From the corpus to finished pages: one module for each kind of page."""
