"""The pages: one file a page, or a page with those that lie under it."""
