"""The host: reception, courier, links, settings, the terminal, the server."""
