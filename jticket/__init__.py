"""A git-native plain-text ticket tool: each ticket is a Markdown file, each change a commit."""

__version__ = "0.1.0"
