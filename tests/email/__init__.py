"""E-mail and the page behind its link."""
