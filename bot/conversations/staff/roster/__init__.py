"""Who is on the roster, as staff look people up: from a name to a record, and lists by what is asked of them."""
