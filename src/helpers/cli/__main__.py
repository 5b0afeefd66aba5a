"""The command `workbook` as `python -m helpers.cli`."""

from . import main

if __name__ == "__main__":
    main()
