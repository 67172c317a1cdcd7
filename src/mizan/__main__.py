"""`python -m mizan` is the same as `mizan`."""

from mizan.cli.main import main

if __name__ == "__main__":
    main()
