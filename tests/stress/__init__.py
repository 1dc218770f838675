"""Stress tests that prove the promises of the guide's page on safety; `run` is the entry point."""
