"""Letters made from the record: their templates, the words that fill them, and the same on paper."""
