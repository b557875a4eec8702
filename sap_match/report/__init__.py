"""A month as people read it: one page, a workbook, digests. Nothing here scores or orders anew."""
