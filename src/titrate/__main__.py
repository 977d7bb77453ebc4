"""``python -m titrate`` is ``titrate``."""

from titrate.cli import main

if __name__ == "__main__":
    main()
