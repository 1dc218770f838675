"""Runs the command line as `python -m jticket`."""

from jticket.cli.main import main

if __name__ == "__main__":
    main()
