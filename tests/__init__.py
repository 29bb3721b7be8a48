"""Tests mirror casework/; beside them journeys/ in a real browser, robustness/ and bench/."""
