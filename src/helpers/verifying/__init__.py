"""Report bundles verified: whether their files are whole, and whether their findings come out again."""

from .contents import NotABundleError
from .rerun import Again
from .verification import Verification, verify

__all__ = ["Again", "NotABundleError", "Verification", "verify"]
