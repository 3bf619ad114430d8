"""A panel's answers and results in the forms that others hold data in; each module a form or a family of them."""
