"""A knowledge base -> the pages of a site: the only package that knows HTML."""
