"""Parts of the HTML site: navigation, search, explorer, page head, files, preview."""
