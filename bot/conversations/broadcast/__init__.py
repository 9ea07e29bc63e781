"""Messages from staff to many: from a sentence or a form to a plan, from the plan to a report that adds up.

Nothing is sent before a plan has been seen. `begin` reads what is wanted, `plan` shows it, `deciding` does what its
buttons say, `sending` carries it out at its time, `report` tells what became of it, `afterwards` mends it.
"""
