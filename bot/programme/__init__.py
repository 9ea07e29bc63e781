"""The rules of a programme, with no chat in them."""
