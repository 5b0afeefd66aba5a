"""What is measured and not tested: how fast the workbook renders, and what random kills leave behind."""
