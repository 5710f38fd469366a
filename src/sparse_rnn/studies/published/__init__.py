"""How the networks that the authors published compare with ours."""
