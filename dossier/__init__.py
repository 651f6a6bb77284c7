"""A static-site generator for sourced arguments in several languages; `dossier.build` is the way in for programs."""
