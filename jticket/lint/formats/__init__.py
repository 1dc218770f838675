"""Findings for programs: JSON, annotations of GitHub Actions, SARIF."""
