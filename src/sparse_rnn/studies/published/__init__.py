"""What the networks that the authors published show: measured as ours, lesioned as ours."""
