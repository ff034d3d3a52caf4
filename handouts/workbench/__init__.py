"""What content owners do at their desk, without any page of it: findings, translations, edits, sign-offs, overview."""
