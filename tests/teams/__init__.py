"""Teams: the real botbuilder over HTTP, between a strict local Bot Framework and the product."""
