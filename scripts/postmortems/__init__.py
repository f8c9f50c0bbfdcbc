"""Records of incidents, from YAML text to a checked knowledge base and a site."""
