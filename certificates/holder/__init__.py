"""What a holder does with a certificate: opens the name by a link, asks for another spelling."""
