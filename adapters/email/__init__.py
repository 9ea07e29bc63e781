"""E-mail, for those whom no chat reaches: a message with a signed link, and the page that the link opens."""
