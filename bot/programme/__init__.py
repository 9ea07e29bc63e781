"""The rules of a micro-internship programme, with no chat in them."""
