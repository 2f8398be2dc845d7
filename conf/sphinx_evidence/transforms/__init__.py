"""From resolved pages to what readers see: views into nodes, plots, study sheets, references."""
