"""The records that the stages hand on: frozen, keyword-only, without behaviour of their own."""
