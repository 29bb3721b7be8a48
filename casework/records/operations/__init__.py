"""What changes the record. Nothing here commits, and nothing here knows of studies."""
