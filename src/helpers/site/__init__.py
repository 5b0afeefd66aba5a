"""The site: a page for every row and source of the record, the reports, search, feed; a folder that works anywhere."""

from .addresses import AddressError, base_address
from .folder import FolderError, Written, write_site
from .publish import Site
from .published import load_reports

__all__ = ["AddressError", "FolderError", "Site", "Written", "base_address", "load_reports", "write_site"]
