"""One opportunity, person or placement changed by hand: what changes, who is told, a confirmation, and a way back."""
