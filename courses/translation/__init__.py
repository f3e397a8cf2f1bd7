"""Two languages as one text: what is to translate, where it stands, what is out of step."""
