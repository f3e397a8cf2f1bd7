"""What an office gives to couples: a leaflet with its QR code, and a notice in words."""
