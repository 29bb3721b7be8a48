"""Workflows from forms that others have, with a report in which every field is accounted for."""
