"""Other forms of the site: one module a format, with one `render` each."""
