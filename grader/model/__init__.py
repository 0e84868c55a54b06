"""The records that the stages hand on: frozen, with no behaviour but what follows from their own fields."""
