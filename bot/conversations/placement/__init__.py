"""From the accepted offer to the credential: sessions, hours, expenses, hand-ins, completion, what is taken away."""
