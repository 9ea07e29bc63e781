"""What staff do for one student's application: more time, an offer anew, an answer that came by telephone."""
