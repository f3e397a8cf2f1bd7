"""Documents of certificates: signed, stored, served as stored, made again when lost."""
