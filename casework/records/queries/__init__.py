"""What reads the record. Nothing here changes it."""
