"""From a new paper to a bibliography entry and a study file: ``evidence new-study``."""
