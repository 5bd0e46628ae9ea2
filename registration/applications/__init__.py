"""Applications: start, list, one application, its moves, requests to the school, and the frozen submission."""
